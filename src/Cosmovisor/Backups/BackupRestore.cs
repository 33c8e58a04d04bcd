using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Backups;

/// <summary>Puts a backup back into its place. The node must be at rest: see <see cref="NodeAtRest"/>.</summary>
/// <remarks>
/// The restored data is built whole beside the data, then the two swap names in one step (renameat2 RENAME_EXCHANGE; two renames where
/// that is not known), and the old data stays under a name that is told. A record on disk says, before the swap, which inode is which.
/// </remarks>
/// <param name="home">Whose data.</param>
/// <param name="log">Told of every step.</param>
/// <param name="pointCurrent">Points <c>current</c> to the version the backup belongs to.</param>
internal sealed class BackupRestore(DaemonHome home, ILog log, Action<string> pointCurrent)
{
    /// <summary>Where a backup goes: the folder it was taken of, links resolved.</summary>
    public static string DataOf(StoredBackup backup, string otherwise) => RealPath.OfFuture(backup.Header?.Source ?? otherwise);

    /// <summary>What a restore that was interrupted left to do, as a sentence; null when there is nothing. A supervisor should not start then.</summary>
    public static string? Unfinished(DaemonHome home) => File.Exists(home.RestoreRecord)
        ? $"a restore was interrupted (see {home.RestoreRecord}): run cosmovisorctl backup restore once more, it finishes what was begun before anything else"
        : null;

    /// <summary>Finishes, or takes back, what an interrupted restore has begun.</summary>
    /// <returns>What was finished; null when nothing was, and the restore that is asked for must be done from the start.</returns>
    public RestoreDone? FinishInterrupted()
    {
        if (!File.Exists(home.RestoreRecord))
        {
            return null;
        }

        if (!RestoreRecord.Parse(File.ReadAllText(home.RestoreRecord)).IsOk(out var record, out var wrong))
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

    /// <exception cref="RefusedException">It cannot be done; the data is as it was, and says so.</exception>
    public RestoreDone Run(StoredBackup backup, string data, RestoreOptions options, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        if (backup.IsSnapshot)
        {
            throw new RefusedException($"\"{backup.Folder.Name}\" is a snapshot made by COSMOVISOR_BACKUP_COMMAND ({backup.Header!.Snapshot}): put it back with the tool that made it, with the node stopped. Keep the newer {SignState.FileName}");
        }

        if (!backup.IsWhole && !backup.IsForeign)
        {
            throw new RefusedException($"\"{backup.Folder.Name}\" is not a whole backup{(backup.Trouble is null ? "" : $": {backup.Trouble}")}. Nothing was changed");
        }

        RefuseMounts(data);
        RefuseLostVersion(backup);
        _ = SignStateChoice.Between(data, backup.Folder.Data, options.OldSignState);
        using var mine = HeldLocks.TryTake(backup.Folder.Data) ?? throw new RefusedException($"{backup.Folder.Data} is in use by another restore, verification or removal. Nothing was changed");
        var restoring = $"{data}.restoring";
        RemoveLeftover(restoring);

        try
        {
            Build(backup, restoring, options, progress, ct);
            var signState = SignStateChoice.Make(data, restoring, options.OldSignState);
            return Swap(backup, data, restoring) with { SignState = signState };
        }
        catch (RefusedException) when (!File.Exists(home.RestoreRecord))
        {
            RemoveLeftover(restoring);
            throw;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the restore of \"{backup.Folder.Name}\" failed: {trouble.Message}. {State(data, restoring)}", trouble);
        }
    }

    private void Build(StoredBackup backup, string restoring, RestoreOptions options, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var tree = DataTree.Read(backup.Folder.Data);
        var manifest = backup.IsWhole ? AsTaken.Check(backup, tree) : null;
        var mode = options.Mode == BackupMode.Copy ? BackupMode.Copy : BackupMode.Auto;

        foreach (var remark in tree.Remarks)
        {
            log.Warning("about the backup", ("remark", remark));
        }

        BackupRoom.Check(tree, Path.GetDirectoryName(restoring)!, mode);
        log.Info("restore begins", ("backup", backup.Folder.Name), ("from", backup.Folder.Data), ("building", restoring), ("files", tree.Files), ("bytes", tree.Bytes));
        var lines = new TreeClone(tree, restoring, mode).Run(new ProgressLog(log, "restoring", progress), ct);

        if (manifest is not null)
        {
            AsTaken.CheckContent(backup, manifest, lines);
        }
    }

    private RestoreDone Swap(StoredBackup backup, string data, string restoring)
    {
        var record = new RestoreRecord
        {
            Backup = backup.Folder.Name,
            Data = data,
            Restoring = restoring,
            Aside = FreeName($"{data}.before-restore"),
            Inode = FileFacts.Of(restoring)!.Value.Inode,
            Current = backup.Header?.Current,
        };

        log.Info("restored data is built, swapping", ("data", data), ("old_data_goes_to", record.Aside));
        WholeFile.Write(home.RestoreRecord, [record.ToJson()]);
        log.Write(LogLevel.Debug, "restore recorded", ("record", home.RestoreRecord));

        if (FileFacts.Of(data) is null)
        {
            FileCalls.Rename(restoring, data);
        }
        else if (CloneCalls.SwapNames(restoring, data) != 0)
        {
            FileCalls.Rename(data, record.Aside);
            log.Write(LogLevel.Debug, "old data is aside", ("folder", record.Aside));
            FileCalls.Rename(restoring, data);
        }

        log.Write(LogLevel.Debug, "restored data is in place", ("data", data));
        return FinishSwapped(record);
    }

    private RestoreDone FinishSwapped(RestoreRecord record)
    {
        if (FileFacts.Of(record.Restoring) is not null)
        {
            FileCalls.Rename(record.Restoring, record.Aside);
        }

        FileCalls.SyncFolder(Path.GetDirectoryName(record.Data)!);
        log.Write(LogLevel.Debug, "old data has its name", ("folder", record.Aside));

        if (record.Current is { } current)
        {
            pointCurrent(current);
        }

        log.Write(LogLevel.Debug, "current points back", ("to", record.Current));
        Forget();
        var aside = FileFacts.Of(record.Aside) is null ? null : record.Aside;
        log.Info("restore done", ("backup", record.Backup), ("data", record.Data), ("old_data", aside), ("version", record.Current));
        return new RestoreDone(record.Data, aside, record.Current, null);
    }

    private void Forget()
    {
        File.Delete(home.RestoreRecord);
        FileCalls.SyncFolder(home.Root);
    }

    // Only while no record says that it may be the data itself.
    private void RemoveLeftover(string restoring)
    {
        if (File.Exists(home.RestoreRecord))
        {
            throw new InvalidOperationException("an interrupted restore must be finished first");
        }

        if (FileFacts.Of(restoring) is not null)
        {
            log.Info("removing what an interrupted restore has left", ("folder", restoring));
            WholeTree.Remove(restoring);
        }
    }

    private static void RefuseMounts(string data)
    {
        if (FileFacts.Of(data) is { } facts && (facts.IsMountRoot || FileFacts.Of(Path.GetDirectoryName(data)!)?.Device != facts.Device))
        {
            throw new RefusedException($"{data} is a mount point: it cannot be replaced by a rename. Nothing was changed. With the node stopped, keep {SignState.FileName}, empty {data}, copy the backup's files into it, and put the newer {SignState.FileName} back");
        }
    }

    private void RefuseLostVersion(StoredBackup backup)
    {
        if (backup.Header?.Current is { } current && !Directory.Exists(Path.Join(home.Root, current)))
        {
            throw new RefusedException($"the backup \"{backup.Folder.Name}\" belongs to the version {current}, and {Path.Join(home.Root, current)} is not there. Nothing was changed. Put that version's folder back first");
        }
    }

    private string State(string data, string restoring) =>
        File.Exists(home.RestoreRecord) ? $"It was interrupted in the middle of the swap; {home.RestoreRecord} says where everything is. Run the restore once more, it finishes that first"
        : $"{data} is as it was. What was built so far stands in {restoring}; the next restore removes it";

    private static string FreeName(string wanted) =>
        FileFacts.Of(wanted) is null ? wanted : Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{wanted}-{number}").First(name => FileFacts.Of(name) is null);
}
