using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>The moment of a restore: what was built beside the data gets its name.</summary>
/// <remarks>
/// The two folders swap names in one step (renameat2 RENAME_EXCHANGE; two renames where that is not known). A record on disk says, before
/// that, which inode is which and what else is to be done; every step can be done twice, and the record goes last.
/// </remarks>
/// <param name="home">Whose data.</param>
/// <param name="news">Informed of every step.</param>
/// <param name="reached">Informed of every move that stands on the disk; null for nobody.</param>
internal sealed class RestoreSwap(DaemonHome home, INews news, Action<RestoreMove>? reached = null)
{
    /// <summary>
    /// What a restore that was interrupted left to do, as a sentence; null when there is nothing. A supervisor should not start then.
    /// </summary>
    public static string? Unfinished(DaemonHome home) => File.Exists(home.RestoreRecord)
        ? $"a restore was interrupted (see {home.RestoreRecord}): run cosmovisorctl backup restore once more, it finishes what was begun before anything else"
        : null;

    /// <exception cref="RefusedException">A restore was interrupted: what stands where is for that to settle first.</exception>
    public static void RefuseUnfinished(DaemonHome home, string what)
    {
        if (Unfinished(home) is { } unfinished)
        {
            throw new RefusedException($"{what} was refused: {unfinished}. Nothing was changed");
        }
    }

    /// <summary>What an interrupted restore has begun: its data is put in place, or what it built is forgotten.</summary>
    /// <returns>What is to be finished; null when nothing is, and the restore that is asked for must be done from the start.</returns>
    public RestoreRecord? Interrupted()
    {
        if (!File.Exists(home.RestoreRecord))
        {
            return null;
        }

        if (!BoundedFile.ReadText(home.RestoreRecord).Then(RestoreRecord.Parse).IsOk(out var record, out var wrong))
        {
            throw new RefusedException(
                $"{home.RestoreRecord} cannot be read: {wrong}. It says where an interrupted restore keeps the data: check the folders beside the data folder, put the right one in place, and remove this file");
        }

        if (HasSwapped(record))
        {
            news.Tell(new Happening.RestoreFinished(record.Backup, record.Data));
            return record;
        }

        if (FileFacts.Of(record.Data) is null && FileFacts.Of(record.Restoring) is not null)
        {
            news.Tell(new Happening.RestoreFinished(record.Backup, record.Data));
            FileCalls.Rename(record.Restoring, record.Data);
            return record;
        }

        // The old data is still in place, and may have gone on since: what was built is stale, its sign state above all.
        news.Tell(new Happening.RestoreUndone(record.Backup, record.Data));
        Forget();
        return null;
    }

    // Without inodes (macOS) there is no swap in one step either: then the built data has its old name until it is in place.
    private static bool HasSwapped(RestoreRecord record) =>
        record.Inode != 0 ? FileFacts.Of(record.Data)?.Inode == record.Inode
            : FileFacts.Of(record.Data) is not null && FileFacts.Of(record.Restoring) is null;

    /// <summary>Puts the restored data in place.</summary>
    /// <param name="record">On the disk before the first name changes.</param>
    public void Swap(RestoreRecord record)
    {
        news.Tell(new Happening.RestoreSwaps(record.Data, record.Aside));
        AtomicFile.Write(home.RestoreRecord, [record.ToJson()]);
        reached?.Invoke(RestoreMove.Recorded);

        try
        {
            Exchange(record);
        }
        catch (IOException) when (FileFacts.Of(record.Data) is not null && !HasSwapped(record))
        {
            Forget(); // the data is where it was, and nothing is left to be finished
            throw;
        }

        reached?.Invoke(RestoreMove.DataInPlace);
    }

    /// <summary>Gives the data that was there before the name under which it is kept.</summary>
    public void NameOldData(RestoreRecord record)
    {
        if (FileFacts.Of(record.Restoring) is not null)
        {
            FileCalls.Rename(record.Restoring, record.Aside);
        }

        FileCalls.SyncFolder(Path.GetDirectoryName(record.Data)!);
        reached?.Invoke(RestoreMove.OldDataNamed);
    }

    /// <summary>All of it is done.</summary>
    public void Forget()
    {
        File.Delete(home.RestoreRecord);
        FileCalls.SyncFolder(home.Root);
    }

    private void Exchange(RestoreRecord record)
    {
        if (FileFacts.Of(record.Data) is null)
        {
            FileCalls.Rename(record.Restoring, record.Data);
        }
        else if (CloneCalls.SwapNames(record.Restoring, record.Data) != 0)
        {
            FileCalls.Rename(record.Data, record.Aside);
            reached?.Invoke(RestoreMove.OldDataAside);

            try
            {
                FileCalls.Rename(record.Restoring, record.Data);
            }
            catch (IOException)
            {
                FileCalls.Rename(record.Aside, record.Data);
                throw;
            }
        }
    }
}
