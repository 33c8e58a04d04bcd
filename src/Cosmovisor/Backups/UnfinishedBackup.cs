using Cosmovisor.Disk;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>A backup on its way to its name: what lies in its place, the order of its renames, and what is left when it fails.</summary>
internal sealed class UnfinishedBackup(BackupFolder folder)
{
    private const int StampMode = 0x1a4; // 0644, whatever the umask would let others write

    /// <summary>Moves away what stands in its place.</summary>
    /// <remarks>Only in the classic contract, whose place has one name: somebody's unfinished or unmarked backup stands there.</remarks>
    /// <returns>Where it is now; null where nothing stood there.</returns>
    public string? MakeWay()
    {
        if (FileFacts.Of(folder.Data) is null)
        {
            return null;
        }

        var aside = UnusedName.NumberedOf($"{folder.Data}.incomplete");
        FileCalls.Rename(folder.Data, aside);
        return aside;
    }

    /// <summary>Gives it its name.</summary>
    /// <remarks>
    /// The order is the promise: every byte is on disk before the manifest is, and the manifest before the data has its name.
    /// </remarks>
    public void Name()
    {
        AtomicFile.Finish(folder.Manifest);
        FileCalls.Rename(folder.Taking, folder.Data);
    }

    /// <summary>Makes its names survive a power cut.</summary>
    public void Flush()
    {
        FileCalls.SyncFolder(folder.Parent);
        FileCalls.SyncFolder(Path.GetDirectoryName(folder.Parent)!);
    }

    /// <summary>Makes its stamp, if there is one to make and it is missing.</summary>
    /// <remarks>Not flushed: it says nothing that the manifest does not, and a missing one is added.</remarks>
    public void Stamp()
    {
        if (folder.Stamp is { } stamp && !File.Exists(stamp))
        {
            using var made = FileDescriptor.Create(stamp, StampMode);
            Ownership.Gets(stamp);
        }
    }

    /// <summary>Removes what there is of it.</summary>
    public void Discard()
    {
        AtomicFile.Discard(folder.Manifest);
        WholeTree.Remove(folder.Taking);

        if (File.Exists(folder.Manifest))
        {
            File.Delete(folder.Manifest);
        }
    }
}
