using System.Diagnostics;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Clones a whole tree into a new folder, files in parallel on threads of its own.</summary>
/// <remarks>The destination is whole and on disk when this returns; when it throws, what stands there is good for nothing.</remarks>
internal sealed class TreeClone(DataTree tree, string destination, BackupMode mode, SpaceReservation room, AheadCopies? ahead = null)
{
    private const int OwnerAll = 0x1c0; // 0700, until the source's mode is set

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly ManifestEntry?[] _lines = new ManifestEntry?[tree.Entries.Count];
    private readonly CloneRemarks _remarks = new();
    private FileClone? _clone;
    private long _files;
    private long _bytes;
    private long _copied;
    private long _ahead;

    /// <summary>Why reflinks were not possible, in the kernel's words; null when they were, or were not tried.</summary>
    public string? NoReflinkBecause => _clone?.NoReflinkBecause;

    /// <summary>Bytes that were copied before.</summary>
    public long Ahead => Interlocked.Read(ref _ahead);

    /// <summary>What could not be kept: a sentence each.</summary>
    public IReadOnlyList<string> Remarks => _remarks.Sentences;

    /// <param name="progress">Receives how far it has come.</param>
    /// <param name="beside">Done last, with a line for the manifest for each entry, while the disk flushes.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>Those lines.</returns>
    public IReadOnlyList<ManifestEntry> Run(
        IProgress<BackupProgress>? progress, Action<IReadOnlyList<ManifestEntry>> beside, CancellationToken ct)
    {
        _clone = new FileClone(tree.Root, destination, mode, room, _remarks);

        foreach (var folder in tree.Entries.Where(entry => entry.Facts.Kind == FileKind.Folder))
        {
            _ = Directory.CreateDirectory(TreePath.Full(destination, folder.Path), (UnixFileMode)OwnerAll);
        }

        CloneFiles(progress, ct);
        MakeTheRest(ct);
        FinishFolders();
        ManifestEntry[] lines = [.. _lines.Select(line => line!)];
        WholeTree.Flush(destination, tree.Entries, () => beside(lines));
        ct.ThrowIfCancellationRequested();
        return lines;
    }

    private void CloneFiles(IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        // The largest first, so that no thread is left alone with a big one at the end.
        var queue = Enumerable.Range(0, tree.Entries.Count)
            .Where(index => tree.Entries[index] is { Facts.Kind: FileKind.File, SameAs: null })
            .OrderByDescending(index => tree.Entries[index].Facts.Size)
            .ToArray();
        using var flush = new EarlyFlush(destination);
        var (clock, told) = (Stopwatch.StartNew(), TimeSpan.Zero);

        void Meanwhile()
        {
            flush.After(Interlocked.Read(ref _copied));

            if (clock.Elapsed - told >= Pace)
            {
                told = clock.Elapsed;
                progress?.Report(
                    new BackupProgress(Interlocked.Read(ref _files), tree.Files, Interlocked.Read(ref _bytes), tree.Bytes, told));
            }
        }

        void Run(int threads, int[] files, Func<TreeEntry, FileCopy, CancellationToken, CloneResult?> clone) => FileWorkers.Run(
            threads,
            files.Length,
            (turn, copy, token) => Cloned(files[turn], clone(tree.Entries[files[turn]], copy, token)),
            count => Interlocked.Add(ref _bytes, count),
            Meanwhile,
            ct);

        if (ahead is not null)
        {
            Run(FileWorkers.ToShare, [.. queue.Where(index => ahead.Has(tree.Entries[index]))],
                (entry, copy, _) => TakeOver(ahead, entry, copy));
            queue = [.. queue.Where(index => _lines[index] is null)];
        }

        if (mode != BackupMode.Copy)
        {
            Run(FileWorkers.ToShare, queue, (entry, copy, _) => _clone!.Share(entry, copy));
        }

        Run(FileWorkers.ToRead, [.. queue.Where(index => _lines[index] is null)], _clone!.Copy);
        progress?.Report(new BackupProgress(tree.Files, tree.Files, tree.Bytes, tree.Bytes, clock.Elapsed));
    }

    private CloneResult? TakeOver(AheadCopies copies, TreeEntry entry, FileCopy copy)
    {
        if (copies.TakeOver(entry, TreePath.Full(destination, entry.Path)) is not { } taken)
        {
            return null;
        }

        copy.Count(entry.Facts.Size);
        return taken;
    }

    private void Cloned(int index, CloneResult? result)
    {
        if (result is null)
        {
            return; // its turn comes once more, to be copied
        }

        var entry = tree.Entries[index];
        _ = Interlocked.Add(ref _copied, result is { Way: CloneWay.Copy, WasAhead: false } ? entry.Facts.Size : 0);
        _ = Interlocked.Add(ref _ahead, result.WasAhead ? entry.Facts.Size : 0);
        _ = Interlocked.Increment(ref _files);
        Remark(entry, result.Made, result.Trouble);
        _lines[index] = Line(entry, EntryKind.File, result.Made) with
        {
            Way = result.Way,
            Sha256 = result.Sha256,
            Inode = result.Way == CloneWay.Copy ? null : result.Made.Inode
        };
    }

    private void MakeTheRest(CancellationToken ct)
    {
        for (var index = 0; index < tree.Entries.Count; index++)
        {
            ct.ThrowIfCancellationRequested();
            var entry = tree.Entries[index];
            var (from, to) = (TreePath.Full(tree.Root, entry.Path), TreePath.Full(destination, entry.Path));

            switch (entry)
            {
                case { Facts.Kind: FileKind.File, SameAs: { } first }:
                    Check(CloneCalls.Link(TreePath.Full(destination, first), to), to);
                    _lines[index] = Line(entry, EntryKind.File, new MetadataTarget(to).Facts) with { SameAs = first };
                    break;
                case { Facts.Kind: FileKind.Symlink, Target: { } target }:
                    Check(CloneCalls.Symlink(target, to), to);
                    _lines[index] = Line(entry, EntryKind.Symlink, Carry(entry, new MetadataTarget(from), new MetadataTarget(to))) with
                    {
                        Target = target
                    };
                    break;
                case { Facts.Kind: FileKind.Fifo }:
                    Check(CloneCalls.MakeFifo(to, (uint)entry.Facts.Mode), to);
                    _lines[index] = Line(entry, EntryKind.Fifo, Carry(entry, new MetadataTarget(from), new MetadataTarget(to)));
                    break;
                default:
                    break;
            }
        }
    }

    // Last and from the inside out: every entry made in a folder changes the folder's time, and a read-only one takes none.
    private void FinishFolders()
    {
        for (var index = tree.Entries.Count - 1; index >= 0; index--)
        {
            var entry = tree.Entries[index];

            if (entry.Facts.Kind == FileKind.Folder)
            {
                var (from, to) = (TreePath.Full(tree.Root, entry.Path), TreePath.Full(destination, entry.Path));
                using var source = FileDescriptor.OpenFound(from, entry.Facts);
                using var target = FileDescriptor.OpenNoLink(to);
                FileFlags.Match(source.Number, target.Number);
                _lines[index] = Line(
                    entry, EntryKind.Folder, Carry(entry, new MetadataTarget(from, source.Number), new MetadataTarget(to, target.Number)));
            }
        }
    }

    private FileFacts Carry(TreeEntry entry, in MetadataTarget from, in MetadataTarget to)
    {
        var (made, trouble) = FileMetadata.Carry(from, to, entry.Facts);
        Remark(entry, made, trouble);
        return made;
    }

    private void Remark(TreeEntry entry, in FileFacts made, string? trouble)
    {
        if (trouble is not null)
        {
            _remarks.Add(entry.Path, $"could not be given {trouble}");
        }

        if (made.Modified != entry.Facts.Modified)
        {
            _remarks.Add(
                entry.Path,
                "could not be given the exact time of the last write: the file system there keeps less of it, whole seconds mostly");
        }
    }

    // As it is now, and not as it was to become: the next look at it must find what is written here.
    private static ManifestEntry Line(TreeEntry entry, EntryKind kind, in FileFacts made) => new()
    {
        Path = entry.Path,
        Kind = kind,
        Size = kind == EntryKind.File ? made.Size : 0,
        Modified = made.Modified,
        Mode = ManifestEntry.ModeText(made.Mode),
        User = made.User,
        Group = made.Group,
    };

    private static void Check(int result, string path)
    {
        if (result != 0)
        {
            throw new IOException($"cannot make {path}: {Errno.LastText}");
        }
    }
}
