using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Mode, owner and time as they were when the backup was taken. A hard-linked file has those of the live data, whatever became of them since.</summary>
internal static class RecordedMarks
{
    /// <returns><paramref name="tree"/> with the marks that its manifest has; what had others is to be copied, since a link could not have both.</returns>
    public static DataTree Of(Manifest manifest, DataTree tree)
    {
        var touched = BackupCheck.Touched(manifest, tree).ToHashSet(StringComparer.Ordinal);
        var recorded = manifest.Entries.Where(entry => touched.Contains(entry.Path)).ToDictionary(entry => entry.Path, StringComparer.Ordinal);

        return recorded.Count == 0 ? tree
            : tree with { Entries = [.. tree.Entries.Select(entry => recorded.TryGetValue(entry.Path, out var then) ? entry with { Facts = Then(entry.Facts, then), MayBeLinked = false } : entry)] };
    }

    private static FileFacts Then(FileFacts now, ManifestEntry then) => now with
    {
        Modified = then.Modified,
        Mode = Convert.ToInt32(then.Mode, 8),
        User = then.User ?? now.User,
        Group = then.Group ?? now.Group,
    };
}
