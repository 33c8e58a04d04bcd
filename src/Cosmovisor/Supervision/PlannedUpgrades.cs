using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Supervision;

/// <summary>What is known of upgrades before a life of the daemon begins: the plan file that lies there, and the operator's schedule.</summary>
/// <param name="atStart">Looks at the plan file.</param>
/// <param name="file">The schedule.</param>
/// <param name="batch">Where the SDK's cosmovisor 1.7 keeps one of its own.</param>
/// <param name="skip">Heights whose plans are left alone.</param>
/// <param name="ownFlag">The halt height among the daemon's own arguments.</param>
/// <param name="log">Told what is run up to, and what is not.</param>
internal sealed class PlannedUpgrades(PlanAtStart atStart, ScheduleFile file, string batch, SkipHeights skip, long? ownFlag, ILog log)
{
    private UpgradePlan? _waiting;

    /// <summary>Before each life: the plan that is carried out before the daemon runs. While none ran, a script may have unpacked the data of a later version.</summary>
    public UpgradePlan? Due(CurrentVersion current)
    {
        TakeOver();
        var pending = atStart.LookAndTell(current);
        _waiting = pending is PendingAtStart.WaitForHeight { Plan: var plan } ? plan : null;
        return pending is PendingAtStart.CarryOut { Plan: var due } ? due : null;
    }

    /// <summary>Before each life: what it is run up to, if anything.</summary>
    public RunUpTo? Next(CurrentVersion current)
    {
        var entries = Entries(Done(current), current);
        var (next, told) = RunUpTo.Of(entries, skip, ownFlag);

        if (told is not null)
        {
            log.Warning(told);
        }

        if (next is { Plan: var plan })
        {
            log.Info("the node is run up to the next height of the schedule", ("plan", plan.Name), ("height", plan.Height), ("scheduled", entries.Count));
        }

        return next;
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

    // Once, and then it is ours: read again after its entries are done, it would ask for them again.
    private void TakeOver()
    {
        if (!PlanFileOnDisk.IsThere(batch))
        {
            return;
        }

        var theirs = ScheduleFile.ReadFrom(batch);
        _ = file.Change(ours => theirs.Entries.Where(entry => !ours.Has(entry.Name)).Aggregate(ours, (schedule, entry) => schedule.With(entry).IsOk(out var more, out var reason)
            ? more
            : throw new RefusedException($"{batch} and our own schedule contradict each other: {reason}. Nothing was started")));
        FileCalls.Rename(batch, DaemonHome.TakenOver(batch));
        log.Info("the schedule of the SDK's cosmovisor was taken over", ("from", batch), ("entries", theirs.Entries.Count), ("kept", DaemonHome.TakenOver(batch)));
    }
}
