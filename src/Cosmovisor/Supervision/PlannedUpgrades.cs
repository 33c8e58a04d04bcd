using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.Supervision;

/// <summary>What is known of upgrades before a life of the daemon begins: the plan file that lies there, and the operator's schedule.</summary>
/// <param name="atStart">Looks at the plan file.</param>
/// <param name="file">The schedule.</param>
/// <param name="batch">A schedule of the SDK's cosmovisor, if one was left.</param>
/// <param name="binaries">Looked for long before they are needed.</param>
/// <param name="ownHeight">The halt height that the node's own settings hold.</param>
/// <param name="arguments">The daemon's.</param>
/// <param name="log">Told what is run up to, and what is not.</param>
internal sealed class PlannedUpgrades(
    PlanAtStart atStart, ScheduleFile file, SdkBatch batch, ExpectedBinaries binaries, OwnHaltHeight ownHeight, IReadOnlyList<string> arguments, ILog log)
{
    private readonly SkipHeights _skip = SkipHeights.FromArguments(arguments);
    private UpgradePlan? _waiting;

    /// <summary>After <see cref="Due"/>: the plan that waits for its height.</summary>
    public UpgradePlan? Waiting { get; private set; }

    /// <summary>After <see cref="Due"/>: the node's announcement is needed, so its output is read in this life.</summary>
    public bool MustSpeak { get; private set; }

    /// <summary>Before each life: the plan that is carried out before the daemon runs. While none ran, a script may have unpacked the data of a later version.</summary>
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
        var entries = Entries(Done(current), current);

        if (entries is [])
        {
            return null; // and the node's settings are not even read
        }

        TellOfBinaries(entries.Where(entry => !_skip.Contains(entry.Height)));
        var (next, told) = RunUpTo.Of(entries, _skip, DaemonArguments.HaltHeight(arguments), ownHeight.Read());

        if (told is not null)
        {
            log.Warning(told);
        }

        if (next is { Plan: var plan })
        {
            log.Info("the node is run up to the next height of the schedule", ("plan", plan.Name), ("height", plan.Height), ("scheduled", entries.Count));
            TellOfItsLevel();
        }

        return next;
    }

    /// <summary>After a life that nobody ended: a node that does not say that it halted is not upgraded, and its silence may be a setting.</summary>
    public void TellOfSilence(RunUpTo? upTo, int code, int? stopAsked)
    {
        if ((upTo, code, stopAsked) is ({ Plan: var plan }, ExitCodes.Done, null))
        {
            log.Warning(
                "the node ended with 0 and did not say that it halted at its halt height, so it is not upgraded; up to SDK 0.47 one that logs errors only cannot say so: let it log at info",
                ("plan", plan.Name), ("height", plan.Height));
        }
    }

    /// <summary>The version that is current is done, whoever asked for it: a plan of the chain for the same name is the same upgrade.</summary>
    /// <returns>What is left of the schedule.</returns>
    public UpgradeSchedule Done(CurrentVersion current)
    {
        var schedule = file.Read();

        if (!schedule.Has(current.UpgradeName))
        {
            return schedule;
        }

        var left = file.Change(all => all.Without(current.UpgradeName));
        log.Info("an upgrade of the schedule is done and leaves it", ("plan", current.UpgradeName), ("scheduled", left.Entries.Count));
        return left;
    }

    private List<UpgradePlan> Entries(UpgradeSchedule schedule, CurrentVersion current) =>
        _waiting is { } plan && !schedule.Has(plan.Name) && !plan.Name.Equals(current.UpgradeName, StringComparison.OrdinalIgnoreCase)
            ? [.. schedule.Entries.Append(plan).OrderBy(entry => entry.Height)]
            : [.. schedule.Entries];

    private void TellOfBinaries(IEnumerable<UpgradePlan> entries)
    {
        foreach (var plan in entries)
        {
            if (binaries.TroubleWith(plan) is { Reason: var reason })
            {
                log.Warning("an upgrade is scheduled whose binary is not ready", ("plan", plan.Name), ("height", plan.Height), ("reason", reason));
            }
        }
    }

    private void TellOfItsLevel()
    {
        if (DaemonArguments.LevelThatHidesTheHalt(arguments) is { } level)
        {
            log.Warning("the daemon's own log level hides what a node up to SDK 0.47 says when it halts; without that it is not upgraded: let it log at info", ("level", level));
        }
    }
}
