using System.Security.Cryptography;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Copies files whole, holes as holes, and hashes what it copies. One for each thread: it holds that thread's buffer.</summary>
/// <param name="count">Told of every part that is done, in bytes.</param>
internal sealed unsafe class FileCopy(Action<long> count) : IDisposable
{
    private const int Part = 256 * 1024; // a processor's own cache holds it from the reading to the hash to the writing
    private const int FlushedAtOnce = 8 * 1024 * 1024;
    private const int WorthFlushing = 512 * 1024; // at a file's end: for less, the disk has more trouble than use of it
    private const int Rights = 0x1ff; // of the mode; set-id bits come when the owner is right

    private static readonly byte[] Zeros = new byte[64 * 1024];

    private readonly byte[] _buffer = new byte[Part];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Count(long bytes) => count(bytes);

    /// <summary>Makes a new file share the blocks of <paramref name="from"/>, and gives it all that <paramref name="facts"/> and the file say.</summary>
    /// <returns>Null, with the error, when that is not possible.</returns>
    public static (CloneResult? Shared, int Error) TryReflink(string from, string to, in FileFacts facts)
    {
        using var source = FileDescriptor.Open(from);

        // macOS clones by name, and what it makes is there only when it worked.
        if (OperatingSystem.IsMacOS())
        {
            if (CloneCalls.CloneOnMac(from, to) != 0)
            {
                return NotShared(from, to);
            }

            using var cloned = FileDescriptor.Open(to);
            return (Carried(CloneWay.Reflink, null, (source, from), (cloned, to), facts), 0);
        }

        using var target = FileDescriptor.Create(to, facts.Mode & Rights);
        FileFlags.Match(source.Number, target.Number);
        return CloneCalls.Reflink(source.Number, target.Number) == 0 ? (Carried(CloneWay.Reflink, null, (source, from), (target, to), facts), 0) : NotShared(from, to);
    }

    /// <summary>Makes a new file with the content of <paramref name="from"/>, its SHA-256, and all that <paramref name="facts"/> and the file say.</summary>
    public CloneResult Copy(string from, string to, in FileFacts facts, CancellationToken ct)
    {
        using var source = FileDescriptor.Open(from);
        using var target = FileDescriptor.Create(to, facts.Mode & Rights);
        var hasHoles = facts.Allocated < facts.Size;
        FileFlags.Match(source.Number, target.Number);

        if (hasHoles && CloneCalls.SetLength(target.Number, facts.Size) != 0)
        {
            throw new IOException($"cannot make {to} {facts.Size} bytes long: {Errno.LastText}");
        }

        for (long at = 0; at < facts.Size;)
        {
            var data = hasHoles ? Seek(source, at, CloneCalls.SeekData, facts.Size) : at;
            var hole = hasHoles ? Seek(source, data, CloneCalls.SeekHole, facts.Size) : facts.Size;
            SkipHole(data - at, ct);

            if (!CopyData(source, target, data, hole, (from, to), ct))
            {
                break; // It is shorter than it was: the check at the end of the backup says so by name.
            }

            at = hole;
        }

        return Carried(CloneWay.Copy, Convert.ToHexStringLower(_hash.GetHashAndReset()), (source, from), (target, to), facts);
    }

    /// <summary>Only the hash, for a file that is there already.</summary>
    public string Hash(string path, CancellationToken ct)
    {
        using var source = FileDescriptor.Open(path);
        long at = 0;

        while (Read(source, at, Part, path) is > 0 and var got)
        {
            ct.ThrowIfCancellationRequested();
            _hash.AppendData(_buffer, 0, got);
            count(got);
            at += got;
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private static (CloneResult? Shared, int Error) NotShared(string from, string to)
    {
        var (errno, text) = (Errno.Last, Errno.LastText);
        File.Delete(to);
        return errno == Errno.ENOSPC || errno == Errno.EIO ? throw new IOException($"cannot share {from} with {to}: {text}") : (null, errno);
    }

    // While both are open: by their paths it would cost a small file as much as its content does.
    private static CloneResult Carried(CloneWay way, string? hash, (FileDescriptor File, string Path) from, (FileDescriptor File, string Path) to, in FileFacts facts)
    {
        var (made, trouble) = FileMarks.Carry(new MarkedFile(from.Path, from.File.Number), new MarkedFile(to.Path, to.File.Number), facts);
        return new CloneResult(way, hash, made, trouble);
    }

    private bool CopyData(FileDescriptor source, FileDescriptor target, long from, long end, (string From, string To) names, CancellationToken ct)
    {
        var flushed = from;

        // Read and written, and not copy_file_range(2): the hash needs the bytes here anyway, and on xfs and btrfs
        // that call shares blocks, which is not what an operator who chose "copy" wants.
        for (var at = from; at < end;)
        {
            ct.ThrowIfCancellationRequested();
            var got = Read(source, at, (int)Math.Min(Part, end - at), names.From);

            if (got == 0)
            {
                return false;
            }

            _hash.AppendData(_buffer, 0, got);
            Write(target, at, got, names.To);
            count(got);
            at += got;

            if (at - flushed >= (at == end ? WorthFlushing : FlushedAtOnce))
            {
                CloneCalls.BeginFlush(target.Number, flushed, at - flushed); // the disk works while we hash
                flushed = at;
            }
        }

        return true;
    }

    private int Read(FileDescriptor source, long at, int length, string path)
    {
        fixed (byte* start = _buffer)
        {
            while (true)
            {
                var got = CloneCalls.ReadAt(source.Number, start, (nuint)length, at);

                if (got >= 0)
                {
                    return (int)got;
                }

                if (Errno.Last != Errno.EINTR)
                {
                    throw new IOException($"cannot read {path}: {Errno.LastText}");
                }
            }
        }
    }

    private void Write(FileDescriptor target, long at, int length, string path)
    {
        fixed (byte* start = _buffer)
        {
            for (var done = 0; done < length;)
            {
                var written = CloneCalls.WriteAt(target.Number, start + done, (nuint)(length - done), at + done);

                if (written < 0 && Errno.Last != Errno.EINTR)
                {
                    throw new IOException($"cannot write {path}: {Errno.LastText}");
                }

                done += (int)Math.Max(0, written);
            }
        }
    }

    // A hole reads as zeros, and counts as zeros in the hash.
    private void SkipHole(long length, CancellationToken ct)
    {
        for (var left = length; left > 0;)
        {
            ct.ThrowIfCancellationRequested();
            var part = (int)Math.Min(left, Zeros.Length);
            _hash.AppendData(Zeros, 0, part);
            count(part);
            left -= part;
        }
    }

    // A file system that knows no holes says that all is data; one that does not know the call leaves us to copy all.
    private static long Seek(FileDescriptor file, long at, int what, long size)
    {
        var found = CloneCalls.Seek(file.Number, at, what);
        return found >= 0 ? Math.Min(found, size) : what == CloneCalls.SeekHole || Errno.Last == Errno.ENXIO ? size : at;
    }
}
