namespace Cosmovisor.Linux;

/// <summary>What start.c does, as far as posix_spawn(3) goes: for the JIT, where no C of ours is linked in.</summary>
/// <remarks>
/// posix_spawn cannot ask to die with its parent, so util-linux's setpriv(1) does it on the way where there is one.
/// SIGPIPE goes back to its default, which is what a shell gave us, rather than to what was inherited.
/// </remarks>
internal static unsafe class PortableStart
{
    private const string SetPriv = "/usr/bin/setpriv";
    private const int OpaqueSize = 512; // posix_spawnattr_t is 336 bytes in glibc, and less elsewhere
    private const short SetGroup = 0x02; // POSIX_SPAWN_SETPGROUP
    private const short SetDefault = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const short SetMask = 0x08; // POSIX_SPAWN_SETSIGMASK
    private const int BrokenPipe = 13;
    private const int FileTooLarge = 25;

    public static (int Pid, int Errno) Start(ProgramStart program, NativeStrings arguments, NativeStrings environment)
    {
        if (OperatingSystem.IsLinux() && File.Exists(SetPriv) && File.Exists(program.Path))
        {
            using var wrapped = new NativeStrings([
                .. new[] { SetPriv, "--pdeathsig", "KILL", "--", program.Path }.Select(NativeStrings.Bytes),
                .. program.Arguments.Skip(1)
            ]);
            return Spawn(SetPriv, program, wrapped, environment);
        }

        return Spawn(program.Path, program, arguments, environment);
    }

    private static (int Pid, int Errno) Spawn(string path, ProgramStart program, NativeStrings arguments, NativeStrings environment)
    {
        var attributes = stackalloc byte[OpaqueSize];
        var actions = stackalloc byte[OpaqueSize];
        _ = Libc.SpawnAttributesInit(attributes);
        _ = Libc.SpawnActionsInit(actions);

        try
        {
            Signals(attributes, program.OwnGroup);
            Place(actions, program.Streams.In, 0);
            Place(actions, program.Streams.Out, 1);
            Place(actions, program.Streams.Error, 2);

            if (program.WorkingDirectory is { } folder)
            {
                fixed (byte* name = NativeStrings.Terminated(folder))
                {
                    _ = Libc.SpawnActionsAddChdir(actions, name);
                }
            }

            fixed (byte* name = NativeStrings.Terminated(path))
            {
                int pid;
                var errno = Libc.PosixSpawn(&pid, name, actions, attributes, arguments.Pointer, environment.Pointer);
                return errno == 0 ? (pid, 0) : (0, errno);
            }
        }
        finally
        {
            _ = Libc.SpawnActionsDestroy(actions);
            _ = Libc.SpawnAttributesDestroy(attributes);
        }
    }

    private static void Signals(byte* attributes, bool ownGroup)
    {
        Libc.SignalSet set;
        _ = Libc.SigEmptySet(&set);
        _ = Libc.SpawnAttributesSetMask(attributes, &set);
        _ = Libc.SigAddSet(&set, BrokenPipe);
        _ = Libc.SigAddSet(&set, FileTooLarge);
        _ = Libc.SpawnAttributesSetDefault(attributes, &set);
        _ = Libc.SpawnAttributesSetFlags(attributes, (short)(SetDefault | SetMask | (ownGroup ? SetGroup : 0)));
        _ = Libc.SpawnAttributesSetGroup(attributes, 0);
    }

    private static void Place(byte* actions, int from, int to)
    {
        if (from >= 0)
        {
            _ = Libc.SpawnActionsAddDup(actions, from, to);
        }
    }
}
