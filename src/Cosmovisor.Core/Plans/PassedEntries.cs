using Cosmovisor.Detection;

namespace Cosmovisor.Plans;

/// <summary>
/// What leaves the operator's schedule because it can never come again: a node that is given a halt height it has passed stays down.
/// </summary>
/// <param name="Left">What is still to come.</param>
/// <param name="Passed">What is not, and why, in the order of the heights.</param>
internal sealed record PassedEntries(UpgradeSchedule Left, IReadOnlyList<(UpgradePlan Entry, string Why)> Passed)
{
    /// <param name="schedule">As it is. The entry of the running version, if it is in it, is done and leaves it too, but has not
    /// passed.</param>
    /// <param name="running">Name of the upgrade whose binary is current; null for genesis.</param>
    /// <param name="known">How high the node is; null when nothing shows it.</param>
    public static PassedEntries Of(UpgradeSchedule schedule, string? running, KnownHeight? known)
    {
        var done = schedule.Entries.FirstOrDefault(entry => IsCalled(entry, running));
        var passed = schedule.Entries.Where(entry => entry != done)
            .Select(entry => (Entry: entry, Why: Why(entry, done, known)))
            .Where(one => one.Why is not null)
            .ToList();
        var left = passed.Aggregate(schedule.Without(running), (all, one) => all.Without(one.Entry.Name));
        return new PassedEntries(left, [.. passed.Select(one => (one.Entry, one.Why!))]);
    }

    /// <summary>Why an entry can never come again; null when it still may.</summary>
    /// <param name="entry">Of a schedule, or about to come into it.</param>
    /// <param name="done">The running version's own entry in the same schedule; null when it has none.</param>
    /// <param name="known">How high the node is.</param>
    public static string? Why(UpgradePlan entry, UpgradePlan? done, KnownHeight? known) =>
        known?.IsBeyond(entry.Height) == true
            ? $"the node has passed its height: {known.Witness} shows {known.Height}"
        : entry.Height < done?.Height ? $"the running version is that of \"{done.Name}\", which comes after it, at height {done.Height}"
        : null;

    private static bool IsCalled(UpgradePlan entry, string? name) => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
