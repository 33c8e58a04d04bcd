using System.Text.Json.Serialization;

namespace Cosmovisor.Upgrading;

/// <summary>How long a node was down for an upgrade: from its halt to the first block after it, in seconds.</summary>
/// <param name="Total">From when the upgrade began, which is when its halt was seen.</param>
/// <param name="Stage">Binary and checks, as long as the chain waited for them.</param>
/// <param name="Stop">The end of the old version.</param>
/// <param name="Backup">Copying.</param>
/// <param name="Hooks">Migration scripts, new genesis, <c>pre-upgrade</c>.</param>
/// <param name="Switch">The link.</param>
/// <param name="Start">Until the new version's process was there.</param>
/// <param name="Migration">Until its application had carried out the upgrade; as exact as the questions are often.</param>
/// <param name="Network">Until the network had made the next block; likewise.</param>
internal sealed record Downtime(
    double Total, double Stage, double Stop, double Backup, double Hooks, double Switch, double Start, double Migration, double Network)
{
    /// <summary>What no part has: an upgrade that was interrupted, and waited for its next start.</summary>
    [JsonIgnore]
    public double Rest => Math.Max(0, Round(Total - Parts.Sum(part => part.Seconds)));

    /// <summary>In their order.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Name, double Seconds)> Parts =>
    [
        ("stage", Stage), ("stop", Stop), ("backup", Backup), ("hooks", Hooks), ("switch", Switch), ("start", Start),
        ("migration", Migration), ("network", Network),
    ];

    /// <param name="journal">Of the upgrade.</param>
    /// <param name="started">When the new version was.</param>
    /// <param name="applied">When it was seen to have carried out the upgrade; null where that was seen together with the first
    /// block.</param>
    /// <param name="firstBlock">When that was first seen.</param>
    /// <returns>Null where the clock was put back in between: then it says nothing.</returns>
    public static Downtime? Of(Journal journal, DateTimeOffset started, DateTimeOffset? applied, DateTimeOffset firstBlock)
    {
        if (started < journal.Began || firstBlock < started || applied < started || applied > firstBlock)
        {
            return null;
        }

        var switched = journal[UpgradeStep.Switch]?.Ended ?? journal.Last?.Ended ?? journal.Began;
        var migrated = applied ?? firstBlock;

        return new Downtime(
            Seconds(firstBlock - journal.Began),
            Took(journal, UpgradeStep.Stage), Took(journal, UpgradeStep.Stop), Took(journal, UpgradeStep.Backup),
            Round(Took(journal, UpgradeStep.CustomPreUpgrade)
                + Took(journal, UpgradeStep.NewGenesis)
                + Took(journal, UpgradeStep.PreUpgrade)),
            Took(journal, UpgradeStep.Switch), Seconds(started - switched), Seconds(migrated - started), Seconds(firstBlock - migrated));
    }

    /// <summary>For people: the parts that took a tenth of a second or more.</summary>
    [JsonIgnore]
    public string Words
    {
        get
        {
            var parts = Parts.Append(("interrupted", Rest))
                .Where(part => part.Item2 >= 0.1)
                .Select(part => $"{part.Item1} {part.Item2:0.0} s")
                .ToArray();
            return $"{Total:0.0} s from the halt to the first block{(parts.Length == 0 ? "" : $": {string.Join(", ", parts)}")}";
        }
    }

    private static double Took(Journal journal, UpgradeStep step) =>
        journal[step] is { Ended: { } ended } entry ? Seconds(ended - entry.Began) : 0;

    private static double Seconds(TimeSpan time) => Round(Math.Max(0, time.TotalSeconds));

    private static double Round(double seconds) => Math.Round(seconds, 3);
}
