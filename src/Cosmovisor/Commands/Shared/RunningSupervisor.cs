using System.Text;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Commands;

/// <summary>The supervisor that runs on a home, as a command beside it sees it.</summary>
internal static class RunningSupervisor
{
    /// <summary>Whether one runs.</summary>
    public static bool IsThere(DaemonHome home) => LockOwners.IsHeld(home.Lock);

    /// <summary>What holds the home; null when nothing does, and 0 when it cannot be seen from here.</summary>
    public static int? Pid(DaemonHome home) => !IsThere(home) ? null
        : FileLocks.FirstBelow([home.Root], Path.GetFileName(home.Lock))?.Pid ?? 0;

    /// <summary>The daemon that it runs, as its own command line tells; null when none can be seen.</summary>
    public static (int Pid, IReadOnlyList<string> Arguments)? Daemon(DaemonHome home)
    {
        if (!OperatingSystem.IsLinux() || !IsThere(home) || FileLocks.FirstBelow([home.Root], Path.GetFileName(home.Lock)) is not { } held)
        {
            return null;
        }

        var ending = home.BinaryIn("");

        foreach (var pid in ProcessTable.DescendantsOf(held.Pid))
        {
            var words = Encoding.UTF8.GetString(ProcFile.Read($"/proc/{pid}/cmdline") ?? []).TrimEnd('\0').Split('\0');

            if (words[0].StartsWith(home.Versions, StringComparison.Ordinal) && words[0].EndsWith(ending, StringComparison.Ordinal))
            {
                return (pid, words[1..]);
            }
        }

        return null;
    }

    /// <summary>After a change of the schedule: restarts the node that runs, or says that it knows nothing of it yet.</summary>
    /// <param name="home">Whose.</param>
    /// <param name="restart">The operator wants that.</param>
    /// <param name="ask">Puts a question to the operator at a terminal; null where there is none.</param>
    /// <param name="output">The operator.</param>
    /// <exception cref="RefusedException">None runs, or it cannot be asked.</exception>
    public static void TellOrRestart(DaemonHome home, bool restart, Func<string, bool>? ask, TextWriter output)
    {
        if (restart || (ask is not null && IsThere(home) && HomeLock.Content(home).IsNode && ask(
            "The node that runs now knows nothing of this until its next start. Restart it now?")))
        {
            output.WriteLine($"pid {RestartDaemon(home)} was asked to restart the node");
        }
        else if (IsThere(home))
        {
            output.WriteLine(
                "The node that runs now knows nothing of this: it is still upgraded at the height it was started for, and this takes effect at its next start. --restart-now restarts it");
        }
    }

    // Asks it to end this life of the daemon and to begin the next, so that it looks at the schedule again. Its pid comes back.
    private static int RestartDaemon(DaemonHome home)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new RefusedException("a running cosmovisor can only be asked on Linux: restart it yourself");
        }

        if (!IsThere(home))
        {
            throw new RefusedException(
                $"no cosmovisor runs on {home.Path}, so there is nothing to restart; its next start reads the schedule");
        }

        // Held by that pid, and named by an open file of it: a number in a file could be anybody's by now.
        var pid = FileLocks.FirstBelow([home.Root], Path.GetFileName(home.Lock))?.Pid
            ?? throw new RefusedException(
                $"{home.Lock} is held by a process that cannot be seen from here (another container, or another user's): restart it yourself");

        // To whoever does not wait for it the signal is deadly, and a backup or a restore holds the same lock.
        return !SignalSets.Blocks(pid, Signals.RestartDaemon) ? throw new RefusedException(
            $"{home.Lock} is held by pid {pid}, which runs no node: a backup, a restore or a rollback is at work. There is nothing to restart; the next start reads the schedule")
            : !HomeLock.Content(home).IsNode ? throw new RefusedException(
                $"pid {pid} runs a command of the daemon that is not the node, so there is nothing to restart; the node's next start reads the schedule")
            : Signals.Send(pid, Signals.RestartDaemon) ? pid
            : throw new RefusedException($"pid {pid}, which runs the node, could not be asked: {Errno.LastText}. Restart it yourself");
    }
}
