using System.Diagnostics;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Scheduling;
using Cosmovisor.Supervision;

namespace Cosmovisor.Running;

/// <summary>The lives of the daemon: how one begins, what is seen of it, how it ends.</summary>
/// <remarks>
/// Witnesses report observations on one channel; for each, the pure <see cref="UpgradeDetector"/> says what to do. How the daemon ended is
/// told to the detector last of all, after everything it said has been read and everything it started has ended.
/// </remarks>
internal sealed class DaemonLives(
    DaemonStarter starter, DaemonStopper stop, SkipHeights skipHeights, EventLoop thread, SignalRelay relay, PlanFileWatcher planFile, PlanFileWitness witness, LookAheadTimer? lookAhead,
    PlanAtStart disk, ILog log)
{
    private Daemon? _last;
    private CurrentVersion? _version;
    private Knowledge _known = new(null, SkipHeights.None);
    private bool _heardOut;
    private bool _restarting;

    /// <summary>Whether the output of the life that runs, or ran last, is read.</summary>
    public bool IsWatched => _last?.Pumps.Count > 0;

    /// <param name="version">What it runs.</param>
    /// <param name="upTo">What it is run up to.</param>
    /// <param name="waiting">A plan that lies there and waits for its height.</param>
    /// <param name="isWatched">Its output is read, whatever the contract.</param>
    /// <returns>Null when we were asked to end before it began.</returns>
    /// <exception cref="RefusedException">It could not be executed.</exception>
    public Daemon? Begin(CurrentVersion version, RunUpTo? upTo, UpgradePlan? waiting, bool isWatched)
    {
        var report = thread.BeginLife();
        (_version, _known) = (version, new Knowledge(version.UpgradeName, skipHeights, Scheduled: upTo?.Plan, HaltHeightIsOurs: upTo is { IsAskedFor: false }));
        (_heardOut, _restarting) = (false, false);

        if (!stop.ClearTheWay())
        {
            return null;
        }

        planFile.Start(report);
        witness.Begin(version, waiting, report);
        _ = thread.Until(() => starter.HasTheStreams(upTo, isWatched) || thread.StopAsked, Timeout.InfiniteTimeSpan);

        // What was sent while none ran was not meant for this one, which has no handlers yet and would die of it.
        thread.HearSignals();

        if (thread.StopAsked)
        {
            return null;
        }

        var daemon = starter.Start(version, upTo, isWatched, report);
        (relay.Daemon, _last) = (daemon.Child, daemon);
        log.Tell(new Happening.DaemonStarted(version.Target, daemon.Child.Pid, stop.LastEnd is { } ended ? Stopwatch.GetElapsedTime(ended) : null));
        lookAhead?.Begin(daemon.Child.Pid, upTo?.Plan.Height, report);
        return daemon;
    }

    /// <summary>All that is seen of a life, up to the next decision. Asked again after a decision that was not carried out, it goes on from there.</summary>
    /// <param name="daemon">As it was begun.</param>
    /// <param name="mayRestart">Whether a command may ask for another life.</param>
    /// <returns>Null when it was ended to begin another, as an operator has asked.</returns>
    public Decision? UpToADecision(Daemon daemon, bool mayRestart)
    {
        while (true)
        {
            if (NextOf(daemon, mayRestart) is not { } seen)
            {
                continue;
            }

            log.Tell(seen, _known);
            Remember(seen);
            (_known, var decision) = UpgradeDetector.Observe(_known, seen);

            if (decision is Decision.KeepRunning)
            {
                continue;
            }

            if (decision is Decision.Upgrade due)
            {
                log.Tell(new Happening.UpgradeDue(due.Plan, ObservationLog.Witness(seen)));
            }

            // A daemon that was on its way into an upgrade when it was stopped is upgraded.
            if (!_restarting || decision is not Decision.Exit || thread.StopAsked)
            {
                return decision;
            }

            return stop.TryAwaitFreeData() ? null : decision;
        }
    }

    /// <summary>What the node itself has said of <paramref name="plan"/> by now, put together.</summary>
    public UpgradePlan Whole(UpgradePlan plan) => BestInfo.Of(plan, disk.InTheFile, _known.Filed?.Plan, _known.Halted?.Plan, _known.Announced);

    // Null when there was nothing yet, and something has been done about that.
    private Observation? NextOf(Daemon daemon, bool mayRestart)
    {
        if (thread.NextSeen() is { } seen)
        {
            var told = witness.Translate(seen, daemon.HasEnded);
            return told is Observation.NeedsVersion needed ? needed with { Plan = disk.InPlace(needed.Name) } : told;
        }

        if (!daemon.HasEnded)
        {
            return WhileItRuns(daemon, mayRestart);
        }

        if (!_heardOut)
        {
            HearOut(daemon);
            _heardOut = true;
            return null;
        }

        return witness.AtTheEnd() ?? (Observation)new Observation.DaemonExited(daemon.Child.End!);
    }

    private Observation? WhileItRuns(Daemon daemon, bool mayRestart)
    {
        if (thread.RestartAsked && mayRestart)
        {
            EndForAnother(daemon);
            (_heardOut, _restarting) = (true, true);
            return null;
        }

        if (planFile.IsDueIn == TimeSpan.Zero)
        {
            planFile.Watch();
            IdleMemory.GiveBack();
        }

        if (witness.IsDueIn == TimeSpan.Zero && witness.Look() is { } looked)
        {
            return looked;
        }

        lookAhead?.LookWhenDue();
        thread.Wait(EventLoop.Shorter(EventLoop.Shorter(planFile.IsDueIn, witness.IsDueIn), lookAhead?.IsDueIn ?? Timeout.InfiniteTimeSpan));
        return null;
    }

    // A later start must not carry it out again.
    private void Remember(Observation seen)
    {
        if ((seen, _known.Filed) is (Observation.NodeGoesOn, { Meaning: PlanFileMeaning.Passed, Plan: var plan }))
        {
            disk.RecordAsDone(_version!, plan);
        }
    }

    /// <summary>Ends the daemon, if it is not over: a node that has halted may still be there, and must not be killed by our end.</summary>
    public void EndForGood(Daemon? daemon)
    {
        if (daemon is not null)
        {
            stop.Stop(daemon);
            stop.AwaitOutput(daemon);
        }
    }

    /// <summary>The same of whatever life is the last, in trouble of our own.</summary>
    public void EndLast() => EndForGood(_last);

    /// <summary>Our own end, after the last life.</summary>
    /// <returns>The exit code for our own process.</returns>
    public int End(int code)
    {
        if (_last is { } daemon)
        {
            stop.AwaitOutput(daemon);
        }

        log.Tell(new Happening.SupervisorEnded(code));
        return code;
    }

    /// <summary>Ends the daemon, if it is not over, because it is to be started in another way.</summary>
    public void EndToStartAgain(Daemon daemon)
    {
        log.Tell(new Happening.DaemonRestarting("without a halt height"));
        stop.Stop(daemon);
    }

    private void EndForAnother(Daemon daemon)
    {
        log.Tell(new Happening.DaemonRestarting("as a command has asked"));
        stop.Stop(daemon);
        planFile.LookNow();
    }

    private void HearOut(Daemon daemon)
    {
        stop.NoteItsEnd();
        log.Tell(new Happening.DaemonEnded(daemon.Child.End!, daemon.Child.Pid));
        daemon.EndIsTold = true;
        stop.AfterItsEnd(daemon);
        planFile.LookNow();
    }
}
