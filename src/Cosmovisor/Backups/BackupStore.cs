using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Backups;

/// <summary>Where the backups of one home stand: which there are, and where the next one goes.</summary>
internal sealed class BackupStore(DaemonHome home, BackupPlacing placing)
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>In the order of their names. Backups of other homes in the same folder are left out.</summary>
    public IReadOnlyList<StoredBackup> All() =>
        [.. Folders().Select(Look).Where(backup => (backup.HasData || backup.IsSnapshot) && IsOurs(backup))
            .OrderBy(backup => backup.Folder.Name, StringComparer.Ordinal)];

    /// <summary>By the name that a list shows, or by the plan's name.</summary>
    public StoredBackup? Find(string name)
    {
        var all = All();
        return all.FirstOrDefault(backup => backup.Folder.Name == name)
            ?? all.Where(backup => backup.Header?.Plan == name).MaxBy(backup => backup.Header?.Taken);
    }

    /// <summary>The backup that was taken for this plan, or else the place for it.</summary>
    /// <remarks>
    /// Classic: another tool's stamp decides, as it did for that tool. Sdk: a whole backup for the same plan of the same home, of any
    /// day: an upgrade that was interrupted behind its backup may go on days later. One by hand has no height: its name holds for a day.
    /// </remarks>
    public (BackupFolder Folder, StoredBackup? Taken) PlaceFor(UpgradePlan plan)
    {
        if (placing is not BackupPlacing.Sdk sdk)
        {
            return ClassicPlaceFor(plan);
        }

        if (plan.Height > 0 && SdkFolders(sdk).Select(Look).FirstOrDefault(stands => IsWholeOf(stands, plan)) is { } earlier)
        {
            return (earlier.Folder, earlier);
        }

        foreach (var name in BackupName.Sdk(plan.Name, sdk.Day ?? DateOnly.FromDateTime(DateTime.Now)))
        {
            var folder = BackupFolder.Sdk(sdk.Folder, name);
            var stands = Look(folder);

            if (IsWholeOf(stands, plan))
            {
                return (folder, stands);
            }

            if (FileFacts.Of(folder.Data) is null && !BackupLeftovers.IsBusy(folder.Taking))
            {
                return (folder, null);
            }
        }

        throw new InvalidOperationException("the names are endless");
    }

    /// <summary>Where the record of a snapshot goes, under either contract.</summary>
    public (BackupFolder Folder, StoredBackup? Taken) SnapshotFor(UpgradePlan plan) => ClassicPlaceFor(plan);

    /// <summary>Removes what a backup or a removal that was interrupted has left, and says so.</summary>
    public void RemoveLeftovers(INews news)
    {
        foreach (var leftover in Places()
            .SelectMany(BackupLeftovers.EntriesOf)
            .Where(path => BackupFolder.IsLeftover(Path.GetFileName(path)))
            .ToList())
        {
            // Another home may keep its backups in the same folder, and be at work in it; and so may the removal beside our own node.
            // Held to the end, so that nobody else takes it for a leftover meanwhile.
            using var mine = BackupLeftovers.LockOf(leftover);

            if (mine is not null || FileFacts.Of(leftover) is { Kind: not FileKind.Folder })
            {
                news.Tell(new Happening.BackupLeftoversRemoved(leftover));
                BackupLeftovers.Remove(leftover);
            }
        }
    }

    /// <summary>
    /// Removes a backup, manifest and all, and nothing that is not ours. What is left after a crash is removed by the next run.
    /// </summary>
    /// <returns>False when it is in use: being restored or verified.</returns>
    public static bool Remove(BackupFolder folder)
    {
        // Held to the end: whoever finds what is being removed without its lock knows that nobody is at it any more.
        using var mine = BackupLeftovers.LockOf(folder.Data);

        if (mine is null && Directory.Exists(folder.Data))
        {
            return false;
        }

        if (mine is not null)
        {

            // First of all: a stamp without data would say that a backup stands here.
            if (folder.Stamp is not null)
            {
                BackupLeftovers.Delete(folder.Stamp);
                FileCalls.SyncFolder(folder.Parent);
            }

            FileCalls.Rename(folder.Data, folder.Removing);
            FileCalls.SyncFolder(folder.Parent);
        }

        BackupLeftovers.Delete(folder.Manifest);
        WholeTree.Remove(folder.Removing);
        BackupLeftovers.RemoveIfEmpty(folder);
        return true;
    }

    /// <summary>Makes a folder and those above it for its owner only, so that no umask can open them to others.</summary>
    public static void Make(string folder) => PrivateFolder.Make(folder, OwnerOnly);

    /// <summary>What <c>current</c> points to, relative to our folder however the link was made; null when there is no such link.</summary>
    public static string? CurrentOf(DaemonHome home) =>
        new FileInfo(home.Current).LinkTarget is { } target ? Path.GetRelativePath(home.Versions, Path.GetFullPath(target, home.Root))
            : null;

    private (BackupFolder Folder, StoredBackup? Taken) ClassicPlaceFor(UpgradePlan plan)
    {
        foreach (var name in BackupName.Classic(plan.Name))
        {
            var folder = BackupFolder.Classic(home.Backups, name);
            var stands = Look(folder);

            if (stands.IsWhole || stands.IsSnapshot ? stands.Header!.IsOf(plan) : stands.HasData && File.Exists(folder.Stamp))
            {
                return (folder, stands);
            }

            if (!stands.IsWhole && !stands.IsSnapshot)
            {
                return (folder, null);
            }
        }

        throw new InvalidOperationException("the names are endless");
    }

    // A folder for the backups of several homes tells them apart by their names; what lies in a home is that home's, wherever it was when
    // they were taken.
    private bool IsOurs(StoredBackup backup) =>
        backup.Header is not { Home: var taken } || TreePath.IsInside(backup.Folder.Data, home.Path) || RealPath.AreSame(taken, home.Path);

    private bool IsWholeOf(StoredBackup stands, UpgradePlan plan) => stands.IsWhole && stands.Header!.IsOf(plan) && IsOurs(stands);

    private static StoredBackup Look(BackupFolder folder) =>
        !File.Exists(folder.Manifest) ? new StoredBackup(folder, null, "it has no manifest: another tool made it")
        : ManifestFile.ReadHeader(folder.Manifest).IsOk(out var header, out var wrong) ? new StoredBackup(folder, header, null)
        : new StoredBackup(folder, null, $"its manifest {folder.Manifest} cannot be used: {wrong}");

    private IEnumerable<BackupFolder> Folders()
    {
        var classic = BackupLeftovers.Below(home.Backups).Select(name => BackupFolder.Classic(home.Backups, name));

        return placing is not BackupPlacing.Sdk sdk ? classic : classic.Concat(SdkFolders(sdk));
    }

    private static IEnumerable<BackupFolder> SdkFolders(BackupPlacing.Sdk sdk) => BackupLeftovers.Below(sdk.Folder)
        .Where(name => name.StartsWith(BackupName.SdkPrefix, StringComparison.Ordinal))
        .Select(name => BackupFolder.Sdk(sdk.Folder, name));

    private IEnumerable<string> Places()
    {
        var classic = BackupLeftovers.Below(home.Backups).Select(name => BackupFolder.Classic(home.Backups, name).Parent);
        return placing is BackupPlacing.Sdk sdk ? classic.Append(sdk.Folder) : classic;
    }
}
