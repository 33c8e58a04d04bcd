using Cosmovisor.Chain;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>One look ahead: asks the chain what comes, gets it ready, sees whether it would succeed here, and writes it down.</summary>
internal sealed class Looking(DaemonHome home, WatchedNode node, LookAheadSettings settings, ChildTask tasks, Preparation preparation, ReadinessFacts checks, ILog log)
{
    private const int MostUpgrades = 100;

    private readonly OutlookOnDisk _file = new(home);

    public static Looking For(EffectiveSettings settings, WatchedNode node, ILog log)
    {
        var commands = new ProgramRunner(new Children());
        var tasks = new ChildTask(commands);
        return new Looking(
            settings.Home, node, LookAheadSettings.From(settings), tasks,
            Preparation.For(settings, tasks, log), ReadinessFacts.For(settings, node, commands, log), log);
    }

    /// <returns>What was found, as it was written down.</returns>
    public async Task<Outlook> RunAsync(CancellationToken ct)
    {
        var before = _file.Read();
        var chain = ChainTask.Ask(tasks, node.Home, before?.Node.ChainId, settings, ct);
        var facts = new LookFacts(DateTimeOffset.UtcNow, before, chain, Schedule()) { Skip = SkipHeights.FromArguments(node.Arguments), Done = Done() };
        var plans = new List<ComingPlan>();

        foreach (var plan in PlansAhead.Of(facts))
        {
            plans.Add(plan.IsPrepared ? plan with { Checks = await ChecksAsync(plan, facts, ct) } : plan);
        }

        var outlook = Reminder.AddTo(new Outlook(facts.Now, facts.Node with { ChainId = facts.Node.ChainId ?? before?.Node.ChainId }, plans)
        {
            NextLook = settings.Interval > TimeSpan.Zero ? facts.Now + NextLook.After(settings.Interval, plans, facts.Now) : null,
            Trouble = chain.Trouble,
        });
        _file.Write(outlook.Outlook);
        Tell(OutlookChange.Between(before, outlook.Outlook).Concat(outlook.Due));
        return outlook.Outlook;
    }

    private async Task<IReadOnlyList<ReadinessCheck>> ChecksAsync(ComingPlan plan, LookFacts facts, CancellationToken ct)
    {
        var whole = Whole(plan, facts);
        var trouble = await preparation.PrepareAsync(whole, ct);
        return [.. checks.Of(whole, plan, facts.Node, trouble)];
    }

    // The chain's own words, with whatever secrets their links have; the outlook has them without.
    private static UpgradePlan Whole(ComingPlan plan, LookFacts facts)
    {
        var decided = facts.Chain.Plan.IsOk(out var current, out _) ? current : null;
        return new[] { decided }.Concat(facts.Schedule).FirstOrDefault(one => one is not null && one.Height == plan.Height && plan.IsCalled(one.Name))
            ?? (UpgradePlan.Create(plan.Name, plan.Height, plan.Info).IsOk(out var made, out var reason) ? made : throw new RefusedException(reason));
    }

    private IReadOnlyList<UpgradePlan> Schedule() => ScheduleFile.Look(home.Schedule).IsOk(out var schedule, out _) ? schedule.Entries : [];

    // One that was taken back has that as its last word.
    private IReadOnlyCollection<UpgradePlan> Done() => [.. new HistoryFile(home).NewestFirst(log).Take(MostUpgrades)
        .DistinctBy(ending => (ending.Journal.Plan.Name, ending.Journal.Plan.Height)).Where(ending => ending.IsDone).Select(ending => ending.Journal.Plan)];

    private void Tell(IEnumerable<OutlookChange> changes)
    {
        foreach (var change in changes)
        {
            log.Write(
                change.Level, change.Says,
                ("plan", change.Plan is { } plan ? ForeignText.Printable(plan.Name) : null), ("height", change.Plan?.Height), ("blocks", change.Plan?.BlocksLeft),
                ("about", change.Plan?.Eta is { } eta ? $"{eta:yyyy-MM-dd HH:mm} UTC" : null), ("proposal", change.Plan?.Proposal),
                ("voting ends", change.Plan?.VotingEnds is { } ends ? $"{ends:yyyy-MM-dd HH:mm} UTC" : null));
        }
    }
}
