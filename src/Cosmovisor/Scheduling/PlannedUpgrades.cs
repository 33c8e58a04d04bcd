using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Scheduling;

/// <summary>
/// What is known of upgrades before a life of the daemon begins: the plan file that lies there, and the operator's schedule.
/// </summary>
/// <param name="atStart">Looks at the plan file.</param>
/// <param name="file">The schedule.</param>
/// <param name="batch">The same in the file of the SDK's cosmovisor, if there is one.</param>
/// <param name="words">Tells what will be wrong, long before it matters.</param>
/// <param name="ownHeight">The halt height that the node's own settings hold.</param>
/// <param name="outlook">What the last look ahead has heard of the chain.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="arguments">The daemon's.</param>
/// <param name="news">Receives what is run up to, and what is not.</param>
internal sealed class PlannedUpgrades(
    PlanAtStart atStart, ScheduleFile file, SdkScheduleImport batch, ScheduleWords words, AppTomlHaltHeight ownHeight,
    OutlookFile outlook, string data, IReadOnlyList<string> arguments, INews news)
{
    private readonly SkipHeights _skip = SkipHeights.FromArguments(arguments);
    private readonly HashSet<string> _cannotBeArmed = new(StringComparer.Ordinal);
    private UpgradePlan? _waiting;
    private KnownHeight? _before;
    private KnownHeight? _said;

    /// <summary>After <see cref="Due"/>: the plan that waits for its height.</summary>
    public UpgradePlan? Waiting { get; private set; }

    /// <summary>After <see cref="Due"/>: the node's announcement is needed, so its output is read in this life.</summary>
    public bool MustSpeak { get; private set; }

    /// <summary>After <see cref="Next"/>: the version whose daemon has refused a halt height; null when it has not.</summary>
    public string? CannotBeArmed { get; private set; }

    /// <summary>
    /// Before each life: the plan that is carried out before the daemon runs. While none ran, a script may have unpacked the data of a
    /// later version.
    /// </summary>
    public UpgradePlan? Due(CurrentVersion current)
    {
        batch.TakeOver(current);
        var pending = atStart.LookAndTell(current);
        (_waiting, Waiting, MustSpeak) = pending switch
        {
            PendingAtStart.WaitForHeight { IsByHand: true, Plan: var plan } => (plan, plan, false),
            PendingAtStart.WaitForHeight { Plan: var plan } => (null, plan, false),

            // Up to SDK 0.44.3 the links stand in the announcement alone.
            PendingAtStart.LetTheNodeSpeak { Plan: var plan } => (null, null, !BestInfo.IsUsable(plan)),
            _ => ((UpgradePlan?)null, (UpgradePlan?)null, false),
        };
        return pending is PendingAtStart.CarryOut { Plan: var due } ? due : null;
    }

    /// <summary>Before each life: what it is run up to, if anything.</summary>
    public RunUpTo? Next(CurrentVersion current)
    {
        CannotBeArmed = _cannotBeArmed.Contains(current.Target) ? current.Target : null;
        var schedule = StillToCome(current);
        var entries = Entries(schedule, current);

        if (entries is [])
        {
            return null; // and the node's settings are not even read
        }

        words.TellOfBinaries(entries.Where(entry => !_skip.Contains(entry.Height)));
        var ofTheChain = OfTheChain();
        words.TellOfTheChains(entries.Where(ofTheChain));
        var (next, told) = RunUpTo.Of(entries, _skip, ofTheChain, DaemonArguments.HaltHeight(arguments), ownHeight.Read());

        if (next is { IsAskedFor: false, Plan: var entry } && CannotBeArmed is not null)
        {
            (next, told) =
                (null, $"the upgrade \"{entry.Name}\" cannot be armed: the daemon of {current.Target} has no --halt-height flag. It is carried out only if the chain asks for it too");
        }

        if (told is not null)
        {
            news.Tell(new Happening.ScheduleWaits(told));
        }

        if (next is { Plan: var plan })
        {
            _before = HeightOnDisk.OfTheData(data);
            news.Tell(new Happening.RunUpToHeight(plan, entries.Count));
            words.TellOfItsLevel(atStart.BinaryOf(current));
        }

        return next;
    }

    /// <summary>After each life: what follows from it for the schedule, and whether the decision stays.</summary>
    /// <param name="decision">As the witnesses of that life had it.</param>
    /// <param name="version">What ran.</param>
    /// <param name="upTo">What it was run up to.</param>
    /// <param name="stopAsked">The signal that asked us to end, if one has.</param>
    public Decision? AfterItsLife(Decision? decision, CurrentVersion version, RunUpTo? upTo, int? stopAsked)
    {
        switch (decision, upTo, stopAsked)
        {
            case (Decision.StartAgain { Entry: var entry, PassedAt: { } at }, _, _):
                _said = new KnownHeight(at, "its own log");
                news.Tell(new Happening.HaltHeightPassed(entry.Name, entry.Height, at));
                return decision;

            case (Decision.StartAgain { Entry: var entry }, _, _):
                _ = _cannotBeArmed.Add(version.Target);
                news.Tell(new Happening.HaltHeightRefused(entry.Name, entry.Height, version.Target));
                return decision;

            case (Decision.Exit { Code: ExitCodes.Done }, { Plan: var plan }, null):
                return Silent(plan) ?? decision;

            default:
                return decision;
        }
    }

    /// <summary>
    /// The version that is current is done, whoever asked for it: a plan of the chain for the same name is the same upgrade. What has
    /// passed leaves with it.
    /// </summary>
    /// <returns>What is left of the schedule.</returns>
    public UpgradeSchedule StillToCome(CurrentVersion current)
    {
        var schedule = file.Read();

        if (schedule.Entries is [])
        {
            return schedule;
        }

        var known = Known(current);
        var passed = PassedEntries.Of(schedule, current.UpgradeName, known);

        if (passed.Left.Entries.Count == schedule.Entries.Count)
        {
            return schedule;
        }

        if (schedule.Has(current.UpgradeName))
        {
            news.Tell(new Happening.ScheduledDone(current.UpgradeName, passed.Left.Entries.Count));
        }

        foreach (var (entry, why) in passed.Passed)
        {
            news.Tell(new Happening.ScheduledPassed(entry.Name, entry.Height, why));
        }

        return Leave(current, known) ?? passed.Left;
    }

    private UpgradeSchedule? Leave(CurrentVersion current, KnownHeight? known)
    {
        try
        {
            var left = file.Change(all => PassedEntries.Of(all, current.UpgradeName, known).Left);
            batch.Follow(left);
            return left;
        }
        catch (RefusedException ex)
        {
            news.Tell(new Happening.ScheduleNotWritten(file.Path, ex.Message));
            return null;
        }
    }

    private KnownHeight? Known(CurrentVersion current) => new[] { HeightOnDisk.Of(current, data), _said }.MaxBy(one => one?.Height);

    private Decision.Upgrade? Silent(UpgradePlan plan)
    {
        if (SilentHalt.IsAt(plan, _before, HeightOnDisk.OfTheData(data)))
        {
            news.Tell(new Happening.SilentHalt(plan.Name, plan.Height));
            return new Decision.Upgrade(plan, FirstBlock: plan.Height + 1);
        }

        news.Tell(new Happening.EndedSilently(plan.Name, plan.Height));
        return null;
    }

    // What the chain is known to have decided: its plan file, where that is no tool's, and what the last look ahead has heard.
    private Func<UpgradePlan, bool> OfTheChain()
    {
        var path = DaemonHome.PlanFileIn(data);
        var filed = PlanFileOnDisk.Read(path).IsOk(out var plan, out _) && plan != _waiting && !PlanFileOnDisk.IsAheadOfItsHeight(path)
            ? plan : null;
        UpgradePlan?[] known = [filed, outlook.Decided];
        return entry => known.Any(
            one => one is not null && one.Height == entry.Height && one.Name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase));
    }

    // What a tool wrote ahead of its height waits like an entry; a node that has passed that height is not given it.
    private List<UpgradePlan> Entries(UpgradeSchedule schedule, CurrentVersion current)
    {
        if (_waiting is not { } plan
            || schedule.Has(plan.Name)
            || plan.Name.Equals(current.UpgradeName, StringComparison.OrdinalIgnoreCase))
        {
            return [.. schedule.Entries];
        }

        if (PassedEntries.Why(plan, done: null, Known(current)) is not { } why)
        {
            return [.. schedule.Entries.Append(plan).OrderBy(entry => entry.Height)];
        }

        news.Tell(new Happening.PlanFileByHandPassed(plan.Name, plan.Height, why));
        return [.. schedule.Entries];
    }
}
