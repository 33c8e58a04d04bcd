using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Refuses system calls that no work of ours needs, to this thread and to what it starts or becomes (seccomp(2)).</summary>
/// <remarks>
/// Refused with EPERM rather than by death: a daemon that tries one while it prints its version is none the worse for it.
/// </remarks>
internal static unsafe class SystemCallFilter
{
    private const int SetSeccomp = 22; // PR_SET_SECCOMP
    private const nuint ModeFilter = 2; // SECCOMP_MODE_FILTER
    private const int NoNewPrivileges = 38; // PR_SET_NO_NEW_PRIVS

    private const uint Allow = 0x7fff0000; // SECCOMP_RET_ALLOW
    private const uint Refuse = 0x00050000 | Errno.EPERM; // SECCOMP_RET_ERRNO
    private const uint Unknown = 0x00050000 | 38; // ENOSYS: libc does without
    private const uint Die = 0x80000000; // SECCOMP_RET_KILL_PROCESS

    private const ushort Load = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private const ushort IsEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const ushort AtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private const ushort HasBits = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private const ushort Return = 0x06; // BPF_RET | BPF_K

    private const uint Number = 0; // offsets in struct seccomp_data
    private const uint Architecture = 4;
    private const uint FirstArgument = 16; // its lower half: both architectures are little-endian
    private const uint SecondArgument = 24;

    private const uint NewNamespaces = 0x7E020000; // CLONE_NEWUSER and its sisters
    private const uint X32 = 0x40000000; // the second set of calls that x64 kernels may have
    private const uint TypeIntoTerminal = 0x5412; // TIOCSTI
    private const uint TypeIntoConsole = 0x541C; // TIOCLINUX

    /// <summary>Nothing that is executed from now on gains rights: no set-user-id bit, no file capability.</summary>
    public static bool GainNothing() => OperatingSystem.IsLinux() && Libc.Prctl(NoNewPrivileges, 1, 0, 0, 0) == 0;

    /// <param name="sockets">Whether sockets may be made.</param>
    /// <returns>What is missing, for the log; null when nothing.</returns>
    public static string? Install(bool sockets)
    {
        if (!OperatingSystem.IsLinux() || Calls() is not { } calls)
        {
            return "seccomp";
        }

        var program = Program(calls, sockets);

        fixed (Instruction* first = program)
        {
            var filter = new Filter { Length = (ushort)program.Length, First = first };
            return Libc.Prctl(SetSeccomp, ModeFilter, (nuint)(&filter), 0, 0) == 0 ? null : "seccomp";
        }
    }

    private static SystemCalls? Calls() => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => SystemCalls.OfX64,
        System.Runtime.InteropServices.Architecture.Arm64 => SystemCalls.OfArm64,
        _ => null,
    };

    // Each test jumps over the one instruction behind it when it is not met.
    private static Instruction[] Program(SystemCalls calls, bool sockets)
    {
        List<Instruction> program =
        [
            new(Load, Architecture), new(IsEqual, calls.Architecture, 1, 0), new(Return, Die),
            new(Load, Number),
        ];

        if (calls.HasX32)
        {
            program.AddRange([new(AtLeast, X32, 0, 1), new(Return, Refuse)]);
        }

        foreach (var call in sockets ? calls.Refused : [.. calls.Refused, calls.Socket])
        {
            program.AddRange([new(IsEqual, call, 0, 1), new(Return, Refuse)]);
        }

        // Its flags lie in memory, where no filter can look; what asks for it falls back to clone.
        foreach (var call in (uint[])[SystemCalls.Clone3, .. SystemCalls.IoUring])
        {
            program.AddRange([new(IsEqual, call, 0, 1), new(Return, Unknown)]);
        }

        program.AddRange(
        [
            new(IsEqual, calls.StartProcess, 0, 4), new(Load, FirstArgument), new(HasBits, NewNamespaces, 0, 1),
            new(Return, Refuse), new(Return, Allow),
            new(IsEqual, calls.Ioctl, 0, 4), new(Load, SecondArgument), new(IsEqual, TypeIntoTerminal, 1, 0),
            new(IsEqual, TypeIntoConsole, 0, 1), new(Return, Refuse),
            new(Return, Allow),
        ]);
        return [.. program];
    }

    /// <summary>struct sock_filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, uint value, byte ifTrue = 0, byte ifFalse = 0)
    {
        private readonly ushort _code = code;
        private readonly byte _ifTrue = ifTrue;
        private readonly byte _ifFalse = ifFalse;
        private readonly uint _value = value;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Length;
        public Instruction* First;
    }
}
