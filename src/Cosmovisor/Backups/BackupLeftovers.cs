using Cosmovisor.Disk;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// What a backup or a removal leaves behind, looked at and removed while others may be at it: whatever vanishes under our hands is no
/// error.
/// </summary>
internal static class BackupLeftovers
{
    private const int Attempts = 100;

    /// <summary>
    /// Makes a folder and holds its lock. In the instant between, the removal beside the node may take it for a leftover; then it is made
    /// again.
    /// </summary>
    /// <returns>Null when somebody else is at work in it.</returns>
    public static IDisposable? MakeAndHold(string folder)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            _ = Directory.CreateDirectory(folder, BackupStore.OwnerOnly);
            var made = FileFacts.Of(folder)?.Inode;

            try
            {
                var mine = LockOwners.TryTake(folder);

                if (made is not null && FileFacts.Of(folder)?.Inode == made)
                {
                    return mine;
                }

                mine?.Dispose(); // the lock of a folder that is gone
            }
            catch (FileNotFoundException)
            {
                continue; // removed under our hands
            }
        }

        return null;
    }

    /// <summary>Removes what a backup or a removal that was killed has left.</summary>
    public static void Remove(string path)
    {
        var folder = BackupFolder.OfLeftover(path);

        // First of all: nothing else would lead to it. It is prepared while the disk flushes, and has no name before that is over.
        if (path == folder?.Taking)
        {
            AtomicFile.Discard(folder.Manifest);
        }

        WholeTree.Remove(path);

        // The manifest goes after the data has its other name: killed in between, it stands there alone.
        if (path == folder?.Removing && FileFacts.Of(folder.Data) is null)
        {
            Delete(folder.Manifest);
        }

        if (folder is not null)
        {
            RemoveIfEmpty(folder);
        }
    }

    // The genesis file that an upgrade has kept lies here too, and other backups may need it; so may what another tool left.
    public static void RemoveIfEmpty(BackupFolder folder)
    {
        if (folder.Stamp is not null && Directory.Exists(folder.Parent) && EntriesOf(folder.Parent) is [])
        {
            try
            {
                Directory.Delete(folder.Parent);
            }
            catch (IOException)
            {
                return; // gone already, or something has come there since
            }
        }
    }

    /// <returns>Null when somebody is at it, or it is gone by now, or it is not a folder.</returns>
    public static IDisposable? LockOf(string folder)
    {
        try
        {
            var mine = FileFacts.Of(folder) is { Kind: FileKind.Folder } ? LockOwners.TryTake(folder) : null;

            // Whoever held it until now has removed it under our hands.
            if (mine is null || FileFacts.Of(folder) is not null)
            {
                return mine;
            }

            mine.Dispose();
            return null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (DirectoryNotFoundException)
        {
            return; // its folder has gone with it
        }
    }

    // Old backups are removed beside the node, so a folder may go at any time.
    public static string[] EntriesOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    public static bool IsBusy(string path)
    {
        using var free = LockOf(path);
        return free is null && Directory.Exists(path);
    }

    public static IEnumerable<string> Below(string folder) =>
        EntriesOf(folder).Where(Directory.Exists).Select(path => Path.GetFileName(path));
}
