using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

internal static partial class Terminal
{
    /// <summary>
    /// Whether we have a controlling terminal and a shell that started us as a job of it, so that somebody can say <c>fg</c>.
    /// </summary>
    public static bool IsOurs
    {
        get
        {
            var fd = Libc.Open("/dev/tty", OpenFlags.CloseOnExec | OpenFlags.NoControllingTerminal, 0);

            if (fd < 0)
            {
                return false;
            }

            _ = Libc.Close(fd);

            // A session's leader has no shell above it in the session.
            return !WeLeadTheSession;
        }
    }

    public static bool WeLeadTheSession => GetSession(0) == Environment.ProcessId;

    /// <summary>Whether a process is in our process group, which a terminal sends Ctrl-C to as a whole.</summary>
    public static bool IsInOurGroup(int pid) => Libc.GetProcessGroupOf(pid) == Libc.GetProcessGroup();

    public static bool IsTerminal(int fd) => IsATty(fd) == 1;

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    private static partial int GetSession(int pid);

    [LibraryImport("libc", EntryPoint = "isatty", SetLastError = true)]
    private static partial int IsATty(int fd);
}
