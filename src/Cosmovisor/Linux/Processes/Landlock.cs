using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// Takes from this thread, and from what it starts or becomes, the right to all files but those named (landlock(7), since Linux 5.13).
/// </summary>
internal static unsafe class Landlock
{
    private const int CreateRuleset = 444; // these three are the same on every architecture
    private const int AddRule = 445;
    private const int RestrictSelf = 446;
    private const int AskVersion = 1; // LANDLOCK_CREATE_RULESET_VERSION
    private const int PathBeneath = 1; // LANDLOCK_RULE_PATH_BENEATH
    private const int OpenForItsPath = 0x200000; // O_PATH

    private const ulong Execute = 1 << 0;
    private const ulong WriteFile = 1 << 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadFolder = 1 << 3;
    private const ulong Truncate = 1 << 14;
    private const ulong OfFiles = Execute | WriteFile | ReadFile | Truncate | IoctlOnDevices;
    private const ulong IoctlOnDevices = 1 << 15;
    private const ulong Devices = (1 << 6) | (1 << 9) | (1 << 10) | (1 << 11); // making character devices, sockets, fifos, block devices

    /// <summary>What the kernel knows of it; 0 when nothing.</summary>
    public static int Version =>
        OperatingSystem.IsLinux() && Libc.Syscall(CreateRuleset, 0, 0, AskVersion, 0, 0) is > 0 and var version ? (int)version : 0;

    /// <param name="read">Files and folders that may be read and executed, with all below them. What is not there is passed over.</param>
    /// <param name="write">Folders below which anything may be done, except making devices.</param>
    /// <param name="network">TCP connections may be made; where the kernel can tell.</param>
    /// <returns>What the kernel cannot keep us from, for the log; null when nothing. "landlock" when it has none of it.</returns>
    public static string? Restrict(IEnumerable<string> read, IEnumerable<string> write, bool network)
    {
        var version = Version;

        if (version == 0)
        {
            return "landlock";
        }

        var rules = new Ruleset
        {
            Files = version switch { 1 => 0x1fff, 2 => 0x3fff, 3 or 4 => 0x7fff, _ => 0xffff },
            Network = version < 4 ? 0UL : network ? 1UL : 3UL, // binding always, connecting where it is not wanted
            Scopes = version < 6 ? 0UL : 3UL, // abstract sockets and signals stay among ourselves
        };
        var size = version < 4 ? 8 : version < 6 ? 16 : 24;
        var ruleset = (int)Libc.Syscall(CreateRuleset, (nint)(&rules), size, 0, 0, 0);

        if (ruleset < 0)
        {
            return "landlock";
        }

        try
        {
            foreach (var path in read)
            {
                Allow(ruleset, path, rules.Files & (Execute | ReadFile | ReadFolder));
            }

            foreach (var path in write)
            {
                Allow(ruleset, path, rules.Files & ~Devices);
            }

            Allow(ruleset, "/dev/null", rules.Files & (ReadFile | WriteFile | Truncate));
            return Libc.Syscall(RestrictSelf, ruleset, 0, 0, 0, 0) == 0 ? null : "landlock";
        }
        finally
        {
            _ = Libc.Close(ruleset);
        }
    }

    private static void Allow(int ruleset, string path, ulong rights)
    {
        var fd = Libc.Open(path, OpenForItsPath | OpenFlags.CloseOnExec, 0);

        if (fd < 0)
        {
            return;
        }

        var rule = new Rule { Rights = Directory.Exists(path) ? rights : rights & OfFiles, Path = fd };
        _ = Libc.Syscall(AddRule, ruleset, PathBeneath, (nint)(&rule), 0, 0);
        _ = Libc.Close(fd);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Ruleset
    {
        public ulong Files;
        public ulong Network;
        public ulong Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Rule
    {
        public ulong Rights;
        public int Path;
    }
}
