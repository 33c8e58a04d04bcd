using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Mode, owner and time as they were when the backup was taken. A hard-linked file has those of the live data, whatever became of them
/// since.
/// </summary>
/// <remarks>A manifest is foreign text: no set-id bit comes from it, and no owner but the one that the data folder has anyway.</remarks>
internal static class RecordedMetadata
{
    private const int Rights = 0x1ff;

    /// <param name="manifest">What was written down.</param>
    /// <param name="tree">What is there.</param>
    /// <param name="folder">The data folder, or the one it will stand in.</param>
    /// <returns><paramref name="tree"/> with the marks that its manifest has; what had others is to be copied, since a link could not have
    /// both.</returns>
    public static DataTree Of(Manifest manifest, DataTree tree, FileFacts folder)
    {
        var touched = BackupCheck.Touched(manifest, tree).ToHashSet(StringComparer.Ordinal);
        var recorded =
            manifest.Entries.Where(entry => touched.Contains(entry.Path)).ToDictionary(entry => entry.Path, StringComparer.Ordinal);

        return recorded.Count == 0 ? tree
            : tree with
            {
                Entries = [.. tree.Entries.Select(entry => recorded.TryGetValue(entry.Path, out var then)
                ? entry with { Facts = Then(entry.Facts, then, folder), MayBeLinked = false } : entry)]
            };
    }

    private static FileFacts Then(FileFacts now, ManifestEntry then, FileFacts folder) => now with
    {
        Modified = then.Modified,
        Mode = Convert.ToInt32(then.Mode, 8) & Rights,
        User = then.User == folder.User ? folder.User : now.User,
        Group = then.Group == folder.Group ? folder.Group : now.Group,
    };
}
