using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>Ends what a daemon leaves behind: processes it started, which became our children when it died.</summary>
/// <remarks>
/// Only direct children are ever signalled: their pids cannot be reused before we collect them. Their own children come to us
/// when they end, so rounds of this reach every descendant.
/// </remarks>
internal sealed class Orphans(Children children, EventLoop thread, INews news)
{
    // A process that forks faster than this many rounds is fighting us; each round is a full look at all children.
    private const int MostRounds = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HashSet<int> _asked = [];
    private readonly HashSet<int> _killed = [];
    private readonly Dictionary<int, string> _outOfReach = [];
    private bool _givenUp;

    /// <summary>Whether anything descends from us: a question that costs one system call.</summary>
    public bool AnyLeft => children.AnyLeft;

    /// <summary>Why the data may still be in use: what could not be ended is there. Null when all have ended.</summary>
    public string? WhatIsLeft => !children.AnyLeft || !_givenUp ? null
        : Named() is [var (pid, why), ..]
            ? $"pid {pid} ({NameOf(pid)}), which the daemon left behind, cannot be ended: {why}. It may still write to the node's data. End that process (kill -9 {pid}, as root if needed); then start again"
        : $"a process that the daemon has left behind is still there{(Children.AreNamed ? "" : ", and cannot be found without /proc")}. It may still write to the node's data. End it, and start again";

    /// <summary>
    /// TERM, the grace, then KILL, until nothing descends from us any more, or nothing that can be ended. Asked to end a second time, we
    /// ask nobody but kill.
    /// </summary>
    public void End(TimeSpan grace)
    {
        if (!children.AnyLeft)
        {
            _givenUp = false;
            return;
        }

        if (_givenUp)
        {
            return;
        }

        // A pid of an earlier life may be another process by now.
        _asked.Clear();
        _killed.Clear();
        _outOfReach.Clear();

        _ = thread.Until(
            () =>
            {
                Ask();
                return !children.AnyLeft || thread.StopRequest.IsUrgent;
            },
            grace);

        for (var round = 0; children.AnyLeft && MayStillEnd() && round < MostRounds; round++)
        {
            Kill();
            _ = thread.Until(() => !children.AnyLeft, Pause);
        }

        if (children.AnyLeft)
        {
            GiveUp();
        }
    }

    private void Ask()
    {
        foreach (var pid in children.Orphans.Where(_asked.Add))
        {
            news.Tell(new Happening.OrphanEnding(pid, NameOf(pid)));
            Send(pid, Signals.Terminate);
            Send(pid, Signals.Continue);
        }
    }

    private void Kill()
    {
        foreach (var pid in children.Orphans.Where(pid => !_outOfReach.ContainsKey(pid)))
        {
            if (_killed.Add(pid))
            {
                news.Tell(new Happening.OrphanKilled(pid, NameOf(pid)));
            }

            Send(pid, Signals.Kill);
        }
    }

    // One of another user (set-user-id, EPERM) is out of our reach, with all that descends from it.
    private void Send(int pid, int signal)
    {
        if (!Signals.Send(pid, signal) && Errno.Last is Errno.EPERM && _outOfReach.TryAdd(pid, Errno.LastText))
        {
            news.Tell(new Happening.OrphanOutOfReach(pid, NameOf(pid), _outOfReach[pid]));
        }
    }

    // A list of children may be empty for an instant, in the middle of an end; without /proc there is none.
    private bool MayStillEnd() => Children.AreNamed && (children.Orphans is not [_, ..] orphans || !orphans.All(_outOfReach.ContainsKey));

    // Once, for all that is left: our own end must not wait for it a second time.
    private void GiveUp()
    {
        _givenUp = true;

        foreach (var (pid, why) in Named())
        {
            news.Tell(new Happening.OrphanNotEnded(pid, NameOf(pid), why));
        }

        if (!Children.AreNamed)
        {
            news.Tell(new Happening.OrphansUnknown());
        }
    }

    private (int Pid, string Why)[] Named() =>
        [.. children.Orphans.Select(pid =>
            (pid, _outOfReach.GetValueOrDefault(pid, "it is still there after KILL, and waits in the kernel, most often for a disk")))];

    private static string NameOf(int pid) =>
        ProcFile.Read($"/proc/{pid}/comm") is { } name ? System.Text.Encoding.UTF8.GetString(name).Trim() : "?";
}
