using System.IO.Compression;

namespace Cosmovisor.Staging;

/// <summary>Unpacks gzip and refuses what is cut short, which <see cref="GZipStream"/> takes for the end.</summary>
/// <remarks>
/// A gzip file may have several members, one after the other. We add a last one of our own: it comes out at the other end only if
/// everything before it was whole, with every checksum right.
/// </remarks>
internal sealed class WholeGzipStream : ForwardStream
{
    private static readonly byte[] Mark = "the end of what was published"u8.ToArray();

    private readonly GZipStream _plain;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>Takes <paramref name="packed"/> over.</summary>
    public WholeGzipStream(Stream packed) => _plain = new GZipStream(new FollowedBy(packed, Packed(Mark)), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        if (_end - _start <= Mark.Length)
        {
            Fill();
        }

        var count = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _plain.Dispose();
        }

        base.Dispose(disposing);
    }

    // Keeps back as much as the mark is long: what may be the mark is not given on.
    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        _end += _plain.ReadAtLeast(_buffer.AsSpan(_end), Mark.Length + 1 - _end, throwOnEndOfStream: false);

        if (_end <= Mark.Length && !_buffer.AsSpan(0, _end).SequenceEqual(Mark))
        {
            throw new InvalidDataException("the gzip data is cut short, or something follows it");
        }
    }

    private static byte[] Packed(byte[] plain)
    {
        using var packed = new MemoryStream();

        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private sealed class FollowedBy(Stream first, byte[] last) : ForwardStream
    {
        private readonly MemoryStream _last = new(last);

        public override int Read(Span<byte> buffer) => first.Read(buffer) is > 0 and var count ? count : _last.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                first.Dispose();
                _last.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
