using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Compares a backup with its manifest.</summary>
internal static class BackupCheck
{
    /// <summary>
    /// By what the file system says: names, kinds, sizes, times, modes, owners, link targets, for shared files the inode, and which names
    /// are one file.
    /// </summary>
    /// <returns>What differs, a sentence each; none when all is as it was written down. <see cref="Touched"/> is not damage.</returns>
    public static IReadOnlyList<string> Facts(Manifest manifest, DataTree found)
    {
        var differences = new List<string>();
        var there = found.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var inodes = found.Entries.ToDictionary(entry => entry.Path, entry => entry.Facts.Inode, StringComparer.Ordinal);

        foreach (var expected in manifest.Entries)
        {
            if (!there.Remove(expected.Path, out var entry))
            {
                differences.Add($"{expected.Path} is missing");
            }
            else if (Difference(expected, entry) is { } difference)
            {
                differences.Add($"{expected.Path} {difference}");
            }
            else if (expected.SameAs is { } same && inodes.TryGetValue(same, out var inode) && inode != entry.Facts.Inode)
            {
                differences.Add($"{expected.Path} is a separate file, expected a hard link to {same}");
            }
        }

        differences.AddRange(there.Keys.Order(StringComparer.Ordinal).Select(path => $"{path} is not in the manifest"));
        return differences;
    }

    /// <summary>
    /// Hard-linked files whose mode, owner or time is another now: they are the live data's too, and it was changed there.
    /// </summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Touched(Manifest manifest, DataTree found)
    {
        var linked =
            manifest.Entries.Where(entry => entry.Way == CloneWay.HardLink).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        return [.. found.Entries.Where(entry => linked.TryGetValue(entry.Path, out var expected)
            && MarksDiffer(expected, entry) is not null).Select(entry => entry.Path)];
    }

    /// <summary>By content: reads every file that was copied, and with <paramref name="deep"/> the shared ones too.</summary>
    /// <param name="manifest">What was written down.</param>
    /// <param name="root">The backed-up folder.</param>
    /// <param name="deep">Read shared files as well; those without a recorded hash get one.</param>
    /// <param name="count">Informed of the bytes read.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>What differs, and the manifest with the hashes that are known now.</returns>
    public static (IReadOnlyList<string> Differences, Manifest Known) Content(
        Manifest manifest, string root, bool deep, Action<long>? count, CancellationToken ct)
    {
        var known = manifest.Entries.ToArray();
        var differences = new System.Collections.Concurrent.ConcurrentBag<string>();
        var toRead = Enumerable.Range(0, known.Length)
            .Where(index => known[index] is { Kind: EntryKind.File, SameAs: null } entry && (entry.Sha256 is not null || deep)).ToArray();

        void Read(int turn, FileCopy reader, CancellationToken token)
        {
            var entry = known[toRead[turn]];

            // What is missing is told by the facts.
            if (FileFacts.Of(TreePath.Full(root, entry.Path)) is { Kind: FileKind.File })
            {
                var hash = reader.Hash(TreePath.Full(root, entry.Path), entry.Sha256, token);

                if (entry.Sha256 is { } expected && hash != expected)
                {
                    differences.Add($"{entry.Path} has other content: expected sha256 {expected}, got {hash}");
                }

                known[toRead[turn]] = entry with { Sha256 = entry.Sha256 ?? hash };
            }
        }

        FileWorkers.Run(FileWorkers.ToRead, toRead.Length, Read, count ?? (_ => { }), meanwhile: () => { }, ct);
        return ([.. differences.Order(StringComparer.Ordinal)], manifest with { Entries = known });
    }

    private static string? Difference(ManifestEntry expected, TreeEntry found) =>
        expected.Kind != KindOf(found.Facts.Kind) ? $"is a {found.Facts.Kind}, expected a {expected.Kind}"
        : expected.Kind == EntryKind.File && expected.Size != found.Facts.Size ? $"has {found.Facts.Size} bytes, expected {expected.Size}"
        : expected.Way != CloneWay.HardLink && MarksDiffer(expected, found) is { } marks ? marks
        : expected.Inode is { } inode && found.Facts.Inode != inode
            ? "is not the file that was backed up (another inode): the backup was moved or the file replaced"
        : expected.Target != found.Target ? $"points to {found.Target}, expected {expected.Target}"
        : null;

    private static string? MarksDiffer(ManifestEntry expected, TreeEntry found) =>
        expected.SameAs is not null ? null // told of the name that it is the same file as
        : expected.Kind is EntryKind.File or EntryKind.Fifo && expected.Modified != found.Facts.Modified
            ? "was written since the backup was taken"
        : expected.Kind != EntryKind.Symlink && expected.Mode != ManifestEntry.ModeText(found.Facts.Mode)
            ? $"has mode {ManifestEntry.ModeText(found.Facts.Mode)}, expected {expected.Mode}"
        : (expected.User ?? found.Facts.User, expected.Group ?? found.Facts.Group) != (found.Facts.User, found.Facts.Group)
            ? $"belongs to {found.Facts.User}:{found.Facts.Group}, expected {expected.User}:{expected.Group}"
        : null;

    private static EntryKind? KindOf(FileKind kind) => kind switch
    {
        FileKind.File => EntryKind.File,
        FileKind.Folder => EntryKind.Folder,
        FileKind.Symlink => EntryKind.Symlink,
        FileKind.Fifo => EntryKind.Fifo,
        _ => null,
    };
}
