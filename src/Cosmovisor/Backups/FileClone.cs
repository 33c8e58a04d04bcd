using System.Collections.Concurrent;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Puts one file into another folder: shared where the mode and the file systems allow it, copied otherwise.</summary>
/// <remarks>
/// Used by several threads at once. File.Copy is of no use here: it takes a lock on the source, and so fails on the LOCK file of a database,
/// and it keeps neither holes nor owners nor extended attributes.
/// </remarks>
internal sealed class FileClone(BackupMode mode)
{
    // Source devices whose files could not be shared with the destination: asked once, not a hundred thousand times.
    private readonly ConcurrentDictionary<ulong, string> _noReflink = new();
    private readonly ConcurrentDictionary<ulong, string> _noLink = new();

    /// <summary>Why reflinks were not possible, in the kernel's words; null while they are.</summary>
    public string? NoReflinkBecause => _noReflink.IsEmpty ? null : _noReflink.Values.First();

    /// <param name="entry">What is cloned.</param>
    /// <param name="from">Its full path.</param>
    /// <param name="to">A path at which nothing is.</param>
    /// <param name="copy">Copies, and counts, for this thread.</param>
    /// <param name="ct">Ends a long copy early.</param>
    public CloneResult Clone(TreeEntry entry, string from, string to, FileCopy copy, CancellationToken ct)
    {
        var facts = entry.Facts;

        if (mode is BackupMode.Auto or BackupMode.Reflink && TryReflink(from, to, facts))
        {
            copy.Count(facts.Size);
            return new CloneResult(CloneWay.Reflink, null);
        }

        if (mode == BackupMode.Reflink)
        {
            throw new RefusedException($"{from} cannot be shared with {Path.GetDirectoryName(to)}: {NoReflinkBecause}. "
                + "The backup mode is reflink, which needs xfs, btrfs or bcachefs, and both folders on one file system; set COSMOVISOR_BACKUP_MODE=auto to let it copy");
        }

        if (mode != BackupMode.Copy && entry.MayBeLinked && TryLink(from, to, facts))
        {
            copy.Count(facts.Size);
            return new CloneResult(CloneWay.HardLink, null);
        }

        return new CloneResult(CloneWay.Copy, copy.Copy(from, to, facts, ct));
    }

    private bool TryReflink(string from, string to, in FileFacts facts)
    {
        if (_noReflink.ContainsKey(facts.Device))
        {
            return false;
        }

        if (FileCopy.TryReflink(from, to) is not { } trouble)
        {
            return true;
        }

        _ = _noReflink.TryAdd(facts.Device, trouble);
        return false;
    }

    private bool TryLink(string from, string to, in FileFacts facts)
    {
        if (_noLink.ContainsKey(facts.Device))
        {
            return false;
        }

        if (CloneCalls.Link(from, to) == 0)
        {
            return true;
        }

        var (errno, text) = (Errno.Last, Errno.LastText);

        // EMLINK is this one file's, the others are the file systems'. EPERM: no hard links here (FAT, some FUSE), or forbidden by fs.protected_hardlinks.
        if (errno != Errno.EMLINK && errno != Errno.EXDEV && errno != Errno.EPERM && errno != Errno.EOPNOTSUPP)
        {
            throw new IOException($"cannot link {from} to {to}: {text}");
        }

        if (mode == BackupMode.HardLink && errno != Errno.EMLINK)
        {
            throw new RefusedException($"{from} cannot be shared with {Path.GetDirectoryName(to)} by a hard link: {text}. "
                + "The backup mode is hardlink, which needs both folders on one file system; set COSMOVISOR_BACKUP_MODE=auto to let it copy");
        }

        _ = errno != Errno.EMLINK && _noLink.TryAdd(facts.Device, text);
        return false;
    }
}
