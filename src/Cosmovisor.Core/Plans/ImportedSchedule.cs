namespace Cosmovisor.Plans;

/// <summary>A schedule that was kept elsewhere, on its way into ours.</summary>
/// <param name="Schedule">Ours, with what is new.</param>
/// <param name="Entries">How many of theirs stand in it.</param>
/// <param name="LeftOut">Those that do not, and why.</param>
internal sealed record ImportedSchedule(UpgradeSchedule Schedule, int Entries, IReadOnlyList<(UpgradePlan Entry, string Why)> LeftOut)
{
    /// <summary>
    /// Ours wins where the two contradict each other, and what is over stays out: run up to once more, it would keep the node down.
    /// </summary>
    /// <param name="ours">As it is.</param>
    /// <param name="theirs">What is to come into it.</param>
    /// <param name="whyIsOver">Why an upgrade is over already; null when it is not.</param>
    public static ImportedSchedule Of(UpgradeSchedule ours, UpgradeSchedule theirs, Func<UpgradePlan, string?> whyIsOver)
    {
        var (schedule, leftOut) = (ours, new List<(UpgradePlan, string)>());

        foreach (var entry in theirs.Entries)
        {
            if (whyIsOver(entry) is { } why)
            {
                leftOut.Add((entry, why));
            }
            else if (schedule.With(entry).IsOk(out var more, out var reason))
            {
                schedule = more;
            }
            else
            {
                leftOut.Add((entry, $"our own schedule wins: {reason}"));
            }
        }

        return new ImportedSchedule(schedule, theirs.Entries.Count - leftOut.Count, leftOut);
    }
}
