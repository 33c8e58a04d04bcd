using System.Diagnostics;
using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Switching;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Supervision;

/// <summary>Runs the daemon, and upgrades it when its chain says so.</summary>
/// <remarks>
/// Theory of operation: the main thread lives in <see cref="Run"/>. Witnesses report observations on one channel; for each, the pure
/// <see cref="UpgradeDetector"/> says what to do. A life of the daemon ends with a decision: end with its code, or upgrade and live again.
/// How the daemon ended is told to the detector last of all, after everything it said has been read and everything it started has ended.
/// </remarks>
internal sealed class Supervisor(
    DaemonStarter starter, DaemonStop stop, UpgradeRunner runner, UpgradeRooms rooms, CurrentLink current, SkipHeights skipHeights, bool restartAfterUpgrade,
    MainThread thread, SignalRelay relay, PlannedUpgrades? planned, PlanFileWatcher planFile, ServiceNotices notices, ILog log)
{
    /// <returns>The exit code for our own process.</returns>
    public int Run()
    {
        var pace = UpgradeBeforeStart();

        while (relay.StopAsked is null)
        {
            thread.RestartAsked = false;
            var version = current.Read();
            var upTo = planned?.Next(version);
            var daemon = StartDaemon(version, upTo);

            switch (Live(daemon, version, upTo))
            {
                case null:
                    stop.AwaitFreeData();
                    continue;

                case Decision.Exit { Code: var code }:
                    TakeBackIfItDiedAtOnce(daemon);
                    return End(daemon, code);

                case Decision.Refuse { Reason: var reason }:
                    StopForGood(daemon, reason);
                    throw new RefusedException(reason) { ExitCode = ExitCodes.UpgradeFailed };

                case Decision.Upgrade { Plan: var plan }:
                    Upgrade(plan, version, daemon, pace);
                    pace = pace.With(plan);
                    break;
            }

            if (relay.StopAsked is { } signal)
            {
                return End(daemon, 128 + signal);
            }

            if (!restartAfterUpgrade)
            {
                _ = planned?.Done(current.Read());
                log.Info("ending after the upgrade, as DAEMON_RESTART_AFTER_UPGRADE=false says");
                return End(daemon, ExitCodes.Done);
            }
        }

        return 128 + relay.StopAsked.Value; // asked to end while the upgrade before the first life was carried out
    }

    /// <summary>What was begun and not ended comes first; then a plan the node has halted for already: the old binary could only halt again, or not start at all on newer data.</summary>
    private RestartPace UpgradeBeforeStart()
    {
        var resumed = CarryOnWithWhatWasBegun();
        var pace = resumed is null ? RestartPace.Fresh : RestartPace.Fresh.With(resumed.Journal.Plan);
        var version = current.Read();

        if (relay.StopAsked is not null || planned?.Due(version) is not { } plan)
        {
            return pace;
        }

        Upgrade(plan, version, daemon: null, pace);
        return pace.With(plan);
    }

    /// <summary>An upgrade that an earlier life of ours left in its midst, whatever ended that life.</summary>
    private Ending? CarryOnWithWhatWasBegun()
    {
        if (runner.Unfinished() is not { } journal)
        {
            return null;
        }

        notices.Upgrading($"carrying on with the upgrade to {journal.Plan.Name}");
        var ending = runner.Resume(journal, current.Read(), skipHeights, StepsFor(daemon: null));

        if (!ending.IsDone)
        {
            return null;
        }

        rooms.FirstLife.Begins(ending);
        rooms.PruneBackups(log);
        return ending;
    }

    private Daemon StartDaemon(CurrentVersion version, RunUpTo? upTo)
    {
        thread.Forget();
        planFile.Start();
        _ = thread.Until(() => starter.HasTheStreams(upTo) || thread.StopAsked, Timeout.InfiniteTimeSpan);
        var daemon = starter.Start(version, upTo);
        relay.Daemon = daemon.Child;
        log.Info("daemon started", ("version", version.Target), ("pid", daemon.Child.Pid), ("downtime", stop.LastEnd is { } ended ? Stopwatch.GetElapsedTime(ended) : null));
        notices.Running(daemon.Child.Pid, version.Target);
        return daemon;
    }

    /// <summary>One life of the daemon: from its start to the first decision that ends it.</summary>
    /// <returns>Null when it was ended to begin another, as an operator has asked.</returns>
    private Decision? Live(Daemon daemon, CurrentVersion version, RunUpTo? upTo)
    {
        var known = new Knowledge(version.UpgradeName, skipHeights, Scheduled: upTo?.Plan);
        var (heardOut, restarting) = (false, false);

        while (true)
        {
            Observation? seen = thread.NextSeen();

            if (seen is null && !daemon.HasEnded)
            {
                if (thread.RestartAsked && planned is not null)
                {
                    (heardOut, restarting) = (true, true);
                    notices.Upgrading("restarting the daemon, as asked");
                    log.Info("restarting the daemon, as a command has asked");
                    stop.Stop(daemon);
                    planFile.LookNow();
                    continue;
                }

                if (planFile.IsDueIn == TimeSpan.Zero)
                {
                    planFile.Watch();
                    StartPages.GiveBack();
                }

                thread.Wait(planFile.IsDueIn);
                continue;
            }

            if (seen is null && !heardOut)
            {
                HearOut(daemon);
                heardOut = true;
                continue;
            }

            seen ??= new Observation.DaemonExited(daemon.Child.End!);
            log.Tell(seen);
            (known, var decision) = UpgradeDetector.Observe(known, seen);

            // A daemon that was on its way into an upgrade when it was stopped is upgraded.
            if (decision is not Decision.KeepRunning)
            {
                return restarting && decision is Decision.Exit && relay.StopAsked is null ? null : decision;
            }
        }
    }

    private void HearOut(Daemon daemon)
    {
        log.Info($"daemon {daemon.Child.End}", ("pid", daemon.Child.Pid), ("code", daemon.Child.End!.ExitCode));
        stop.AfterItsEnd(daemon);
        planFile.LookNow();
    }

    private void Upgrade(UpgradePlan plan, CurrentVersion from, Daemon? daemon, RestartPace pace)
    {
        notices.Upgrading($"upgrading to {plan.Name}");

        try
        {
            if (pace.WhatIsWrongWith(plan) is { } circle)
            {
                throw new UpgradeFailedException(plan, UpgradeStep.Stage, from.Target, new RefusedException(circle));
            }

            rooms.FirstLife.Begins(runner.Run(plan, from, StepsFor(daemon)));
            rooms.PruneBackups(log);
        }
        catch (Exception ex) when (ex is UpgradeFailedException or UpgradeInterruptedException)
        {
            StopForGood(daemon, ex.Message);
            throw;
        }
    }

    private UpgradeSteps StepsFor(Daemon? daemon) => new(rooms, daemon, thread, relay, log);

    private void TakeBackIfItDiedAtOnce(Daemon daemon)
    {
        if (relay.StopAsked is null && rooms.FirstLife.MayTakeBack(daemon.Child.End!) is { } upgrade)
        {
            _ = runner.TakeBack(upgrade.Journal, $"taken back: the new version {daemon.Child.End} at once, before it had opened the data", StepsFor(daemon: null).UndoGenesis);
        }
    }

    // A node that has halted may still be there, and must not be killed by our end.
    private void StopForGood(Daemon? daemon, string why)
    {
        notices.Stopping(why);

        if (daemon is not null)
        {
            stop.Stop(daemon);
            stop.AwaitOutput(daemon);
        }
    }

    private int End(Daemon daemon, int code)
    {
        notices.Stopping("the daemon has ended");
        stop.AwaitOutput(daemon);
        log.Info("ending", ("code", code));
        return code;
    }
}
