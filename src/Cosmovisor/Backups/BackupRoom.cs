using System.Globalization;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Whether a folder can take a clone of a tree: writable, able to share as the mode demands, and with room for what must be copied.</summary>
internal static class BackupRoom
{
    private const string Probe = ".cosmovisor-probe-";

    /// <exception cref="RefusedException">There is nothing to back up, or it would be backed up into itself.</exception>
    public static void CheckPlace(string source, BackupFolder folder)
    {
        if (!Directory.Exists(source))
        {
            throw new RefusedException($"there is nothing to back up: {source} is {(FileFacts.Of(source) is null ? "not there" : "not a folder")}. Correct DAEMON_BACKUP_DATA_DIR (or DAEMON_HOME), or switch backups off");
        }

        var (data, place) = (RealPath.Of(source), RealPath.OfFuture(folder.Data));

        if (InTree.IsInside(place, data))
        {
            throw new RefusedException($"the backup would go to {place}, inside the folder that is backed up ({data}), and so into itself. Name another folder, or back up only the data folder");
        }
    }

    /// <exception cref="RefusedException">It cannot, with the figures.</exception>
    public static void Check(DataTree tree, string folder, BackupMode mode)
    {
        var there = NearestThere(folder);
        var probe = Path.Join(there, string.Create(CultureInfo.InvariantCulture, $"{Probe}{Environment.ProcessId}"));
        var reflink = false;
        var link = false;

        try
        {
            RemoveProbesOfTheDead(there);
            File.Delete(probe);
            using (FileDescriptor.Create(probe, 0x180)) { }
            File.Delete(probe);
            reflink = mode is BackupMode.Auto or BackupMode.Reflink && CanReflink(tree, probe, mode);
            File.Delete(probe);
            link = mode is BackupMode.Auto or BackupMode.HardLink && CanLink(tree, there, mode);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"no backup can be written to {folder}: {trouble.Message}. Nothing was begun. Give this user write permission there, or name another folder", trouble);
        }

        var device = tree.Entries[0].Facts.Device;
        var copied = tree.Entries.Where(entry => entry is { Facts.Kind: FileKind.File, SameAs: null }
            && !(entry.Facts.Device == device && (reflink || (link && entry.MayBeLinked))));
        var needed = new SpaceNeeded(copied.Sum(entry => Math.Min(entry.Facts.Size, entry.Facts.Allocated)), tree.Entries.Count);

        if (needed.WhatIsWrong(new DriveInfo(there).AvailableFreeSpace, there) is { } wrong)
        {
            throw new RefusedException($"{wrong}. Nothing was begun. Make room (old backups: cosmovisorctl backup list), or put the backups on another disk");
        }
    }

    // Other homes may keep their backups in the same folder, and be at work in it.
    private static void RemoveProbesOfTheDead(string folder)
    {
        foreach (var probe in Directory.GetFiles(folder, Probe + "*").Where(probe => !Directory.Exists($"/proc/{Path.GetFileName(probe)[Probe.Length..]}")))
        {
            File.Delete(probe);
        }
    }

    private static bool CanReflink(DataTree tree, string probe, BackupMode mode)
    {
        // With a file of the daemon's, so that nothing need be written into its folder. It may go while we look: then the next is as good.
        foreach (var entry in tree.Entries.Where(entry => entry is { Facts: { Kind: FileKind.File, Size: > 0 } }).OrderBy(entry => entry.Facts.Size))
        {
            var from = InTree.Full(tree.Root, entry.Path);

            try
            {
                return FileCopy.TryReflink(from, probe) is not { } trouble
                    || (mode == BackupMode.Reflink ? throw new RefusedException($"{tree.Root} cannot be shared with {Path.GetDirectoryName(probe)}: {trouble}. "
                        + "Nothing was begun. The backup mode is reflink, which needs xfs, btrfs or bcachefs, and both folders on one file system; set COSMOVISOR_BACKUP_MODE=auto to let it copy") : false);
            }
            catch (FileNotFoundException)
            {
                continue;
            }
        }

        return true;
    }

    private static bool CanLink(DataTree tree, string there, BackupMode mode)
    {
        var same = FileFacts.Of(there)?.Device == tree.Entries[0].Facts.Device;
        return same || (mode == BackupMode.HardLink ? throw new RefusedException($"{tree.Root} and {there} lie on different file systems. "
            + "Nothing was begun. The backup mode is hardlink, which needs both on one; set COSMOVISOR_BACKUP_MODE=auto to let it copy") : false);
    }

    private static string NearestThere(string folder) =>
        Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent ? folder : NearestThere(parent);
}
