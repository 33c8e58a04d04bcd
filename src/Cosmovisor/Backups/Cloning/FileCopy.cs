using System.Security.Cryptography;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Copies files whole, holes as holes, and hashes what it copies. Holes are neither read nor hashed. One for each thread: it holds that
/// thread's buffer.
/// </summary>
/// <param name="count">Informed of every part that is done, in bytes.</param>
/// <param name="isBesideANode">A node works on the same disk: it is spared both a long queue of writes and memory that is filled.</param>
internal sealed class FileCopy(Action<long> count, bool isBesideANode = false) : IDisposable
{
    private const int Part = 256 * 1024; // a processor's own cache holds it from the reading to the hash to the writing
    private const int FlushedAtOnce = 8 * 1024 * 1024;
    private const int WorthFlushing = 512 * 1024; // at a file's end: for less, the disk has more trouble than use of it
    private const int Rights = 0x1ff; // of the mode; set-id bits come when the owner is right

    private readonly byte[] _buffer = new byte[Part];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private SparseHash? _sparse;

    private SparseHash Sparse => _sparse ??= new SparseHash(_hash);

    public void Count(long bytes) => count(bytes);

    /// <summary>
    /// Makes a new file share the blocks of <paramref name="from"/>, and gives it all that <paramref name="facts"/> and the file say.
    /// </summary>
    /// <returns>Null, with the error, when that is not possible.</returns>
    public static (CloneResult? Shared, int Error) TryReflink(string from, string to, in FileFacts facts)
    {
        using var source = FileDescriptor.OpenFound(from, facts);
        using var target = FileDescriptor.Create(to, facts.Mode & Rights);
        FileFlags.Match(source.Number, target.Number);
        return CloneCalls.Reflink(source.Number, target.Number) == 0
            ? (Carried(CloneWay.Reflink, null, (source, from), (target, to), facts), 0) : NotShared(from, to);
    }

    /// <summary>
    /// Makes a new file with the content of <paramref name="from"/>, its SHA-256, and all that <paramref name="facts"/> and the file say.
    /// </summary>
    public CloneResult Copy(string from, string to, in FileFacts facts, CancellationToken ct)
    {
        using var source = FileDescriptor.OpenFound(from, facts);
        return Copy(source, from, to, facts, ct);
    }

    /// <summary>The same of a file that is open.</summary>
    public CloneResult Copy(FileDescriptor source, string from, string to, in FileFacts facts, CancellationToken ct)
    {
        using var target = FileDescriptor.Create(to, facts.Mode & Rights);
        var hasHoles = HasHoles(facts);
        FileFlags.Match(source.Number, target.Number);

        if (hasHoles && CloneCalls.SetLength(target.Number, facts.Size) != 0)
        {
            throw new IOException($"cannot make {to} {facts.Size} bytes long: {Errno.LastText}");
        }

        foreach (var (data, end) in hasHoles ? FileHoles.DataIn(source, facts.Size, count) : [(0, facts.Size)])
        {
            // It is shorter than it was: the check at the end of the backup says so by name.
            if (!CopyData(source, target, (data, end), (from, to), hasHoles, ct))
            {
                break;
            }
        }

        return Carried(CloneWay.Copy, Hashed(hasHoles, facts.Size), (source, from), (target, to), facts);
    }

    /// <summary>Only the hash, for a file that exists already.</summary>
    /// <param name="path">Which.</param>
    /// <param name="expected">What it will be compared with, which says how it is made; null to choose.</param>
    /// <param name="ct">Ends it early.</param>
    public string Hash(string path, string? expected, CancellationToken ct)
    {
        using var source = FileDescriptor.OpenNoLink(path);
        var facts = FileFacts.OfOpen(source.Number, path);
        var isSparse = expected is null ? HasHoles(facts) : SparseHash.Is(expected);

        foreach (var (data, end) in isSparse ? FileHoles.DataIn(source, facts.Size, count) : [(0, long.MaxValue)])
        {
            for (var at = data; at < end && Read(source, at, (int)Math.Min(Part, end - at), path) is > 0 and var got; at += got)
            {
                ct.ThrowIfCancellationRequested();
                Append(isSparse, at, got);
                count(got);
            }
        }

        return Hashed(isSparse, facts.Size);
    }

    public void Dispose() => _hash.Dispose();

    private static (CloneResult? Shared, int Error) NotShared(string from, string to)
    {
        var (errno, text) = (Errno.Last, Errno.LastText);
        File.Delete(to);
        return errno == Errno.ENOSPC || errno == Errno.EIO ? throw new IOException($"cannot share {from} with {to}: {text}")
            : (null, errno);
    }

    // While both are open: by their paths it would cost a small file as much as its content does.
    private static CloneResult Carried(
        CloneWay way, string? hash, (FileDescriptor File, string Path) from, (FileDescriptor File, string Path) to, in FileFacts facts)
    {
        var (made, trouble) =
            FileMetadata.Carry(new MetadataTarget(from.Path, from.File.Number), new MetadataTarget(to.Path, to.File.Number), facts);
        return new CloneResult(way, hash, made, trouble);
    }

    private static bool HasHoles(in FileFacts facts) => facts.Allocated < facts.Size;

    private void Append(bool isSparse, long at, int length)
    {
        if (isSparse)
        {
            Sparse.Add(at, _buffer.AsSpan(0, length));
        }
        else
        {
            _hash.AppendData(_buffer, 0, length);
        }
    }

    private string Hashed(bool isSparse, long size) => isSparse ? Sparse.Finish(size) : Convert.ToHexStringLower(_hash.GetHashAndReset());

    private bool CopyData(FileDescriptor source, FileDescriptor target, (long From, long End) range, (string From, string To) names,
        bool hasHoles, CancellationToken ct)
    {
        var (from, end) = range;
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

            Append(hasHoles, at, got);
            Write(target, at, got, names.To);
            count(got);
            at += got;

            if (at - flushed >= (at == end ? WorthFlushing : FlushedAtOnce))
            {
                PartFlush.Do(target, flushed, at - flushed, isBesideANode, names.To);
                flushed = at;
            }
        }

        return true;
    }

    // As much as was asked for, unless the file ends before: a hash of a file with holes takes whole blocks.
    private int Read(FileDescriptor source, long at, int length, string path) =>
        BookFile.ReadAt(source, _buffer.AsSpan(0, length), at) is >= 0 and var read ? read
            : throw new IOException($"cannot read {path}: {Errno.LastText}");

    private void Write(FileDescriptor target, long at, int length, string path)
    {
        for (var done = 0; done < length;)
        {
            var written = CloneCalls.WriteAt(target.Number, _buffer.AsSpan(done, length - done), at + done);

            if (written < 0 && Errno.Last != Errno.EINTR)
            {
                throw new IOException($"cannot write {path}: {Errno.LastText}");
            }

            done += Math.Max(0, written);
        }
    }
}
