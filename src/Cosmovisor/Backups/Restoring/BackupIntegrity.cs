namespace Cosmovisor.Backups;

/// <summary>A backup is restored only if it is as it was when it was taken.</summary>
internal static class BackupIntegrity
{
    private const int MostNamed = 5;

    /// <summary>By what the file system says of it.</summary>
    /// <exception cref="RefusedException">It is not, and where.</exception>
    public static Manifest Check(StoredBackup backup, DataTree tree)
    {
        if (!ManifestFile.Read(backup.Folder.Manifest).IsOk(out var manifest, out var wrong))
        {
            throw new RefusedException(
                $"the manifest {backup.Folder.Manifest} cannot be used: {wrong}. Nothing was changed. To restore without it, move it away: the backup is then taken as another tool's");
        }

        // Inodes change when an operator moves a backup to another disk; all else must be as it was.
        var differences =
            BackupCheck.Facts(manifest with { Entries = [.. manifest.Entries.Select(entry => entry with { Inode = null })] }, tree);
        return differences.Count == 0 ? manifest : throw NotAsTaken(backup, differences);
    }

    /// <summary>By content: whatever has a hash written down is compared with it, copied just now or shared.</summary>
    /// <param name="backup">Which.</param>
    /// <param name="manifest">What was written down.</param>
    /// <param name="lines">What was restored, with the hashes of what was copied on the way.</param>
    /// <param name="restored">Where that stands.</param>
    /// <param name="ct">Ends it early.</param>
    /// <exception cref="RefusedException">It is not, and where.</exception>
    public static void CheckContent(
        StoredBackup backup, Manifest manifest, IReadOnlyList<ManifestEntry> lines, string restored, CancellationToken ct)
    {
        var expected = manifest.Entries.Where(entry => entry.Sha256 is not null).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var differences = lines
            .Where(line => line.Sha256 is { } hash
                && expected.TryGetValue(line.Path, out var entry)
                && SparseHash.Is(entry.Sha256!) == SparseHash.Is(hash)
                && expected.Remove(line.Path) && entry.Sha256 != hash)
            .Select(line => $"{line.Path} has other content").ToList();
        differences.AddRange(
            BackupCheck.Content(manifest with { Entries = [.. expected.Values] }, restored, deep: false, null, ct).Differences);

        if (differences.Count > 0)
        {
            throw NotAsTaken(backup, differences);
        }
    }

    private static RefusedException NotAsTaken(StoredBackup backup, IReadOnlyList<string> differences) => new(
        $"\"{backup.Folder.Name}\" is not as it was when it was taken: {string.Join("; ", differences.Take(MostNamed))}{(differences.Count > MostNamed ? $"; and {differences.Count - MostNamed} more" : "")}. "
        + $"Nothing was changed. Use another backup; or, if you know why it differs, move {backup.Folder.Manifest} away: the backup is then taken as another tool's");
}
