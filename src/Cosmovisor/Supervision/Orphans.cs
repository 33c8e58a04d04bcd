using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Supervision;

/// <summary>Ends what a daemon leaves behind: processes it started, which became our children when it died.</summary>
/// <remarks>
/// Only direct children are ever signalled: their pids cannot be reused before we collect them. Their own children come to us
/// when they end, so rounds of this reach every descendant.
/// </remarks>
internal sealed class Orphans(Children children, MainThread thread, ILog log)
{
    // A process that forks faster than this many rounds is fighting us; each round is a full look at all children.
    private const int MostRounds = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether anything descends from us: a question that costs one system call.</summary>
    public bool AnyLeft => children.AnyLeft;

    /// <summary>TERM, the grace, then KILL, until nothing descends from us any more.</summary>
    public void End(TimeSpan grace)
    {
        if (!children.AnyLeft)
        {
            return;
        }

        var asked = new HashSet<int>();

        var endedByThemselves = thread.Until(
            () =>
            {
                foreach (var pid in children.Orphans)
                {
                    if (asked.Add(pid))
                    {
                        log.Info("ending a process the daemon left behind", ("pid", pid), ("name", NameOf(pid)));
                        _ = Libc.Kill(pid, Signals.Terminate);
                        _ = Libc.Kill(pid, Signals.Continue);
                    }
                }

                return !children.AnyLeft;
            },
            grace);

        for (var round = 0; !endedByThemselves && children.AnyLeft && round < MostRounds; round++)
        {
            foreach (var pid in children.Orphans)
            {
                log.Warning("killing a process the daemon left behind", ("pid", pid), ("name", NameOf(pid)));
                _ = Libc.Kill(pid, Signals.Kill);
            }

            _ = thread.Until(() => !children.AnyLeft, Pause);
        }
    }

    private static string NameOf(int pid) =>
        ProcFile.Read($"/proc/{pid}/comm") is { } name ? System.Text.Encoding.UTF8.GetString(name).Trim() : "?";
}
