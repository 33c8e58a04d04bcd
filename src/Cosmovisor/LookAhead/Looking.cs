using Cosmovisor.Chain;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>One look ahead: asks the chain what comes, gets it ready, sees whether it would succeed here, and writes it down.</summary>
internal sealed class Looking(DaemonHome home, WatchedNode node, LookAheadSettings settings, ChildTask tasks,
    Preparation preparation, ReadinessFacts checks, bool mayReuse, INews news)
{
    private const int MostUpgrades = 100;
    private const string NoPlan = "the-next-upgrade"; // names the place of a backup, which is only looked at

    private readonly OutlookOnDisk _file = new(home);

    /// <param name="settings">Checked.</param>
    /// <param name="node">The node that runs.</param>
    /// <param name="news">Receives what is new.</param>
    /// <param name="mayFetch">Whether binaries are fetched.</param>
    /// <param name="mayReuse">Whether what costs much is taken over from the last look, while it holds.</param>
    public static Looking For(EffectiveSettings settings, WatchedNode node, INews news, bool mayFetch = true, bool mayReuse = false)
    {
        var commands = new ProgramRunner(new Children());
        var tasks = new ChildTask(commands);
        return new Looking(
            settings.Home, node, LookAheadSettings.From(settings), tasks,
            Preparation.For(settings, tasks, mayFetch, news), ReadinessFacts.For(settings, node, commands, news), mayReuse, news);
    }

    /// <returns>What was found, as it was written down.</returns>
    public async Task<Outlook> RunAsync(CancellationToken ct)
    {
        var (before, seen) = await SeeAsync(ct);
        var (reminded, due) = Reminder.AddTo(seen);
        var (outlook, near) = NearMarks.AddTo(reminded);
        _file.Write(outlook);

        // Only the home's own node is believed so far.
        foreach (var plan in outlook.Plans.Where(plan => plan.Status == PlanStatus.Cancelled && outlook.Node.IsReachable))
        {
            await preparation.GiveUpAsync(plan.Name, ct);
        }

        Tell(OutlookChange.Between(before, outlook).Concat(due).Concat(near));
        return outlook;
    }

    /// <summary>The same without a word and without a trace.</summary>
    public async Task<(Outlook? Before, Outlook Now)> SeeAsync(CancellationToken ct)
    {
        var before = _file.Read();
        var chain = ChainTask.Ask(tasks, node.Home, before?.Node.ChainId, settings, ct);
        var facts = new LookFacts(DateTimeOffset.UtcNow, before, chain, Schedule())
        {
            Skip = SkipHeights.FromArguments(node.Arguments),
            Done = Done()
        };
        var plans = new List<ComingPlan>();

        foreach (var plan in PlansAhead.Of(facts))
        {
            plans.Add(plan.IsPrepared ? await CheckedAsync(plan, facts, ct) : plan);
        }

        var free = checks.FreeForBackups();

        return (before, new Outlook(facts.Now, facts.Node with { ChainId = facts.Node.ChainId ?? before?.Node.ChainId }, plans)
        {
            NextLook = settings.Interval > TimeSpan.Zero ? facts.Now + NextLook.After(settings.Interval, plans, facts.Now) : null,
            Backup = !plans.Exists(plan => plan.IsPrepared) ? before?.Backup
                : KnownOfBackup(plans.Find(plan => plan.IsPrepared)!, facts) is [] ? new BackupLook(facts.Now, free)
                : before?.Backup,
            Trouble = chain.Trouble,
        });
    }

    /// <summary>The checks of an upgrade now, whether it was looked at before or not.</summary>
    /// <param name="name">Which; null for the next one that is decided or scheduled.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<DoctorReport> ExamineAsync(string? name, CancellationToken ct) => (await ExaminePlanAsync(name, ct)).Report;

    /// <summary>The same, with the plan; null where none of that name comes.</summary>
    public async Task<(ComingPlan? Plan, DoctorReport Report)> ExaminePlanAsync(string? name, CancellationToken ct)
    {
        var (_, outlook) = await SeeAsync(ct);

        if (outlook.Plans.FirstOrDefault(plan => name is null ? plan.IsPrepared : plan.IsCalled(name) && plan.IsPrepared) is { } coming)
        {
            var whole = UpgradePlan.Create(coming.Name, coming.Height, "").IsOk(out var known, out _) ? known : null;
            return (coming, DoctorReport.Of(
                coming.Name, coming.Height, [.. coming.Checks, .. whole is null ? [] : await checks.Binary.TrialAsync(whole, ct)]));
        }

        var plan = UpgradePlan.Create(name ?? NoPlan, 0, "").IsOk(out var made, out var wrong) ? made : throw new RefusedException(wrong);
        return (null, name is null
            ? DoctorReport.Of(null, null, checks.OfHome(plan, outlook.Node, []))
            : DoctorReport.Of(name, null, [
                CheckRules.Binary(plan, (await preparation.PrepareAsync(plan, ct))?.Reason),
                .. await checks.Binary.TrialAsync(plan, ct),
                .. checks.OfHome(plan, outlook.Node, [])
            ]));
    }

    private async Task<ComingPlan> CheckedAsync(ComingPlan plan, LookFacts facts, CancellationToken ct)
    {
        var whole = Whole(plan, facts);
        var trouble = await preparation.PrepareAsync(whole, ct);
        var binary = trouble is null ? checks.Binary.Read(whole, plan.Binary) : null;
        bool IsScheduled(long height) => facts.Schedule.Any(entry => entry.Height == height);
        var found = checks.Of(whole, plan, facts.Node, trouble, binary, IsScheduled, KnownOfBackup(plan, facts));
        return plan with
        {
            Binary = binary,
            Checks = [.. mayReuse ? found
            : found.Select(check => WithWhatTheSupervisorKnows(check, whole, facts))]
        };
    }

    // That the daemon has refused a halt height is known to the supervisor alone, whose looks have written it down. By hand it is no less
    // so.
    private ReadinessCheck WithWhatTheSupervisorKnows(ReadinessCheck check, UpgradePlan plan, LookFacts facts) =>
        check is { Check: "armed", Result: CheckResult.Problem or CheckResult.Unknown }
            && CheckRules.CannotBeArmed(plan, new CurrentLink(home).Read().Target) is var known
        && facts.Before?.Plans.Any(before => before.Checks.Contains(known)) == true ? known : check;

    // What the last look said of the backup, where it was well and still holds; an operator who asks has the data walked.
    private ReadinessCheck[] KnownOfBackup(ComingPlan plan, LookFacts facts) =>
        mayReuse && facts.Before is { Backup: { } look } before && look.StillHolds(
            facts.Now, checks.FreeForBackups(), plan.Eta) && !checks.IsMoreAheadSince(look.At)
        && before.Plans.FirstOrDefault(one => one.Height == plan.Height && one.IsCalled(plan.Name))?.Checks
            .Where(check => check.Check.StartsWith("backup", StringComparison.Ordinal))
            .ToArray() is { Length: > 0 } known
        && known.All(check => check.Result is CheckResult.Ok or CheckResult.Warning) ? known : [];

    // The chain's own words, with whatever secrets their links have; the outlook has them without.
    private static UpgradePlan Whole(ComingPlan plan, LookFacts facts)
    {
        var decided = facts.Chain.Plan.IsOk(out var current, out _) ? current : null;
        return new[] { decided }.Concat(facts.Schedule).FirstOrDefault(
            one => one is not null && one.Height == plan.Height && plan.IsCalled(one.Name))
            ?? (UpgradePlan.Create(plan.Name, plan.Height, plan.Info).IsOk(out var made, out var reason) ? made
                : throw new RefusedException(reason));
    }

    private IReadOnlyList<UpgradePlan> Schedule() => ScheduleFile.Look(home.Schedule).IsOk(out var schedule, out _) ? schedule.Entries : [];

    // One that was taken back has that as its last word.
    private IReadOnlyCollection<UpgradePlan> Done() => [.. new HistoryFile(home).NewestFirst(news).Take(MostUpgrades)
        .DistinctBy(ending => (ending.Journal.Plan.Name, ending.Journal.Plan.Height)).Where(ending => ending.IsDone).Select(
            ending => ending.Journal.Plan)];

    private void Tell(IEnumerable<OutlookChange> changes)
    {
        foreach (var change in changes)
        {
            news.Tell(Happening.OfLook(change));
        }
    }
}
