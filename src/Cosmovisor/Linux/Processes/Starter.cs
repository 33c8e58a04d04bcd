using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// The only file that starts processes. <c>System.Diagnostics.Process</c> cannot: its SIGCHLD handling races with ours (ADR 2).
/// </summary>
internal static unsafe partial class Starter
{
    private const int BrokenPipe = 13;
    private const int FileTooLarge = 25;
    private const nint Ignore = 1; // SIG_IGN

    // Compiled away on one side or the other: the native executable has start.c linked in, the JIT has not.
    private static bool HasStartC => !RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>Starts a program that the kernel kills when the calling thread ends; call it from one that outlives the program.</summary>
    /// <returns>Its pid, or 0 and errno.</returns>
    public static (int Pid, int Errno) Start(ProgramStart program)
    {
        using var arguments = new NativeStrings(program.Arguments);
        using var environment = new NativeStrings(program.Environment);

        if (!HasStartC)
        {
            return PortableStart.Start(program, arguments, environment);
        }

        fixed (byte* path = NativeStrings.Terminated(program.Path))
        fixed (byte* folder = program.WorkingDirectory is { } directory ? NativeStrings.Terminated(directory) : null)
        {
            int pid;
            var (input, output, error) = program.Streams;
            var errno = StartC(
                path, arguments.Pointer, environment.Pointer, folder, input, output, error, program.OwnGroup ? 1 : 0, 1, &pid);
            return errno == 0 ? (pid, 0) : (0, errno);
        }
    }

    /// <summary>Replaces this process by another program: same pid, terminal, descriptors, and the signals we were started with.</summary>
    /// <returns>errno; only when it failed.</returns>
    public static int Become(string path, IReadOnlyCollection<byte[]> arguments, IReadOnlyCollection<byte[]> environment)
    {
        if (!HasStartC)
        {
            BlockedSignals.UnblockAll();
            _ = Libc.SetSignal(BrokenPipe, 0); // ignored by the runtime, and what is ignored stays ignored across execve(2)
            _ = Libc.SetSignal(FileTooLarge, 0);
            return Replace(path, arguments, environment);
        }

        using var vector = new NativeStrings(arguments);
        using var variables = new NativeStrings(environment);

        fixed (byte* name = NativeStrings.Terminated(path))
        {
            return BecomeC(name, vector.Pointer, variables.Pointer);
        }
    }

    /// <summary>execve(2) and nothing else: the signal mask goes along.</summary>
    /// <returns>errno; only when it failed.</returns>
    public static int Replace(string path, IReadOnlyCollection<byte[]> arguments, IReadOnlyCollection<byte[]> environment)
    {
        using var vector = new NativeStrings(arguments);
        using var variables = new NativeStrings(environment);

        fixed (byte* name = NativeStrings.Terminated(path))
        {
            _ = Libc.Execve(name, vector.Pointer, variables.Pointer);
            return Errno.Last;
        }
    }

    /// <summary>
    /// A file that may grow no further (ulimit -f) is an error of the write, and not the end of us. start.c does it for the native
    /// executable.
    /// </summary>
    public static void TakeFileLimitsAsErrors()
    {
        if (!HasStartC)
        {
            _ = Libc.SetSignal(FileTooLarge, Ignore);
        }
    }

    /// <summary>For the operator's tool, which does not listen for signals: Ctrl-C ends it.</summary>
    public static void RestoreSignals()
    {
        if (HasStartC)
        {
            RestoreSignalsC();
        }
        else
        {
            BlockedSignals.UnblockAll();
        }
    }

    [LibraryImport("cosmovisor_start", EntryPoint = "cosmovisor_start")]
    private static partial int StartC(
        byte* path, byte** arguments, byte** environment, byte* folder, int input, int output, int error, int ownGroup,
        int dieWithUs, int* pid);

    [LibraryImport("cosmovisor_start", EntryPoint = "cosmovisor_become")]
    private static partial int BecomeC(byte* path, byte** arguments, byte** environment);

    [LibraryImport("cosmovisor_start", EntryPoint = "cosmovisor_restore_signals")]
    private static partial void RestoreSignalsC();
}
