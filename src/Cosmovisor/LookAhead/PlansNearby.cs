using Cosmovisor.Detection;
using Cosmovisor.Home;
using Cosmovisor.Upgrading;

namespace Cosmovisor.LookAhead;

/// <summary>
/// Which upgrades come here, and how far away each is, as the files of this home tell it: the last outlook, the schedule, the chain's plan
/// file.
/// </summary>
/// <param name="home">Whose.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="clock">For how old the outlook is.</param>
internal sealed class PlansNearby(DaemonHome home, string data, TimeProvider clock)
{
    /// <summary>
    /// The node's last block, as far as anything tells; 0 when nothing does. An upgrade without a height of its own is written down at it.
    /// </summary>
    public long Reached(CurrentVersion current) => Height(current, new OutlookOnDisk(home).Read()) ?? 0;

    /// <param name="current">The version that runs; what it has carried out comes no more.</param>
    public IReadOnlyList<PlanNearby> All(CurrentVersion current)
    {
        var outlook = new OutlookOnDisk(home).Read();
        var known = Height(current, outlook);
        var estimate = CarriedOn(outlook) is { } on && (known is null || on > known) ? on : known;
        var pace = outlook?.Node.SecondsPerBlock;

        var ahead = outlook is null ? []
            : outlook.Plans.Where(plan => plan is { IsPrepared: true, IsOver: false }).Select(plan => (plan.Name, plan.Height));
        var scheduled =
            ScheduleFile.Look(home.Schedule).IsOk(out var schedule, out _) ? schedule.Entries.Select(plan => (plan.Name, plan.Height)) : [];
        var filed = PlanFileOnDisk.Read(DaemonHome.PlanFileIn(data)).IsOk(out var plan, out _) ? [(plan.Name, plan.Height)]
            : Array.Empty<(string Name, long Height)>();
        var done = PlanFileOnDisk.DoneBy(current)?.Name;

        return
        [
            .. from one in ahead.Concat(scheduled).Concat(filed).DistinctBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
               where !one.Name.Equals(current.UpgradeName, StringComparison.OrdinalIgnoreCase)
                   && !one.Name.Equals(done, StringComparison.OrdinalIgnoreCase)
               where known is null || one.Height >= known // what lies behind the node was carried out, or skipped
               select PlanNearby.Of(one.Name, one.Height, estimate, pace),
        ];
    }

    // What is certain: a height that is too high would take a coming upgrade for one that has passed.
    private long? Height(CurrentVersion current, Outlook? outlook) =>
        (outlook?.Node.Reached, HeightOnDisk.Of(current, data)?.Height) is var (seen, known) && (seen is null || known > seen) ? known
            : seen;

    // How far the node may have come since.
    private long? CarriedOn(Outlook? outlook) => outlook?.Node is { Reached: { } reached, SecondsPerBlock: > 0 and var pace }
        ? reached + (long)Math.Max(0, (clock.GetUtcNow() - outlook.At).TotalSeconds / pace)
        : null;
}
