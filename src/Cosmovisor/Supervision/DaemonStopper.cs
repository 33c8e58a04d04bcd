using System.Diagnostics;
using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>Ends a life of the daemon so that nothing of it is left: no process, no byte on the way, no lock on its data.</summary>
internal sealed class DaemonStopper(
    EventLoop thread, SignalRelay relay, Orphans orphans, DatabaseLocks locks, TimeSpan grace, TimeSpan restartDelay, INews news)
{
    /// <summary>How long the kernel may take to end a process that was sent KILL; one that waits for a dead disk takes longer.</summary>
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(30);

    /// <summary>Most nodes end within seconds. One that takes longer is flushing databases, and whoever watches wants to know.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);

    private int _askedBeforeItsEnd;

    /// <summary>The daemon has ended. Whoever asks us to end from here on, asks for more than that.</summary>
    public void NoteItsEnd() => _askedBeforeItsEnd = thread.StopRequest.Times;

    /// <summary>When the last life of the daemon was over, in ticks of <see cref="Stopwatch"/>.</summary>
    public long? LastEnd { get; private set; }

    /// <summary>TERM, the grace, KILL; then whatever it left behind. Does nothing to a daemon that has ended.</summary>
    public void Stop(Daemon daemon)
    {
        // It may have ended by itself since the decision: a node that has halted often does, with whatever code.
        if (!daemon.HasEnded)
        {
            Ask(daemon);
        }
        else if (!daemon.EndIsTold)
        {
            news.Tell(new Happening.DaemonEnded(daemon.Child.End!, daemon.Child.Pid) { IsByItself = true });
        }

        daemon.EndIsTold = true;
        AfterItsEnd(daemon);
    }

    private void Ask(Daemon daemon)
    {
        var asked = Stopwatch.GetTimestamp();
        news.Tell(new Happening.DaemonStopping(daemon.Child.Pid, grace));
        daemon.Child.Signal(Signals.Terminate);
        daemon.Child.Signal(Signals.Continue); // one that was stopped by job control could not see the TERM

        if (!HasEndedWithinItsGrace(daemon))
        {
            daemon.WasKilled = true;
            news.Tell(new Happening.DaemonKilled(daemon.Child.Pid, grace));
            daemon.Child.Signal(Signals.Kill);

            if (!thread.Until(() => daemon.HasEnded, KillPatience))
            {
                throw new RefusedException(
                    $"pid {daemon.Child.Pid} is still there {KillPatience.TotalSeconds:0} s after KILL: it waits in the kernel, most often for a disk. Check that disk (dmesg), then start again");
            }
        }

        // Its code is for the record alone: nodes panic while they close their databases, and have halted all the same.
        news.Tell(new Happening.DaemonEnded(daemon.Child.End!, daemon.Child.Pid, Stopwatch.GetElapsedTime(asked)));
    }

    private bool HasEndedWithinItsGrace(Daemon daemon)
    {
        if (grace <= Usual)
        {
            return thread.Until(() => daemon.HasEnded, grace);
        }

        if (thread.Until(() => daemon.HasEnded, Usual))
        {
            return true;
        }

        news.Tell(new Happening.DaemonStillEnding(daemon.Child.Pid, Usual, grace));
        return thread.Until(() => daemon.HasEnded, grace - Usual);
    }

    /// <summary>What follows the daemon's end, whoever caused it.</summary>
    public void AfterItsEnd(Daemon daemon)
    {
        if (relay.Daemon == daemon.Child)
        {
            LastEnd = Stopwatch.GetTimestamp();
            relay.Daemon = null;
        }

        orphans.End(grace);
        daemon.EndPumps();
    }

    /// <summary>At our own end: what a hook or a command has left behind while no daemon ran.</summary>
    public void EndWhatIsLeft() => orphans.End(grace);

    /// <summary>Before a life: what a hook has left behind is ended, and the data it may have held is free.</summary>
    /// <returns>False when we were asked to end meanwhile.</returns>
    /// <exception cref="RefusedException">Somebody else holds a lock.</exception>
    public bool ClearTheWay() => !orphans.AnyLeft || Unless(() =>
    {
        orphans.End(grace);
        RefuseWhatIsLeft();
        locks.AwaitFree(thread, grace);
    });

    /// <summary><see cref="AwaitFreeData"/>, for whoever has no upgrade to interrupt.</summary>
    /// <returns>False when we were asked to end meanwhile.</returns>
    public bool TryAwaitFreeData() => Unless(AwaitFreeData);

    /// <summary>
    /// Before its data is touched: nothing of the daemon is left, nobody holds a database lock, and the operator's delay is over.
    /// </summary>
    /// <exception cref="RefusedException">Something is left, or held.</exception>
    public void AwaitFreeData()
    {
        RefuseWhatIsLeft();
        locks.AwaitFree(thread, grace);

        if (restartDelay > TimeSpan.Zero)
        {
            _ = thread.Until(() => thread.StopRequest.IsMade, restartDelay);
        }
    }

    private void RefuseWhatIsLeft()
    {
        if (orphans.WhatIsLeft is { } left)
        {
            throw new RefusedException(left);
        }
    }

    private bool Unless(Action wait)
    {
        try
        {
            wait();
        }
        catch (OperationCanceledException) when (thread.StopRequest.IsMade)
        {
        }

        return !thread.StopRequest.IsMade;
    }

    /// <summary>
    /// Before we end: our reader gets every byte, however slow he is. Once we are asked to end, he has the grace, and no longer than the
    /// next asking.
    /// </summary>
    public void AwaitOutput(Daemon daemon)
    {
        var patience = thread.StopRequest.IsMade ? grace : Timeout.InfiniteTimeSpan;
        _ = thread.Until(
            () => daemon.Pumps.All(pump => pump.HasEnded || pump.IsStrangers) || thread.StopRequest.Times > _askedBeforeItsEnd, patience);
    }
}
