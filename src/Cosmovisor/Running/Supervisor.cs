using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Scheduling;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Running;

/// <summary>Runs the daemon, and upgrades it when its chain says so.</summary>
/// <remarks>
/// Theory of operation: the main thread lives in <see cref="Run"/>. What was begun before is ended first; then one life of the daemon
/// follows another. Each ends with a decision: end with its code, or upgrade and live again.
/// </remarks>
internal sealed class Supervisor(
    DaemonLives lives, UpgradeRunner runner, UpgradeParts rooms, CurrentLink current, SkipHeights skipHeights, bool restartAfterUpgrade,
    EventLoop thread, PlannedUpgrades? planned, HoldsAtStart? holds, RequestedUpgrades? requests, FirstLife firstLife,
    PlanAtStart disk, ReadyBinary ready, INews news)
{
    /// <returns>The exit code for our own process.</returns>
    public int Run()
    {
        try
        {
            return RunLives();
        }
        finally
        {
            runner.FinishRecords(); // of an upgrade whose version was never started
        }
    }

    private int RunLives()
    {
        var resumed = CarryOnWithWhatWasBegun();
        var pace = resumed is null ? UpgradeLoopGuard.Fresh : UpgradeLoopGuard.Fresh.With(resumed.Journal.Plan);

        while (!thread.StopRequest.IsMade)
        {
            thread.RestartAsked = false;
            var version = current.Read();

            // A plan the node has halted for already: the old binary could only halt again, or not start at all on newer data.
            if (planned?.Due(version) is { } pending)
            {
                Upgrade(new Decision.Upgrade(pending), version, daemon: null, pace);
                pace = pace.With(pending);
                continue;
            }

            if (requests?.Next(version, nodeRuns: false) is { } asked && MayBegin(asked.Request, asked.Plan, daemon: null))
            {
                Upgrade(new Decision.Upgrade(asked.Plan) { Request = asked.Request }, version, daemon: null, pace);
                continue;
            }

            // Whatever was held for may have changed what there is to do.
            if (holds?.Await(runner.FinishRecords) == true)
            {
                continue;
            }

            var upTo = planned?.Next(version);

            if (lives.Begin(version, upTo, planned?.Waiting, planned?.MustSpeak == true, firstLife.Listen()) is not { } daemon)
            {
                break;
            }

            firstLife.Begins(version, daemon);
            runner.FinishRecords();
            rooms.Pruning.Begin();

            var decision = UpToADecision(daemon);

            switch (planned?.AfterItsLife(decision, version, upTo, thread.StopRequest.Signal) ?? decision)
            {
                case null:
                    continue;

                case Decision.StartAgain:
                    lives.EndToStartAgain(daemon);
                    continue;

                case Decision.Exit { Code: var code }:
                    if (firstLife.IsTakenBack(daemon.Child.End!, thread.StopRequest.IsMade, StepsFor(daemon: null).UndoGenesis))
                    {
                        continue;
                    }

                    return lives.End(code);

                case Decision.Refuse { Reason: var reason }:
                    lives.EndForGood(daemon);
                    throw new RefusedException($"{reason}. {State}") { ExitCode = ExitCodes.UpgradeFailed };

                case Decision.Upgrade { Plan: var plan, IsBeyondItsHeight: true } when daemon.Child.End is { } end
                    && disk.CannotBeHad(plan) is { } reason:
                    news.Tell(new Happening.PassedWithoutBinary(plan.Name, plan.Height, reason, version.Target));
                    return lives.End(end.ExitCode);

                case Decision.Upgrade { Plan: var plan } when ready.HearItFirst(plan, daemon.HasEnded, lives.IsWatched):
                    continue;

                case Decision.Upgrade { Plan: var plan } upgrade:
                    Upgrade(upgrade, version, daemon, pace);
                    pace = pace.With(plan);
                    break;
            }

            if (thread.StopRequest.IsMade)
            {
                return lives.End(thread.StopRequest.ExitCode);
            }

            // An operator who asks for another version wants it to run, whatever is set for upgrades that come by themselves.
            if (!restartAfterUpgrade && runner.Last?.Journal.Request is null)
            {
                runner.FinishRecords();
                _ = planned?.StillToCome(current.Read());
                news.Tell(new Happening.EndsAfterUpgrade());
                rooms.Pruning.Begin();
                _ = thread.Until(() => rooms.Pruning.IsOver || thread.StopRequest.IsMade, Timeout.InfiniteTimeSpan);
                return lives.End(ExitCodes.Done);
            }
        }

        return lives.End(thread.StopRequest.ExitCode); // asked to end between two lives, or before the first
    }

    private string State =>
        $"The node is stopped; current is {current.Target ?? "nothing"}{(runner.Last is { IsDone: true } last ? $", since this run switched it from {last.Journal.From}" : ", and nothing was switched")}";

    // No node is stopped for an upgrade that cannot be carried out: it goes on, and is watched.
    private Decision? UpToADecision(Daemon daemon)
    {
        while (true)
        {
            var decision = lives.UpToADecision(daemon, mayRestart: planned is not null);

            if (decision is Decision.Upgrade { Request: { } asked, Plan: var plan } && !MayBegin(asked, plan, daemon))
            {
                continue;
            }

            if (decision is not Decision.Upgrade { IsByTheFileAlone: true } upgrade || daemon.HasEnded || thread.StopRequest.IsMade)
            {
                return decision;
            }

            var whole = upgrade with { Plan = ready.WithWhatTheFileSays(upgrade.Plan, nodeLives: true) };

            if (lives.IsWatched && ready.LacksItsLinks(whole.Plan))
            {
                continue; // the announcement has them, and comes with the halt
            }

            if (!whole.MayStillRun || ready.Get(whole.Plan))
            {
                return whole;
            }
        }
    }

    /// <summary>An upgrade that an earlier life of ours left in the middle of it, whatever ended that life.</summary>
    private FinishedUpgrade? CarryOnWithWhatWasBegun()
    {
        if (runner.Unfinished() is not { } journal)
        {
            return null;
        }

        var ending = runner.Resume(
            journal, current.Read(), skipHeights, StepsFor(daemon: null), disk.InTheFile, journal.HasOnlyStaged
                ? disk.CannotBeHad(journal.Plan) : null);

        if (ending is not { IsDone: true })
        {
            return null;
        }

        rooms.TakeBackRule.Begins(ending);
        rooms.Pruning.IsDue();
        return ending;
    }

    private void Upgrade(Decision.Upgrade upgrade, CurrentVersion from, Daemon? daemon, UpgradeLoopGuard pace)
    {
        var plan = ready.WithWhatTheFileSays(upgrade.Plan, daemon is { HasEnded: false });

        try
        {
            if (upgrade.Request is null && pace.WhatIsWrongWith(plan, runner.History(), from.Target) is { } circle)
            {
                throw new UpgradeFailedException(plan, UpgradeStep.Stage, from.Target, new RefusedException(circle));
            }

            if (upgrade.IsOnTheLogAlone && ready.WhyNotOnTheLogAlone(plan) is { } unproved)
            {
                throw new UpgradeFailedException(plan, UpgradeStep.Stage, from.Target, new RefusedException(unproved));
            }

            rooms.TakeBackRule.Begins(runner.Run(plan, from, StepsFor(daemon), disk.Names(plan), upgrade.FirstBlock,
                upgrade.Request is { } asked ? new RequestMark(asked.Id, asked.TakeBack) : null));
            rooms.Pruning.IsDue();
        }
        catch (Exception ex) when (ex is UpgradeFailedException or UpgradeInterruptedException)
        {
            requests?.HasFailed(ex is UpgradeFailedException ? upgrade.Request : null, ex.Message);
            lives.EndForGood(daemon);
            throw;
        }
    }

    private bool MayBegin(UpgradeRequest asked, UpgradePlan plan, Daemon? daemon) => requests!.MayBegin(
        asked, current.Read, from => _ = StepsFor(daemon).Stage(plan, Journal.Of(plan, from.Target, DateTimeOffset.UtcNow)));

    private UpgradeSteps StepsFor(Daemon? daemon) => new(rooms, daemon, thread, news);
}
