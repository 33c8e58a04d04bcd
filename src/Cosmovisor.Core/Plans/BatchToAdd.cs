using Cosmovisor.Detection;

namespace Cosmovisor.Plans;

/// <summary>
/// What a batch of the operator's still asks for: images hand in the same one at every start of their container, also when its heights are
/// long past.
/// </summary>
/// <param name="Left">What is to be scheduled.</param>
/// <param name="Over">What is not any more, and why, as it was handed in.</param>
internal sealed record BatchToAdd(IReadOnlyList<ManualUpgrade> Left, IReadOnlyList<(ManualUpgrade Upgrade, string Why)> Over)
{
    public const string Runs = "its version runs already";

    /// <param name="asked">In any order.</param>
    /// <param name="scheduled">What stands in the schedule: a node may be about to halt for it, so it stays as long as that can be.</param>
    /// <param name="running">Name of the upgrade whose binary is current; null for genesis.</param>
    /// <param name="known">How high the node is; null when nothing shows it.</param>
    public static BatchToAdd Of(IReadOnlyList<ManualUpgrade> asked, UpgradeSchedule scheduled, string? running, KnownHeight? known)
    {
        var done = asked.Select(upgrade => upgrade.Plan).FirstOrDefault(plan => IsCalled(plan, running))
            ?? scheduled.Entries.FirstOrDefault(entry => IsCalled(entry, running));
        var looked = asked.Select(upgrade => (Upgrade: upgrade, Why: Why(upgrade.Plan))).ToList();
        return new BatchToAdd(
            [.. looked.Where(one => one.Why is null).Select(one => one.Upgrade)],
            [.. looked.Where(one => one.Why is not null).Select(one => (one.Upgrade, one.Why!))]);

        string? Why(UpgradePlan plan) =>
            IsCalled(plan, running) ? Runs
            : PassedEntries.Why(plan, done, known) is { } why ? why
            : plan.Height <= known?.Height && !scheduled.HasAtItsHeight(plan)
                ? $"the node has reached its height: {known.Witness} shows {known.Height}"
            : null;
    }

    private static bool IsCalled(UpgradePlan plan, string? name) => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
