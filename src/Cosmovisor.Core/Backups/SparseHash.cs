using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cosmovisor.Backups;

/// <summary>
/// The hash of a file with holes: SHA-256 of what is not zero in it and where that stands, so that a hole of a terabyte costs nothing.
/// </summary>
/// <remarks>
/// Told by the content alone, in blocks of 4 KiB: where the file system has put its holes, or that a copy has none, makes no difference.
/// Each run of blocks that are not all zeros is followed by its offset and length, the last one by the file's size, 8 bytes each,
/// little-endian: read from the end, only one content fits.
/// </remarks>
/// <param name="hash">Empty, and empty again after <see cref="Finish"/>.</param>
internal sealed class SparseHash(IncrementalHash hash)
{
    public const int Block = 4096;

    /// <summary>Stands before such a hash in a manifest. One without it is the SHA-256 of every byte.</summary>
    private const string Mark = "sparse:";

    private long _from;
    private long _end;

    public static bool Is(string sha256) => sha256.StartsWith(Mark, StringComparison.Ordinal);

    /// <param name="at">Where it stands in the file: a multiple of <see cref="Block"/>, and not before what was added last.</param>
    /// <param name="part">What stands there, in whole blocks unless it is the file's end. What is never added is zeros.</param>
    public void Add(long at, ReadOnlySpan<byte> part)
    {
        while (part.Length > 0)
        {
            var zeros = Blocks(part, IsZero);
            at += zeros;
            part = part[zeros..];
            var run = Blocks(part, block => !IsZero(block));

            if (run > 0)
            {
                Run(at, part[..run]);
                at += run;
                part = part[run..];
            }
        }
    }

    /// <param name="size">Of the file.</param>
    public string Finish(long size)
    {
        EndRun();
        Append(size);
        (_from, _end) = (0, 0);
        return Mark + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Run(long at, ReadOnlySpan<byte> bytes)
    {
        if (at != _end)
        {
            EndRun();
            _from = at;
        }

        hash.AppendData(bytes);
        _end = at + bytes.Length;
    }

    private void EndRun()
    {
        if (_end > _from)
        {
            Append(_from);
            Append(_end - _from);
        }
    }

    private void Append(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static int Blocks(ReadOnlySpan<byte> part, Func<ReadOnlySpan<byte>, bool> are)
    {
        var length = 0;

        while (length < part.Length && are(part[length..Math.Min(length + Block, part.Length)]))
        {
            length = Math.Min(length + Block, part.Length);
        }

        return length;
    }

    private static bool IsZero(ReadOnlySpan<byte> block) => !block.ContainsAnyExcept((byte)0);
}
