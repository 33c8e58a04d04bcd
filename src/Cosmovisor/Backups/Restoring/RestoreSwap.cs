using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Backups;

/// <summary>The moment of a restore: what was built beside the data gets its name, and with it go <c>current</c> and the genesis file.</summary>
/// <remarks>
/// The two folders swap names in one step (renameat2 RENAME_EXCHANGE; two renames where that is not known). A record on disk says, before
/// that, which inode is which and what else is to be done; every step can be done twice, and the record goes last.
/// </remarks>
/// <param name="home">Whose data.</param>
/// <param name="log">Told of every step.</param>
/// <param name="dataReplaced">Does the rest that belongs to other data: points <c>current</c> to the version the backup belongs to, if it says which, and schedules again what was undone.</param>
internal sealed class RestoreSwap(DaemonHome home, ILog log, Action<RestoreRecord> dataReplaced)
{
    /// <summary>What a restore that was interrupted left to do, as a sentence; null when there is nothing. A supervisor should not start then.</summary>
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

    /// <summary>Finishes, or takes back, what an interrupted restore has begun.</summary>
    /// <returns>What was finished; null when nothing was, and the restore that is asked for must be done from the start.</returns>
    public RestoreDone? FinishInterrupted()
    {
        if (!File.Exists(home.RestoreRecord))
        {
            return null;
        }

        if (!BoundedFile.ReadText(home.RestoreRecord).Then(RestoreRecord.Parse).IsOk(out var record, out var wrong))
        {
            throw new RefusedException($"{home.RestoreRecord} cannot be read: {wrong}. It says where an interrupted restore keeps the data: look at the folders beside the data folder, put the right one in place, and remove this file");
        }

        if (HasSwapped(record))
        {
            log.Info("finishing an interrupted restore", ("backup", record.Backup), ("data", record.Data));
            return FinishSwapped(record);
        }

        if (FileFacts.Of(record.Data) is null && FileFacts.Of(record.Restoring) is not null)
        {
            log.Info("finishing an interrupted restore", ("backup", record.Backup), ("data", record.Data));
            FileCalls.Rename(record.Restoring, record.Data);
            return FinishSwapped(record);
        }

        // The old data is still in place, and may have gone on since: what was built is stale, its sign state above all.
        log.Info("taking back an interrupted restore: the data had not been replaced", ("backup", record.Backup), ("data", record.Data));
        Forget();
        return null;
    }

    // Without inodes (macOS) there is no swap in one step either: then the built data has its old name until it is in place.
    private static bool HasSwapped(RestoreRecord record) =>
        record.Inode != 0 ? FileFacts.Of(record.Data)?.Inode == record.Inode : FileFacts.Of(record.Data) is not null && FileFacts.Of(record.Restoring) is null;

    /// <param name="backup">What is restored.</param>
    /// <param name="data">Where it belongs.</param>
    /// <param name="restoring">Where it was built.</param>
    /// <param name="genesis">The genesis file that goes with it; null when the one in force does.</param>
    public RestoreDone Swap(StoredBackup backup, string data, string restoring, GenesisPaths? genesis)
    {
        var own = PlansRevivedByRestore.OfTheSchedule(backup);
        var record = new RestoreRecord
        {
            Backup = backup.Folder.Name,
            Data = data,
            Restoring = restoring,
            Aside = UnusedName.Of($"{data}.before-restore"),
            Inode = FileFacts.Of(restoring)!.Value.Inode,
            Current = backup.Header?.Current,
            Plan = own?.Name,
            Height = own?.Height ?? 0,
            Genesis = genesis?.Kept,
            GenesisInForce = genesis?.InForce,
            GenesisAside = genesis is null ? null : UnusedName.Of($"{genesis.InForce}.before-restore"),
        };

        log.Info("restored data is built, swapping", ("data", data), ("old_data_goes_to", record.Aside));
        AtomicFile.Write(home.RestoreRecord, [record.ToJson()]);
        log.Write(LogLevel.Debug, "restore recorded", ("record", home.RestoreRecord));

        try
        {
            Exchange(record);
        }
        catch (IOException) when (FileFacts.Of(data) is not null && !HasSwapped(record))
        {
            Forget(); // the data is where it was, and nothing is left to be finished
            throw;
        }

        log.Write(LogLevel.Debug, "restored data is in place", ("data", data));
        return FinishSwapped(record);
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
            log.Write(LogLevel.Debug, "old data is aside", ("folder", record.Aside));

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

    private RestoreDone FinishSwapped(RestoreRecord record)
    {
        if (FileFacts.Of(record.Restoring) is not null)
        {
            FileCalls.Rename(record.Restoring, record.Aside);
        }

        FileCalls.SyncFolder(Path.GetDirectoryName(record.Data)!);
        log.Write(LogLevel.Debug, "old data has its name", ("folder", record.Aside));

        PutGenesisBack(record);

        dataReplaced(record);
        log.Write(LogLevel.Debug, "current points back", ("to", record.Current));
        Forget();
        var aside = FileFacts.Of(record.Aside) is null ? null : record.Aside;
        log.Info("restore done", ("backup", record.Backup), ("data", record.Data), ("old_data", aside), ("version", record.Current));
        return new RestoreDone(record.Backup, record.Data, aside, record.Current, null, record.GenesisInForce, record.GenesisAside);
    }

    private void PutGenesisBack(RestoreRecord record)
    {
        if (record is not { Genesis: { } old, GenesisInForce: { } inForce, GenesisAside: { } aside })
        {
            return;
        }

        var marks = FileFacts.Of(inForce) ?? FileFacts.Of(old)!.Value;

        if (FileFacts.Of(inForce) is not null && FileFacts.Of(aside) is null)
        {
            AtomicFile.Copy(inForce, aside, marks);
            log.Write(LogLevel.Debug, "newer genesis is aside", ("file", aside));
        }

        AtomicFile.Copy(old, inForce, marks);
        log.Info("previous genesis restored", ("file", inForce), ("from", old), ("newer_one", aside));
    }

    private void Forget()
    {
        File.Delete(home.RestoreRecord);
        FileCalls.SyncFolder(home.Root);
    }
}
