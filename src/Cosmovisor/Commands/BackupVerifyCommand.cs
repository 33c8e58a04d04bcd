using Cosmovisor.Backups;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl backup verify NAME [--deep]</c>.</summary>
internal sealed class BackupVerifyCommand(DaemonHome home, BackupSettings settings, TextWriter output)
{
    /// <returns>0 when the backup is as it was taken, 1 when it is not: then every difference has been told.</returns>
    public int Run(string name, bool deep, CancellationToken ct)
    {
        var backup = BackupNamed.Find(home, settings, name);

        if (!backup.IsWhole)
        {
            throw new RefusedException(
                $"\"{name}\" cannot be verified: {(backup.IsSnapshot ? $"it is a snapshot made by COSMOVISOR_BACKUP_COMMAND ({backup.Header!.Snapshot})" : backup.Trouble ?? "its data is not there")}");
        }

        if (!ManifestFile.Read(backup.Folder.Manifest).IsOk(out var manifest, out var wrong))
        {
            throw new RefusedException($"\"{name}\" cannot be verified: its manifest {backup.Folder.Manifest} cannot be used: {wrong}");
        }

        using var mine = LockOwners.TryTake(backup.Folder.Data)
            ?? throw new RefusedException($"{backup.Folder.Data} is in use by a restore or a removal. Try again when that is done");
        var tree = DataTree.Read(backup.Folder.Data);
        var differences = BackupCheck.Facts(manifest, tree).ToList();
        var (contents, known) = BackupCheck.Content(manifest, backup.Folder.Data, deep, null, ct);
        differences.AddRange(contents);

        foreach (var difference in differences)
        {
            output.WriteLine(difference);
        }

        if (differences.Count > 0)
        {
            output.WriteLine($"backup \"{backup.Folder.Name}\" is NOT as it was taken: {differences.Count} differences");
            return ExitCodes.Failed;
        }

        // Never when something differs: a hash taken of a damaged file would call it good for ever after.
        var news = known.Entries.Zip(manifest.Entries).Count(pair => pair.First.Sha256 != pair.Second.Sha256);

        if (BackupCheck.Touched(manifest, tree) is { Count: > 0 } touched)
        {
            output.WriteLine(
                $"{NameList.Of(touched)}: hard-linked, and its mode, owner or time has changed in the live data since; a restore takes the recorded ones from the manifest");
        }

        output.WriteLine(Summary(backup, manifest, deep, news > 0 && WriteDown(backup.Folder.Manifest, known) ? news : 0));
        return ExitCodes.Done;
    }

    // On a disk that is mounted read-only the backup is as good as any.
    private bool WriteDown(string path, Manifest known)
    {
        try
        {
            ManifestFile.Write(path, known);
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"the checksums that were read for the first time could not be saved: {trouble.Message}");
            return false;
        }
    }

    private static string Summary(StoredBackup backup, Manifest manifest, bool deep, int news)
    {
        var shared = manifest.Entries.Count(entry => entry is { Kind: EntryKind.File, SameAs: null, Sha256: null });
        var read = manifest.Entries.Count(entry => entry is { Kind: EntryKind.File, SameAs: null, Sha256: not null });

        return $"backup \"{backup.Folder.Name}\" is as it was taken: {read} files by content, {shared} shared files by inode, size and time"
            + (deep && news > 0 ? $"; the content of {news} of those was read for the first time, and is what --deep compares with from now on"
            : !deep && shared > 0 ? " (--deep reads those too)"
            : "");
    }
}
