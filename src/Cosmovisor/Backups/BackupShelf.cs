using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Backups;

/// <summary>Where the backups of one home stand: which there are, and where the next one goes.</summary>
internal sealed class BackupShelf(DaemonHome home, BackupPlacing placing)
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>In the order of their names. Backups of other homes in the same folder are left out.</summary>
    public IReadOnlyList<StoredBackup> All() =>
        [.. Folders().Select(Look).Where(backup => (backup.HasData || backup.IsSnapshot) && (backup.Header is null || backup.Header.Home == home.Path))
            .OrderBy(backup => backup.Folder.Name, StringComparer.Ordinal)];

    /// <summary>By the name that a list shows, or by the plan's name.</summary>
    public StoredBackup? Find(string name)
    {
        var all = All();
        return all.FirstOrDefault(backup => backup.Folder.Name == name)
            ?? all.Where(backup => backup.Header?.Plan == name).MaxBy(backup => backup.Header?.Taken);
    }

    /// <summary>The backup that was taken for this plan, or else the place for it.</summary>
    /// <remarks>Classic: the stamp decides, whoever set it. Sdk: a whole backup of today for the same plan of the same home.</remarks>
    public (BackupFolder Folder, StoredBackup? Taken) PlaceFor(string planName)
    {
        if (placing is not BackupPlacing.Sdk sdk)
        {
            var folder = BackupFolder.Classic(home.Backups, BackupName.Classic(planName));
            var stands = Look(folder);
            return (folder, stands.IsWhole || stands.IsSnapshot || File.Exists(folder.Stamp) ? stands : null);
        }

        foreach (var name in BackupName.Sdk(planName, sdk.Today))
        {
            var folder = BackupFolder.Sdk(sdk.Folder, name);
            var stands = Look(folder);

            if (stands.IsWhole && stands.Header!.Plan == planName && stands.Header.Home == home.Path)
            {
                return (folder, stands);
            }

            if (FileFacts.Of(folder.Data) is null && !IsBusy(folder.Taking))
            {
                return (folder, null);
            }
        }

        throw new InvalidOperationException("the names are endless");
    }

    /// <summary>Where the record of a snapshot goes, under either contract.</summary>
    public (BackupFolder Folder, StoredBackup? Taken) SnapshotFor(string planName)
    {
        var folder = BackupFolder.Classic(home.Backups, BackupName.Classic(planName));
        var stands = Look(folder);
        return (folder, stands.IsSnapshot || File.Exists(folder.Stamp) ? stands : null);
    }

    /// <summary>Removes what a backup or a removal that was interrupted has left, and says so.</summary>
    public void RemoveLeftovers(ILog log)
    {
        foreach (var leftover in Places().Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries).Where(path => BackupFolder.IsLeftover(Path.GetFileName(path))).ToList())
        {
            // Another home may keep its backups in the same folder, and be at work in it.
            if (!IsBusy(leftover))
            {
                log.Info("removing what an interrupted backup has left", ("folder", leftover));
                WholeTree.Remove(leftover);
            }
        }
    }

    /// <summary>Removes a backup, manifest and all. What is left after a crash is removed by the next run.</summary>
    /// <returns>False when it is in use: being restored or verified.</returns>
    public static bool Remove(BackupFolder folder)
    {
        if (Directory.Exists(folder.Data))
        {
            using var mine = HeldLocks.TryTake(folder.Data);

            if (mine is null)
            {
                return false;
            }

            FileCalls.Rename(folder.Data, folder.Removing);
            FileCalls.SyncFolder(folder.Parent);
        }

        File.Delete(folder.Manifest);

        if (Directory.Exists(folder.Removing))
        {
            WholeTree.Remove(folder.Removing);
        }

        if (folder.Stamp is not null)
        {
            WholeTree.Remove(folder.Parent);
        }

        return true;
    }

    /// <summary>Makes a folder and those above it for its owner only, so that no umask can open them to others.</summary>
    public static void Make(string folder) => OwnFolder.Make(folder, OwnerOnly);

    /// <summary>What <c>current</c> points to, relative to our folder however the link was made; null when there is no such link.</summary>
    public static string? CurrentOf(DaemonHome home) =>
        new FileInfo(home.Current).LinkTarget is { } target ? Path.GetRelativePath(home.Root, Path.GetFullPath(target, home.Root)) : null;

    private static bool IsBusy(string path)
    {
        if (!Directory.Exists(path))
        {
            return false;
        }

        using var free = HeldLocks.TryTake(path);
        return free is null;
    }

    private static StoredBackup Look(BackupFolder folder) =>
        !File.Exists(folder.Manifest) ? new StoredBackup(folder, null, "it has no manifest: another tool made it")
        : ManifestFile.ReadHeader(folder.Manifest).IsOk(out var header, out var wrong) ? new StoredBackup(folder, header, null)
        : new StoredBackup(folder, null, $"its manifest {folder.Manifest} is of no use: {wrong}");

    private IEnumerable<BackupFolder> Folders()
    {
        var classic = Below(home.Backups).Select(name => BackupFolder.Classic(home.Backups, name));

        return placing is not BackupPlacing.Sdk sdk ? classic : classic.Concat(Below(sdk.Folder)
            .Where(name => name.StartsWith(BackupName.SdkPrefix, StringComparison.Ordinal))
            .Select(name => BackupFolder.Sdk(sdk.Folder, name)));
    }

    private IEnumerable<string> Places()
    {
        var classic = Below(home.Backups).Select(name => BackupFolder.Classic(home.Backups, name).Parent);
        return placing is BackupPlacing.Sdk sdk ? classic.Append(sdk.Folder) : classic;
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)) : [];
}
