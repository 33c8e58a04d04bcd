using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Backups;

/// <summary>What is written down of a backup as a whole.</summary>
internal static class BackupRecord
{
    /// <param name="home">Whose.</param>
    /// <param name="plan">Before whose upgrade.</param>
    /// <param name="source">The folder that was backed up.</param>
    /// <param name="mode">How files got there.</param>
    /// <param name="entries">All of them.</param>
    public static ManifestHeader Header(
        DaemonHome home, UpgradePlan plan, string source, BackupMode mode, IReadOnlyList<ManifestEntry> entries) => new()
        {
            Backup = ManifestText.Version,
            Plan = plan.Name,
            Height = plan.Height,
            Home = home.Path,
            Source = source,
            Current = BackupStore.CurrentOf(home),
            Taken = DateTimeOffset.UtcNow,
            Mode = BackupModes.Text(mode),
            Entries = entries.Count,
            Files = entries.LongCount(entry => entry.Kind == EntryKind.File),
            Bytes = entries.Where(entry => entry.SameAs is null).Sum(entry => entry.Size),
        };
}
