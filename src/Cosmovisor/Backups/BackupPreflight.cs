using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Whether a folder can take a clone of a tree: writable, able to share as the mode demands, and with room for what must be copied.
/// </summary>
internal static class BackupPreflight
{
    private const string Probe = ".cosmovisor-probe-";

    /// <exception cref="RefusedException">There is nothing to back up, or it would be backed up into itself.</exception>
    public static void CheckPlace(string source, BackupFolder folder)
    {
        if (!Directory.Exists(source))
        {
            throw new RefusedException(
                $"there is nothing to back up: {source} is {(FileFacts.Of(source) is null ? "not there" : "not a folder")}. Correct DAEMON_BACKUP_DATA_DIR (or DAEMON_HOME), or switch backups off");
        }

        var (data, place) = (RealPath.Of(source), RealPath.OfFuture(folder.Data));

        if (TreePath.IsInside(place, data))
        {
            throw new RefusedException(
                $"the backup would go to {place}, inside the folder that is backed up ({data}), and so into itself. Name another folder, or back up only the data folder");
        }
    }

    /// <param name="tree">What is to be cloned.</param>
    /// <param name="folder">Where it is to go.</param>
    /// <param name="mode">How.</param>
    /// <param name="ahead">What was copied before: it needs no more room, and what cannot be used there will be removed.</param>
    /// <returns>What watches over the room from here on.</returns>
    /// <exception cref="RefusedException">It cannot, with the figures.</exception>
    public static SpaceReservation Check(DataTree tree, string folder, BackupMode mode, AheadCopies? ahead = null)
    {
        var there = NearestThere(folder);
        var plan = WhatCanBeShared(tree, folder, there, mode);
        var copied = tree.Entries.Where(entry => entry is { Facts.Kind: FileKind.File, SameAs: null }
            && !plan.Shares(entry)
            && ahead?.Has(entry) != true).Sum(SharingPlan.Copied);
        var needed = new SpaceNeeded(
            copied, tree.Entries.Count, tree.Entries.LongCount(entry => entry.SameAs is null && !plan.Links(entry)));
        var room = FreeSpace.Of(there);

        if (needed.WhatIsWrong(room.Bytes + (ahead?.Reclaimable ?? 0), room.Files, there) is { } wrong)
        {
            throw new RefusedException(
                $"{wrong}. Nothing was begun. Free some space (old backups: cosmovisorctl backup list), or put the backups on another disk");
        }

        return new SpaceReservation(there, plan, copied);
    }

    private static SharingPlan WhatCanBeShared(DataTree tree, string folder, string there, BackupMode mode)
    {
        var probe = Path.Join(there, $"{Probe}{Environment.ProcessId}");

        try
        {
            RemoveProbesOfTheDead(there);
            File.Delete(probe);
            using (FileDescriptor.Create(probe, 0x180)) { }
            File.Delete(probe);
            var reflink = mode is BackupMode.Auto or BackupMode.Reflink && CanReflink(tree, probe, mode);
            File.Delete(probe);
            var link = !reflink && mode is BackupMode.Auto or BackupMode.HardLink && CanLink(tree, there, probe, mode);
            File.Delete(probe);
            return new SharingPlan(tree.Entries[0].Facts, reflink, link);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"no backup can be written to {folder}: {trouble.Message.TrimEnd('.')}. Nothing was begun. Give this user write permission there, or name another folder",
                trouble);
        }
    }

    // Other homes may keep their backups in the same folder, and be at work in it.
    private static void RemoveProbesOfTheDead(string folder)
    {
        foreach (var probe in Directory.GetFiles(folder, Probe + "*")
            .Where(probe => !Directory.Exists($"/proc/{Path.GetFileName(probe)[Probe.Length..]}")))
        {
            File.Delete(probe);
        }
    }

    private static bool CanReflink(DataTree tree, string probe, BackupMode mode)
    {
        var why = 0;

        // With a file of the daemon's, so that nothing need be written into its folder. It may go, or be replaced, while we look: then the
        // next is as good.
        foreach (var entry in tree.Entries.Where(entry => entry is { Facts: { Kind: FileKind.File, Size: > 0 } })
            .OrderBy(entry => entry.Facts.Size))
        {
            try
            {
                (var shared, why) = FileCopy.TryReflink(TreePath.Full(tree.Root, entry.Path), probe, entry.Facts);

                if (shared is not null)
                {
                    return true;
                }

                if (!FileClone.IsOfOneFile(why))
                {
                    break; // that is all of them
                }
            }
            catch (IOException) when (FileFacts.IfReadable(TreePath.Full(tree.Root, entry.Path)) is not { } now
                || !now.IsUnchangedFrom(entry.Facts))
            {
                continue;
            }
        }

        return why != 0 && mode == BackupMode.Reflink
            ? throw new RefusedException($"{tree.Root} cannot be shared with {Path.GetDirectoryName(probe)}: {Errno.Text(why)}. "
                + "Nothing was begun. The backup mode is reflink, which needs xfs, btrfs or bcachefs, and both folders on one file system; set COSMOVISOR_BACKUP_MODE=auto to let it copy")
            : why == 0;
    }

    // By trying: a bind mount shows one disk as if it were another, and no number tells whether links are known or permitted.
    private static bool CanLink(DataTree tree, string there, string probe, BackupMode mode)
    {
        var root = tree.Entries[0].Facts;
        var why = 0;

        foreach (var entry in tree.Entries.Where(
            entry => entry.MayBeLinked && (entry.Facts.Device, entry.Facts.Mount) == (root.Device, root.Mount)))
        {
            if (CloneCalls.Link(TreePath.Full(tree.Root, entry.Path), probe) == 0)
            {
                return true;
            }

            why = Errno.Last == Errno.ENOENT ? why : Errno.Last;

            if (why == Errno.EXDEV)
            {
                break; // that is all of them
            }
        }

        return mode == BackupMode.HardLink && (why == Errno.EXDEV || FileFacts.Of(there)?.Device != root.Device)
            ? throw new RefusedException($"{tree.Root} and {there} lie on different file systems, or are mounted apart. "
                + "Nothing was begun. The backup mode is hardlink, which needs both on one; set COSMOVISOR_BACKUP_MODE=auto to let it copy")
            : why == 0;
    }

    private static string NearestThere(string folder) =>
        Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent ? folder : NearestThere(parent);
}
