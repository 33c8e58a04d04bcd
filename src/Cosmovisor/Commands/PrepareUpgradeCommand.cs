using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Scheduling;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>prepare-upgrade</c>: the binary of whatever comes next, staged before it is needed.</summary>
internal sealed class PrepareUpgradeCommand(
    DaemonHome home, string data, NodeTasks node, StagingSettings staging, IStagingWork work, INews news, TextWriter output,
    bool isTerminal)
{
    /// <returns>0 when its binary lies ready or nothing is to come, 1 when it could not be got or the node could not be asked.</returns>
    public async Task<int> PrepareAsync(CancellationToken ct)
    {
        var planFile = DaemonHome.PlanFileIn(data);

        if (FromTheNode(planFile) is { } halted)
        {
            await output.WriteLineAsync($"the plan file ({planFile}): {halted.Name}, height {halted.Height}");
            return await StageAsync(halted, ct);
        }

        var decided = node.Plan(ct).IsOk(out var outlook, out var unasked) ? outlook.Plan : null;
        var scheduled = Scheduled();
        var says = unasked is null ? "the node says that its chain has no plan" : $"the node was not asked ({unasked})";

        if (decided is not null && !(scheduled?.Height < decided.Height))
        {
            await output.WriteLineAsync($"the chain's plan, as the node says: {decided.Name}, height {decided.Height}");
            return await StageAsync(decided, ct);
        }

        if (scheduled is not null)
        {
            await output.WriteLineAsync(
                $"next of the schedule ({home.Schedule}): {scheduled.Name}, height {scheduled.Height}{(decided is null ? $"; {says}" : $", before the chain's own {decided.Name}, height {decided.Height}")}");
            return await StageAsync(scheduled, ct);
        }

        if (unasked is not null)
        {
            await output.WriteLineAsync(
                $"It is not known whether an upgrade is scheduled: neither {planFile} nor {home.Schedule} names one, and the node could not be asked: {unasked}.\nNothing was prepared. Ask again while the node runs, or, with its name and its link: cosmovisorctl prepare NAME --link URL");
            return ExitCodes.Failed;
        }

        await output.WriteLineAsync(
            $"No upgrade scheduled: neither {planFile} nor {home.Schedule} names one, and {says}. With its name and its link: cosmovisorctl prepare NAME --link URL");
        return ExitCodes.Done;
    }

    private UpgradePlan? Scheduled() => new ScheduleFile(home).Read().Entries is [var next, ..] ? next : null;

    private UpgradePlan? FromTheNode(string planFile)
    {
        if (!PlanFileOnDisk.IsThere(planFile))
        {
            return null;
        }

        // As the supervisor will take it at its next start, and no further: a plan that is left alone then is not what comes next.
        return !PlanFileOnDisk.Read(planFile).IsOk(out _, out var reason)
            ? throw new RefusedException($"failed to read {planFile}: {reason}. Nothing was prepared")
            : new PlanAtStart(home, Path.GetDirectoryName(planFile)!, SkipHeights.None, new ExpectedBinaries(home, staging, news),
                new HistoryFile(home), TimeProvider.System, news).Look(new CurrentLink(home).Read()) switch
            {
                PendingAtStart.CarryOut { Plan: var plan } => plan,
                PendingAtStart.WaitForHeight { Plan: var plan } => plan,
                PendingAtStart.LetTheNodeSpeak { Plan: var plan } => plan, // what the supervisor may not fetch, the operator may
                _ => null,
            };
    }

    private Task<int> StageAsync(UpgradePlan plan, CancellationToken ct) =>
        new PrepareCommand(home, staging, work, news, output, isTerminal)
            .RunAsync(plan.Name, plan.Info.Length > 0 ? plan.Info : null, link: null, ct);
}
