using System.Diagnostics;
using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Supervision;

/// <summary>The lives of the daemon: how one begins, what is seen of it, how it ends.</summary>
/// <remarks>
/// Witnesses report observations on one channel; for each, the pure <see cref="UpgradeDetector"/> says what to do. How the daemon ended is
/// told to the detector last of all, after everything it said has been read and everything it started has ended.
/// </remarks>
internal sealed class DaemonLives(
    DaemonStarter starter, DaemonStop stop, SkipHeights skipHeights, MainThread thread, SignalRelay relay, PlanFileWatcher planFile, ServiceNotices notices, ILog log)
{
    private Daemon? _last;

    /// <returns>Null when we were asked to end before it began.</returns>
    /// <exception cref="RefusedException">It could not be executed.</exception>
    public Daemon? Begin(CurrentVersion version, RunUpTo? upTo)
    {
        thread.Forget();

        if (!stop.ClearTheWay())
        {
            return null;
        }

        planFile.Start(version);
        _ = thread.Until(() => starter.HasTheStreams(upTo) || thread.StopAsked, Timeout.InfiniteTimeSpan);

        // What was sent while none ran was not meant for this one, which has no handlers yet and would die of it.
        thread.HearSignals();

        if (thread.StopAsked)
        {
            return null;
        }

        var daemon = starter.Start(version, upTo);
        (relay.Daemon, _last) = (daemon.Child, daemon);
        log.Info("daemon started", ("version", version.Target), ("pid", daemon.Child.Pid), ("downtime", stop.LastEnd is { } ended ? Stopwatch.GetElapsedTime(ended) : null));
        notices.Running(daemon.Child.Pid, version.Target);
        return daemon;
    }

    /// <summary>All that is seen of a life, up to the first decision that ends it.</summary>
    /// <param name="daemon">As it was begun.</param>
    /// <param name="version">What it runs.</param>
    /// <param name="upTo">What it is run up to.</param>
    /// <param name="mayRestart">Whether a command may ask for another life.</param>
    /// <returns>Null when it was ended to begin another, as an operator has asked.</returns>
    public Decision? UpToADecision(Daemon daemon, CurrentVersion version, RunUpTo? upTo, bool mayRestart)
    {
        var known = new Knowledge(version.UpgradeName, skipHeights, Scheduled: upTo?.Plan);
        var (heardOut, restarting) = (false, false);

        while (true)
        {
            Observation? seen = thread.NextSeen();

            if (seen is null && !daemon.HasEnded)
            {
                if (thread.RestartAsked && mayRestart)
                {
                    EndForAnother(daemon);
                    (heardOut, restarting) = (true, true);
                    continue;
                }

                if (planFile.IsDueIn == TimeSpan.Zero)
                {
                    planFile.Watch();
                    MemoryAtRest.GiveBack();
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
            log.Tell(seen, known);
            (known, var decision) = UpgradeDetector.Observe(known, seen);

            if (decision is Decision.KeepRunning)
            {
                continue;
            }

            if (decision is Decision.Upgrade due)
            {
                log.Info("an upgrade is due", ("plan", due.Plan.Name), ("height", due.Plan.Height), ("witness", SeenInWords.Witness(seen)));
            }

            // A daemon that was on its way into an upgrade when it was stopped is upgraded.
            if (!restarting || decision is not Decision.Exit || thread.StopAsked)
            {
                return decision;
            }

            return stop.TryAwaitFreeData() ? null : decision;
        }
    }

    /// <summary>Ends the daemon, if it is not over: a node that has halted may still be there, and must not be killed by our end.</summary>
    public void EndForGood(Daemon? daemon, string why)
    {
        notices.Stopping(why);

        if (daemon is not null)
        {
            stop.Stop(daemon);
            stop.AwaitOutput(daemon);
        }
    }

    /// <summary>Our own end, after the last life.</summary>
    /// <returns>The exit code for our own process.</returns>
    public int End(int code)
    {
        notices.Stopping("the daemon has ended");

        if (_last is { } daemon)
        {
            stop.AwaitOutput(daemon);
        }

        log.Info("ending", ("code", code));
        return code;
    }

    private void EndForAnother(Daemon daemon)
    {
        notices.Upgrading("restarting the daemon, as asked");
        log.Info("restarting the daemon, as a command has asked");
        stop.Stop(daemon);
        planFile.LookNow();
    }

    private void HearOut(Daemon daemon)
    {
        log.Info($"daemon {daemon.Child.End}", ("pid", daemon.Child.Pid), ("code", daemon.Child.End!.ExitCode));
        daemon.EndIsTold = true;
        stop.AfterItsEnd(daemon);
        planFile.LookNow();
    }
}
