using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Builds what a backup holds, whole, beside the data, and says what is in the way of a restore.</summary>
/// <param name="home">Whose data.</param>
/// <param name="news">Informed of every step.</param>
internal sealed class RestoredData(DaemonHome home, INews news)
{
    /// <summary>Where a backup goes, links resolved: this home's data folder, or the one that the operator names.</summary>
    /// <param name="backup">Which. Its manifest is foreign text: a folder that it names is replaced only if it is that one.</param>
    /// <param name="own">This home's data folder.</param>
    /// <param name="to">What the operator names; null for nothing.</param>
    /// <exception cref="RefusedException">It was taken of another folder.</exception>
    public string DataOf(StoredBackup backup, string own, string? to)
    {
        if (to is not null || backup.Header is not { } header)
        {
            return RealPath.OfFuture(to ?? own);
        }

        var source = SourceNow(header);
        return RealPath.AreSame(source, own) || RealPath.AreSame(source, home.Data) ? RealPath.OfFuture(source)
            : throw new RefusedException(
            $"\"{backup.Folder.Name}\" was taken from {source}, by its manifest, and the data folder of this home is {own}.\nNothing was changed.\n"
            + $"If it is to replace that folder, name it: cosmovisorctl backup restore {backup.Folder.Name} --to {source}\nIf it is to replace this home's: --to {own}");
    }

    /// <summary>Whatever can be told beforehand to be in the way.</summary>
    /// <exception cref="RefusedException">Something is; nothing was changed.</exception>
    public void EnsurePossible(StoredBackup backup, string data, RestoreOptions options)
    {
        if (backup.IsSnapshot)
        {
            throw new RefusedException(
                $"\"{backup.Folder.Name}\" is a snapshot made by COSMOVISOR_BACKUP_COMMAND ({backup.Header!.Snapshot}): put it back with the tool that made it, with the node stopped. Keep the newer {SignState.FileName}");
        }

        if (!backup.IsWhole && !backup.IsForeign)
        {
            throw new RefusedException(
                $"\"{backup.Folder.Name}\" is not a whole backup{(backup.Trouble is null ? "" : $": {backup.Trouble}")}. Nothing was changed");
        }

        RefuseHalf(backup, backup.Header?.Elsewhere ?? [], options);
        RefuseMounts(data);
        RefuseLostVersion(backup);
        _ = SignStateChoice.Between(data, backup.Folder.Data, options);
    }

    /// <summary>Builds it and compares it with its manifest.</summary>
    /// <returns>Which priv_validator_state.json it has, in words; null when there is none.</returns>
    /// <exception cref="RefusedException">It cannot be done; nothing is left of it.</exception>
    public string? Build(
        StoredBackup backup, string data, RestoreOptions options, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var restoring = PlaceFor(data);
        RemoveLeftover(restoring);

        try
        {
            Build(backup, data, restoring, options, progress, ct);
            var signState = SignStateChoice.Make(data, restoring, options);

            if (SignStateChoice.SilentUntil(data, backup.Folder.Data, options) is { } silence)
            {
                news.Tell(new Happening.SignStateSilence(silence, backup.Folder.Name));
            }

            return signState;
        }
        catch (RefusedException)
        {
            RemoveLeftover(restoring);
            throw;
        }
    }

    /// <summary>Where it is built.</summary>
    public static string PlaceFor(string data) => $"{data}.restoring";

    private void Build(StoredBackup backup, string data, string restoring, RestoreOptions options, IProgress<BackupProgress>? progress,
        CancellationToken ct)
    {
        var tree = DataTree.Read(backup.Folder.Data);
        RefuseHalf(backup, LinkedFolders.Of(data, tree.Entries), options); // an earlier version of ours, or another tool, did not say so
        var manifest = backup.IsWhole ? BackupIntegrity.Check(backup, tree) : null;

        if (manifest is not null && BackupCheck.Touched(manifest, tree) is { Count: > 0 } touched)
        {
            news.Tell(new Happening.HardLinksChanged(NameList.Of(touched)));
            tree = RecordedMetadata.Of(manifest, tree, FileFacts.Of(data) ?? FileFacts.Of(Path.GetDirectoryName(data)!)!.Value);
        }

        var mode = options.Mode == BackupMode.Copy ? BackupMode.Copy : BackupMode.Auto;

        foreach (var remark in tree.Remarks)
        {
            news.Tell(new Happening.BackupRemark(remark));
        }

        var room = BackupPreflight.Check(tree, Path.GetDirectoryName(restoring)!, mode);
        news.Tell(new Happening.RestoreBegan(backup.Folder.Name, backup.Folder.Data, restoring, tree.Files, tree.Bytes));
        var clone = new TreeClone(tree, restoring, mode, room);
        _ = clone.Run(new ProgressLog(news, "restoring", progress), beside: lines =>
        {
            foreach (var remark in clone.Remarks)
            {
                news.Tell(new Happening.RestoreRemark(remark));
            }

            if (manifest is not null)
            {
                BackupIntegrity.CheckContent(backup, manifest, lines, restoring, ct);
            }
        }, ct);
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
            news.Tell(new Happening.RestoreLeftoversRemoved(restoring));
            WholeTree.Remove(restoring);
        }
    }

    private static void RefuseMounts(string data)
    {
        if (FileFacts.Of(data) is { } facts && MountPoints.IsOne(data, facts))
        {
            throw new RefusedException(
                $"{data} is a mount point: it cannot be replaced by a rename. Nothing was changed. With the node stopped, keep {SignState.FileName}, empty {data}, copy the backup's files into it, and put the newer {SignState.FileName} back");
        }

        // It would move along with the old data, and the restored files of its folder would lie under it after the next boot.
        if (MountPoints.Below(data) is [var mounted, ..])
        {
            throw new RefusedException(
                $"{mounted}, in the data folder, is a mount point: it would go with the data that is moved aside. Nothing was changed. Unmount it (umount {mounted}) and restore again; then mount it again, and put what the backup has of it in place");
        }
    }

    // A home that was moved, or has another name on this machine, took its data along.
    private string SourceNow(ManifestHeader header)
    {
        var moved = TreePath.IsInside(header.Source, header.Home) && !RealPath.AreSame(header.Home, home.Path);
        return moved ? Path.Join(home.Path, Path.GetRelativePath(header.Home, header.Source)) : header.Source;
    }

    private static void RefuseHalf(StoredBackup backup, IReadOnlyList<string> missing, RestoreOptions options)
    {
        if (missing.Count > 0 && !options.Half)
        {
            throw new RefusedException($"\"{backup.Folder.Name}\" is incomplete: it has no databases of {string.Join(", ", missing)}, where the node keeps them. Data from two different times does not fit together.\nNothing was changed.\n"
                + $"Put that folder back to the same time yourself, and then: cosmovisorctl backup restore {backup.Folder.Name} --half");
        }
    }

    private void RefuseLostVersion(StoredBackup backup)
    {
        // What current points to is what runs: a manifest is foreign text, and leads to no binary out of this folder.
        if (backup.Header?.Current is { } named && !IsVersion(named))
        {
            throw new RefusedException($"the manifest of \"{backup.Folder.Name}\" says that current pointed to {named}, which is not a version in {home.Versions}. Nothing was changed. "
                + $"If the backup is yours, move {backup.Folder.Manifest} away: it is then taken as another tool's, and current is left as it is");
        }

        if (backup.Header?.Current is { } current && !Directory.Exists(Path.Join(home.Versions, current)))
        {
            throw new RefusedException(
                $"the backup \"{backup.Folder.Name}\" belongs to the version {current}, and {Path.Join(home.Versions, current)} is not there. Nothing was changed. Put that version's folder back first");
        }
    }

    private static bool IsVersion(string current) =>
        current == DaemonHome.Genesis
            || (current.Split('/') is [var folder, not ("" or "." or "..")] && folder == Path.GetDirectoryName(DaemonHome.TargetOf("x")));
}
