using System.Text;

namespace Cosmovisor.Staging;

/// <summary>Puts what a tar holds into a tree.</summary>
internal sealed class TarUnpacking
{
    /// <summary>
    /// What one entry's long names and extended attributes may take together. Names are much shorter; macOS keeps attributes here.
    /// </summary>
    private const int MostMetadata = 1 << 20;

    private readonly Stream _tar;
    private readonly UnpackedTree _into;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];

    private TarUnpacking(Stream tar, UnpackedTree into) => (_tar, _into) = (tar, into);

    public static void Unpack(Stream tar, UnpackedTree into) => new TarUnpacking(tar, into).ReadAll();

    private void ReadAll()
    {
        var more = new Metadata();

        while (NextHeader() is { } header)
        {
            switch (header.Type)
            {
                case 'L':
                    more.Name = LongName(header, more);
                    break;
                case 'K':
                    more.Link = LongName(header, more);
                    break;
                case 'x' or 'X':
                    more.Pax = Taken(PaxRecords.Parse(Content(header, more)));
                    break;
                case 'g': // a comment: git archive leaves the commit's number here
                    _ = Taken(PaxRecords.Parse(Content(header, more)));
                    break;
                default:
                    Add(more.Complete(header));
                    more = new Metadata();
                    break;
            }
        }

        if (more.BelongsToAnEntry)
        {
            throw new InvalidDataException("the tar ends before its last entry does");
        }
    }

    // Null at the end: a block of zeros, or the end of the file where an entry might begin.
    private TarHeader? NextHeader()
    {
        var count = _tar.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);

        if (count == 0)
        {
            return null;
        }

        _into.Grow(count);

        return count < _block.Length ? throw new InvalidDataException("the tar is cut short")
            : !_block.AsSpan().ContainsAnyExcept((byte)0) ? null
            : Taken(TarHeader.Parse(_block));
    }

    private void Add(TarHeader entry)
    {
        using var content = new Part(_tar, entry.Size); // the tar itself stays open

        switch (entry.Type)
        {
            case TarHeader.File:
                _into.AddFile(entry.Name, (UnixFileMode)entry.Mode, content);
                break;
            case TarHeader.Folder:
                _into.AddFolder(entry.Name);
                break;
            case TarHeader.SymbolicLink:
                _into.AddLink(entry.Name, entry.Link);
                break;
            case TarHeader.HardLink:
                _into.AddSecondName(entry.Name, entry.Link);
                break;
            default:
                throw new RefusedException(
                    $"the archive's entry {ForeignText.Quote(entry.Name)} is neither file, folder nor link (type {ForeignText.Quote($"{entry.Type}")})");
        }

        content.SkipRest(_into);
        SkipPadding(entry.Size);
    }

    private string LongName(TarHeader header, Metadata more) => Encoding.UTF8.GetString(Content(header, more).AsSpan().TrimEnd((byte)0));

    // Looked at before it is read: a header may speak of any size.
    private byte[] Content(TarHeader header, Metadata more)
    {
        more.Bytes += TarHeader.BlockSize;

        if (header.Size > MostMetadata - more.Bytes)
        {
            throw new RefusedException($"the archive has an entry with more than {MostMetadata >> 20} MiB of names and attributes");
        }

        more.Bytes += (int)header.Size;
        _into.Grow((int)header.Size);
        var content = new byte[(int)header.Size];
        _tar.ReadExactly(content);
        SkipPadding(header.Size);
        return content;
    }

    private void SkipPadding(long size) => _tar.ReadExactly(_block, 0, (int)TarHeader.Padding(size));

    private static T Taken<T>(Parsed<T> parsed) => parsed.IsOk(out var value, out var reason) ? value : throw new RefusedException(reason);

    /// <summary>What came before an entry and belongs to it.</summary>
    private sealed class Metadata
    {
        public string? Name { get; set; }

        public string? Link { get; set; }

        public PaxRecords? Pax { get; set; }

        public int Bytes { get; set; }

        public bool BelongsToAnEntry => Name is not null || Link is not null || Pax is not null;

        public TarHeader Complete(TarHeader header) => header with
        {
            Name = Pax?.Path ?? Name ?? header.Name,
            Link = Pax?.LinkPath ?? Link ?? header.Link,
            Size = header.HasContent ? Pax?.Size ?? header.Size : 0,
        };
    }

    /// <summary>So many bytes of a stream, and not one less.</summary>
    private sealed class Part(Stream whole, long length) : ForwardStream
    {
        private long _left = length;

        public override int Read(Span<byte> buffer)
        {
            var wanted = (int)Math.Min(buffer.Length, _left);
            var count = wanted == 0 ? 0 : whole.Read(buffer[..wanted]);

            if (count == 0 && wanted > 0)
            {
                throw new EndOfStreamException("the tar is cut short");
            }

            _left -= count;
            return count;
        }

        public void SkipRest(UnpackedTree counting)
        {
            var buffer = _left == 0 ? [] : new byte[64 * 1024];

            while (_left > 0)
            {
                counting.Grow(Read(buffer));
            }
        }
    }
}
