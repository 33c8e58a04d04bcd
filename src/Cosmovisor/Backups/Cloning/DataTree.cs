using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>A folder as it is found: what there is to back up, and what the operator should know about it.</summary>
/// <param name="Root">The folder, symlinks resolved.</param>
/// <param name="Entries">In the order of their paths, each folder before what it holds; the first is the folder itself.</param>
/// <param name="Remarks">What is not, or only partly, in a backup of it: a sentence each.</param>
internal sealed record DataTree(string Root, IReadOnlyList<TreeEntry> Entries, IReadOnlyList<string> Remarks)
{
    public long Files { get; } = Entries.LongCount(entry => entry.Facts.Kind == FileKind.File);

    public long Bytes { get; } = Entries.Sum(entry => entry.Facts.Kind == FileKind.File && entry.SameAs is null ? entry.Facts.Size : 0);

    /// <exception cref="RefusedException">Something in it cannot be read.</exception>
    public static DataTree Read(string folder)
    {
        var walk = new Walk(RealPath.Of(folder));

        try
        {
            walk.Go();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"{folder} cannot be read whole: {trouble.Message.TrimEnd('.')}. A backup of it would not be whole either, so none was begun. Make it readable for this user and try again",
                trouble);
        }

        walk.Tell();
        return new DataTree(walk.Root, walk.Entries, walk.Remarks);
    }

    private sealed class Walk(string root)
    {
        private readonly Dictionary<(ulong Device, ulong Inode), string> _firstNames = [];
        private readonly bool _takesLinks = !OverlayDisk.Holds(root);
        private readonly List<string> _fixed = [];
        private readonly List<string> _outOfTime = [];

        public string Root => root;

        public List<TreeEntry> Entries { get; } = [];

        public List<string> Remarks { get; } = [];

        public void Go()
        {
            var facts = FileFacts.Of(root) ?? throw new FileNotFoundException($"{root} is not there");
            Entries.Add(new TreeEntry(".", facts));
            Folder(".", facts);
        }

        private void Folder(string path, FileFacts folder)
        {
            var found = new List<(string Name, FileFacts Facts)>();

            foreach (var full in Directory.EnumerateFileSystemEntries(TreePath.Full(root, path)))
            {
                var name = Path.GetFileName(full);
                var facts = FileFacts.Of(full);

                // .NET reads names as UTF-8, and puts U+FFFD for what is none: then there is nothing of that name, or one more of the same.
                if (name.Contains('\uFFFD', StringComparison.Ordinal) && (facts is null || found.Any(other => other.Name == name)))
                {
                    throw NotText($"a name in {TreePath.Full(root, path)}, {name},", "Rename it (ls -b shows the bytes)");
                }

                // What is gone between listing and looking is told by the check of the folder's time at the end.
                if (facts is { } there)
                {
                    found.Add((name, there));
                }
            }

            found.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
            var database =
                DatabaseFolder.Of(found.Where(file => file.Facts.Kind == FileKind.File).Select(file => (file.Name, file.Facts.Modified)));

            foreach (var (name, facts) in found)
            {
                Entry(TreePath.Below(path, name), name, facts, folder, database);
            }
        }

        /// <summary>What is to be said of many files at once.</summary>
        public void Tell()
        {
            if (_fixed.Count > 0)
            {
                Remarks.Add($"immutable or append-only (chattr +i, +a) here and not in a copy: {NameList.Of(_fixed)}");
            }

            if (_outOfTime.Count > 0)
            {
                Remarks.Add(
                    $"last written after the year 2262 or before 1677, by their times, which become the nearest that can be kept: {NameList.Of(_outOfTime)}");
            }
        }

        private void Entry(string path, string name, FileFacts facts, FileFacts folder, DatabaseFolder database)
        {
            if (facts.IsFixed)
            {
                _fixed.Add(path);
            }

            if (facts.IsTimeBeyondUs)
            {
                _outOfTime.Add(path);
            }

            switch (facts.Kind)
            {
                case FileKind.Folder:
                    Entries.Add(new TreeEntry(path, facts));
                    Mount(path, facts, folder);
                    Folder(path, facts);
                    break;
                case FileKind.File:
                    Entries.Add(new TreeEntry(path, facts)
                    {
                        MayBeLinked = _takesLinks
                        && !facts.IsFixed
                        && CloneRule.MayBeLinked(name, facts.Modified, database),
                        SameAs = FirstName(path, facts)
                    });
                    break;
                case FileKind.Symlink:
                    Symlink(path, facts);
                    break;
                case FileKind.Fifo:
                    Entries.Add(new TreeEntry(path, facts));
                    break;
                default:
                    Remarks.Add($"{path} is a {(facts.Kind == FileKind.Socket ? "socket" : "device")}: left out, it has no content");
                    break;
            }
        }

        private void Mount(string path, FileFacts facts, FileFacts folder)
        {
            if (facts.IsMountRoot || facts.Device != folder.Device)
            {
                Remarks.Add($"{path} is on another file system: its files are backed up too, but cannot be shared by hard link");
            }
        }

        private void Symlink(string path, FileFacts facts)
        {
            var full = TreePath.Full(root, path);
            var target = LinkText.Of(full) ?? throw NotText($"what the link {full} points to", "Create it again");
            Entries.Add(new TreeEntry(path, facts) { Target = target });

            var pointsTo = Path.GetFullPath(target, Path.GetDirectoryName(full)!);

            if (!TreePath.IsInside(pointsTo, root))
            {
                Remarks.Add(FileFacts.Of(pointsTo) is null
                    ? $"{path} is a broken link to {target}: kept as it is"
                    : $"{path} is a link to {target}: the link is kept, what it points to is NOT in the backup");
            }
            else if (Path.IsPathRooted(target))
            {
                Remarks.Add($"{path} is a link by absolute path to {target}: in the backup it still points to the original");
            }
        }

        private static RefusedException NotText(string what, string remedy) => new(
            $"{what} is not UTF-8: a manifest cannot hold it, and it would come out as another one. Nothing was begun. {remedy}, or use a snapshot (COSMOVISOR_BACKUP_COMMAND)");

        private string? FirstName(string path, FileFacts facts)
        {
            if (facts.Links < 2 || facts.Inode == 0)
            {
                return null;
            }

            var known = _firstNames.TryGetValue((facts.Device, facts.Inode), out var first);
            _ = known || _firstNames.TryAdd((facts.Device, facts.Inode), path);
            return first;
        }
    }
}
