using System.Runtime.ExceptionServices;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>What is done to a tree from end to end: flushed, compared, removed.</summary>
internal static class WholeTree
{
    private const int OwnerAll = 0x1c0; // 0700

    /// <summary>Makes everything below <paramref name="root"/> survive a power cut.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="entries">What is in it.</param>
    /// <param name="beside">Done meanwhile: waiting for a disk takes no processor. What goes wrong first is thrown, and only once the flush
    /// has ended: nothing may be removed under it.</param>
    public static void Flush(string root, IReadOnlyList<TreeEntry> entries, Action beside)
    {
        ExceptionDispatchInfo? failure = null;

        void Try(Action work)
        {
            try
            {
                work();
            }
            catch (Exception cause) // Handed over to the end, whatever it is.
            {
                _ = Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(cause), null);
            }
        }

        var flush = new Thread(() => Try(() => FlushAll(root, entries))) { IsBackground = true, Name = "backup flush" };

        try
        {
            flush.Start();
        }
        catch (OutOfMemoryException) // no more threads for this user or container
        {
            FlushAll(root, entries);
            beside();
            return;
        }

        Try(beside);
        flush.Join();
        failure?.Throw();
    }

    private static void FlushAll(string root, IReadOnlyList<TreeEntry> entries)
    {
        using var folder = FileDescriptor.Open(root);

        // One call for all: fsync(2) waits for the disk once for every file, and there may be a hundred thousand.
        if (OperatingSystem.IsLinux() && CloneCalls.SyncFileSystem(folder.Number) == 0)
        {
            return;
        }

        foreach (var entry in entries)
        {
            if (entry.Facts.Kind is FileKind.File or FileKind.Folder)
            {
                FileCalls.SyncFile(TreePath.Full(root, entry.Path));
            }
        }
    }

    /// <summary>Everything that is not as it was when <paramref name="tree"/> was read, in words.</summary>
    public static IReadOnlyList<string> Changes(DataTree tree)
    {
        var changes = new List<string>();

        foreach (var entry in tree.Entries)
        {
            if (FileFacts.Of(TreePath.Full(tree.Root, entry.Path)) is not { } now)
            {
                changes.Add($"{entry.Path} is gone");
            }
            else if (!now.IsUnchangedFrom(entry.Facts))
            {
                changes.Add(entry.Facts.Kind == FileKind.Folder ? $"files came to or left {entry.Path}" : $"{entry.Path} was written");
            }
        }

        // A folder's own change is not news when the file that came or went is named.
        return changes.Any(change => !change.StartsWith("files ", StringComparison.Ordinal))
            ? [.. changes.Where(change => !change.StartsWith("files ", StringComparison.Ordinal))] : changes;
    }

    /// <exception cref="RefusedException">Something is not as it was: another process writes there.</exception>
    public static void RefuseChanges(DataTree tree)
    {
        if (Changes(tree) is { Count: > 0 } changes)
        {
            throw new RefusedException($"{tree.Root} changed while it was backed up: {NameList.Of(changes)}. "
                + $"The node has ended, so another process writes there; find it with: fuser -v {tree.Root}. No backup was kept");
        }
    }

    /// <summary>Removes a tree, folders that forbid it included. What is gone already is not an error.</summary>
    public static void Remove(string root)
    {
        if (OperatingSystem.IsLinux())
        {
            TreeRemoval.Remove(root);
            return;
        }

        if (FileFacts.Of(root) is not { Kind: FileKind.Folder } facts)
        {
            File.Delete(root);
            return;
        }

        if ((facts.Mode & OwnerAll) != OwnerAll)
        {
            File.SetUnixFileMode(root, (UnixFileMode)OwnerAll);
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(root).ToList())
        {
            Remove(entry);
        }

        Directory.Delete(root);
    }
}
