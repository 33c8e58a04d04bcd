using System.Diagnostics;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Scheduling;
using Cosmovisor.Supervision;

namespace Cosmovisor.Running;

/// <summary>The lives of the daemon: how one begins, what is seen of it, how it ends.</summary>
/// <remarks>
/// Witnesses report observations on one channel; for each, the pure <see cref="UpgradeDetector"/> says what to do. How the daemon ended is
/// told to the detector last of all, after everything it said has been read and everything it started has ended: <see cref="DaemonLife"/>
/// is the table of that.
/// </remarks>
/// <param name="starter">Starts a life.</param>
/// <param name="stop">Ends one.</param>
/// <param name="skipHeights">Heights whose plans are left alone.</param>
/// <param name="thread">The main thread's way to wait.</param>
/// <param name="relay">Passes signals to the daemon of the life.</param>
/// <param name="witnesses">Those that outlive a life; the pumps of its output begin and end with its process.</param>
/// <param name="planFile">The last of the witnesses: it hears the others, and says what a plan file means.</param>
/// <param name="disk">The plan file, and what is recorded of upgrades.</param>
/// <param name="news">Informed of each life.</param>
internal sealed class DaemonLives(
    DaemonStarter starter, DaemonStopper stop, SkipHeights skipHeights, EventLoop thread, SignalRelay relay,
    Witnesses witnesses, PlanFileWitness planFile, PlanAtStart disk, INews news)
{
    private readonly Witnesses _watching = new(witnesses, planFile);
    private Daemon? _last;
    private CurrentVersion? _version;
    private Knowledge _known = new(null, SkipHeights.None);
    private DaemonLife _life;

    /// <summary>Whether the output of the life that runs, or ran last, is read.</summary>
    public bool IsWatched => _last?.Pumps.Count > 0;

    /// <param name="version">What it runs.</param>
    /// <param name="upTo">What it is run up to.</param>
    /// <param name="waiting">A plan that lies there and waits for its height.</param>
    /// <param name="isWatched">Its output is read, whatever the contract.</param>
    /// <param name="deaths">Hears why it ends; null for all but a new version's first life.</param>
    /// <returns>Null when we were asked to end before it began.</returns>
    /// <exception cref="RefusedException">It could not be executed.</exception>
    public Daemon? Begin(CurrentVersion version, RunUpTo? upTo, UpgradePlan? waiting, bool isWatched, DeathWatch? deaths)
    {
        var life = new WatchedLife(version, thread.BeginLife()) { UpTo = upTo, Waiting = waiting, Deaths = deaths };
        (_version, _known) = (
            version,
            new Knowledge(version.UpgradeName, skipHeights, Scheduled: upTo?.Plan, HaltHeightIsOurs: upTo is { IsAskedFor: false }));
        _life = new DaemonLife(LifePhase.Running);

        if (!stop.ClearTheWay())
        {
            return null;
        }

        _watching.Begin(life);
        _ = thread.Until(() => starter.HasTheStreams(upTo, isWatched) || thread.StopRequest.IsMade, Timeout.InfiniteTimeSpan);

        // What was sent while none ran was not meant for this one, which has no handlers yet and would die of it.
        thread.HearSignals();

        if (thread.StopRequest.IsMade)
        {
            return null;
        }

        var daemon = starter.Start(life, isWatched);
        (relay.Daemon, _last, life.Pid) = (daemon.Child, daemon, daemon.Child.Pid);
        daemon.BeginPumps(life);
        daemon.Downtime = stop.LastEnd is { } ended ? Stopwatch.GetElapsedTime(ended) : null;
        news.Tell(new Happening.DaemonStarted(version.Target, daemon.Child.Pid, daemon.Downtime));
        return daemon;
    }

    /// <summary>
    /// All that is seen of a life, up to the next decision. Asked again after a decision that was not carried out, it goes on from there.
    /// </summary>
    /// <param name="daemon">As it was begun.</param>
    /// <param name="mayRestart">Whether a command may ask for another life.</param>
    /// <returns>Null when it was ended to begin another, as an operator has asked.</returns>
    public Decision? UpToADecision(Daemon daemon, bool mayRestart)
    {
        while (true)
        {
            if (Next(daemon, mayRestart) is not { } seen || Decide(seen) is not { } decision)
            {
                continue;
            }

            return _life.BeginsAnother(decision, thread.StopRequest.IsMade) && stop.TryAwaitFreeData() ? null : decision;
        }
    }

    /// <summary>What the node itself has said of <paramref name="plan"/> by now, put together.</summary>
    public UpgradePlan Whole(UpgradePlan plan) =>
        BestInfo.Of(plan, disk.InTheFile, _known.Filed?.Plan, _known.Halted?.Plan, _known.Announced);

    // Null when there was nothing to observe yet, and something has been done about that.
    private Observation? Next(Daemon daemon, bool mayRestart)
    {
        var seen = thread.NextSeen();
        (_life, var action) = _life.Go(seen is not null, daemon.HasEnded, mayRestart && thread.RestartAsked);

        switch (action)
        {
            case LifeAction.Observe:
                var told = planFile.Translate(seen!, daemon.HasEnded);
                return told is Observation.NeedsVersion needed ? needed with { Plan = disk.InPlace(needed.Name) } : told;

            case LifeAction.Watch:
                _watching.Look();
                thread.Wait(_watching.IsDueIn);
                return null;

            case LifeAction.StopForAnother:
                news.Tell(new Happening.DaemonRestarting("as a command has asked"));
                stop.Stop(daemon);
                witnesses.End();
                return null;

            case LifeAction.HearOut:
                HearOut(daemon);
                witnesses.End();
                return null;

            case LifeAction.Settle:
                planFile.End();
                return null;

            default:
                return new Observation.DaemonExited(daemon.Child.End!) { IsOurs = _life.IsEndedForAnother };
        }
    }

    // Null while the daemon is to go on.
    private Decision? Decide(Observation seen)
    {
        news.Tell(seen, _known);
        Remember(seen);
        (_known, var decision) = UpgradeDetector.Observe(_known, seen);

        if (decision is Decision.Upgrade { Request: null } due)
        {
            news.Tell(new Happening.UpgradeDue(due.Plan, ObservationLog.Witness(seen)));
        }

        return decision is Decision.KeepRunning ? null : decision;
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
    /// <remarks>
    /// One that survived KILL waits in the kernel: nothing more can be done, and nothing is gained by waiting for it again.
    /// </remarks>
    public void EndForGood(Daemon? daemon)
    {
        if (daemon is not null and not { WasKilled: true, HasEnded: false })
        {
            stop.Stop(daemon);
            stop.AwaitOutput(daemon);
        }
    }

    /// <summary>The same of whatever life is the last, in trouble of our own.</summary>
    public void EndLast()
    {
        try
        {
            EndForGood(_last);
        }
        catch (RefusedException ex)
        {
            news.Tell(new Happening.Refused(ex.Message, ex.ExitCode)); // what we end for is told already, and has its code
        }
    }

    /// <summary>Our own end, after the last life.</summary>
    /// <returns>The exit code for our own process.</returns>
    public int End(int code)
    {
        if (_last is { } daemon)
        {
            stop.AwaitOutput(daemon);
        }

        news.Tell(new Happening.SupervisorEnded(code));
        return code;
    }

    /// <summary>Ends the daemon, if it is not over, because it is to be started in another way.</summary>
    public void EndToStartAgain(Daemon daemon)
    {
        news.Tell(new Happening.DaemonRestarting("without a halt height"));
        stop.Stop(daemon);
    }

    private void HearOut(Daemon daemon)
    {
        stop.NoteItsEnd();
        news.Tell(new Happening.DaemonEnded(daemon.Child.End!, daemon.Child.Pid));
        daemon.EndIsTold = true;
        stop.AfterItsEnd(daemon);
    }
}
