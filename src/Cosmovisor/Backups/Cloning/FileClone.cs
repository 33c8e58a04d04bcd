using System.Collections.Concurrent;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Puts one file into another folder: shared where the mode and the file systems allow it, copied otherwise.</summary>
/// <remarks>
/// Used by several threads at once. File.Copy cannot be used here: it takes a lock on the source, and so fails on the LOCK file of a
/// database, and it keeps neither holes nor owners nor extended attributes.
/// </remarks>
internal sealed class FileClone(string root, string destination, BackupMode mode, SpaceReservation room, CloneRemarks remarks)
{
    // Source devices whose files could not be shared with the destination: asked once, not a hundred thousand times.
    private readonly ConcurrentDictionary<ulong, string> _noReflink = new();

    private readonly ConcurrentDictionary<string, string> _notShared = new(StringComparer.Ordinal);

    /// <summary>Why reflinks were not possible, in the kernel's words; null while they are.</summary>
    public string? NoReflinkBecause => _noReflink.IsEmpty ? null : _noReflink.Values.First();

    /// <summary>
    /// Whether blocks of this one file could not be shared (a swap file, say), and its neighbours' perhaps can: all other errors are the
    /// file systems'.
    /// </summary>
    public static bool IsOfOneFile(int errno) => errno is Errno.EINVAL or Errno.EPERM or Errno.ETXTBSY;

    /// <param name="entry">What is shared.</param>
    /// <param name="copy">Counts, for this thread.</param>
    /// <returns>Null when it must be copied.</returns>
    public CloneResult? Share(TreeEntry entry, FileCopy copy)
    {
        var (from, to, facts) = (TreePath.Full(root, entry.Path), TreePath.Full(destination, entry.Path), entry.Facts);
        string? because = null;

        if (mode is BackupMode.Auto or BackupMode.Reflink && TryReflink(entry, from, to, out because) is { } shared)
        {
            copy.Count(facts.Size);
            return shared;
        }

        if (mode == BackupMode.Reflink)
        {
            throw new RefusedException($"{from} cannot be shared with {Path.GetDirectoryName(to)}: {because}. "
                + "The backup mode is reflink, which needs xfs, btrfs or bcachefs, and both folders on one file system; set COSMOVISOR_BACKUP_MODE=auto to let it copy");
        }

        if (entry.MayBeLinked && TryLink(entry, from, to, ref because))
        {
            copy.Count(facts.Size);
            return new CloneResult(CloneWay.HardLink, null, facts, null);
        }

        if (because is not null)
        {
            _notShared[entry.Path] = because;
        }

        return null;
    }

    /// <param name="entry">What is copied.</param>
    /// <param name="copy">Copies, and counts, for this thread.</param>
    /// <param name="ct">Ends a long copy early.</param>
    public CloneResult Copy(TreeEntry entry, FileCopy copy, CancellationToken ct)
    {
        room.Claim(entry, _notShared.GetValueOrDefault(entry.Path));
        var copied = copy.Copy(TreePath.Full(root, entry.Path), TreePath.Full(destination, entry.Path), entry.Facts, ct);
        room.Settle(entry);
        return copied;
    }

    private CloneResult? TryReflink(TreeEntry entry, string from, string to, out string? because)
    {
        if (_noReflink.TryGetValue(entry.Facts.Device, out because))
        {
            return null;
        }

        var (shared, errno) = FileCopy.TryReflink(from, to, entry.Facts);

        if (shared is not null)
        {
            return shared;
        }

        because = Errno.Text(errno);

        if (IsOfOneFile(errno))
        {
            remarks.Add(entry.Path, $"could not share blocks: {because}");
        }
        else
        {
            _ = _noReflink.TryAdd(entry.Facts.Device, because);
        }

        return null;
    }

    // Each is tried for itself, which costs nothing much: an immutable file, another user's (fs.protected_hardlinks) or one behind
    // a bind mount takes no link where its neighbour does.
    private bool TryLink(TreeEntry entry, string from, string to, ref string? because)
    {
        if (CloneCalls.Link(from, to) == 0)
        {
            return true;
        }

        var errno = Errno.Last;
        because = Errno.Text(errno);

        if (errno != Errno.EMLINK && errno != Errno.EXDEV && errno != Errno.EPERM && errno != Errno.EOPNOTSUPP)
        {
            throw new IOException($"cannot link {from} to {to}: {because}");
        }

        if (mode == BackupMode.HardLink)
        {
            remarks.Add(entry.Path, $"could not be hard-linked, and so copied: {because}");
        }

        return false;
    }
}
