namespace Cosmovisor.Staging;

/// <summary>How much memory an xz file asks for, told without unpacking it (the .xz file format, version 1.2.1).</summary>
/// <remarks>A decoder makes room for what a block's header says, before it has read a byte of content.</remarks>
internal static class XzDictionaries
{
    private const int StreamHeaderSize = 12;
    private const int StreamFooterSize = 12;
    private const int BlockHeaderUnit = 4;
    private const ulong Lzma2 = 0x21;

    /// <summary>The largest dictionary of all blocks, in bytes.</summary>
    /// <param name="file">The whole file.</param>
    public static Parsed<long> Largest(IFileBytes file)
    {
        var (at, largest) = (0L, 0L);

        Span<byte> header = stackalloc byte[StreamHeaderSize];

        while (at < file.Length)
        {
            if (!file.Read(at, header[..BlockHeaderUnit]))
            {
                return Damaged();
            }

            if (!header[..BlockHeaderUnit].ContainsAnyExcept((byte)0)) // between two streams
            {
                at += BlockHeaderUnit;
                continue;
            }

            if (!file.Read(at, header) || !header.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
            {
                return Damaged();
            }

            if (!Stream(file, ref at, CheckSize(header[7])).IsOk(out var ofStream, out _))
            {
                return Damaged();
            }

            largest = Math.Max(largest, ofStream);
        }

        return Parsed.Ok(largest);
    }

    private static Parsed<long> Stream(IFileBytes file, ref long at, int checkSize)
    {
        var largest = 0L;
        at += StreamHeaderSize;

        while (true)
        {
            if (!TryByte(file, at, out var size))
            {
                return Damaged();
            }

            if (size == 0)
            {
                return SkipIndex(file, ref at) ? Parsed.Ok(largest) : Damaged();
            }

            var header = new byte[(size + 1) * BlockHeaderUnit];

            if (!file.Read(at, header) || !Dictionary(header).IsOk(out var dictionary, out _))
            {
                return Damaged();
            }

            largest = Math.Max(largest, dictionary);
            var start = at + header.Length;
            at = start;

            if (!SkipChunks(file, ref at))
            {
                return Damaged();
            }

            at += Padding(at - start) + checkSize;
        }
    }

    // The last filter is the compressor; before it there may be one that turns a program's jumps about.
    private static Parsed<long> Dictionary(ReadOnlySpan<byte> header)
    {
        var flags = header[1];
        var at = 2;

        for (var i = 0; i < ((flags >> 6) & 1) + ((flags >> 7) & 1); i++)
        {
            if (!TryNumber(header, ref at, out _))
            {
                return Damaged();
            }
        }

        for (var filter = flags & 3; ; filter--)
        {
            if (!TryNumber(header, ref at, out var id)
                || !TryNumber(header, ref at, out var length)
                || length > (ulong)(header.Length - at))
            {
                return Damaged();
            }

            if (filter == 0)
            {
                return id == Lzma2 && length == 1 && header[at] <= 40 ? Parsed.Ok(SizeOf(header[at])) : Damaged();
            }

            at += (int)length;
        }
    }

    private static long SizeOf(byte bits) => bits == 40 ? uint.MaxValue : (2L | (bits & 1L)) << ((bits / 2) + 11);

    // LZMA2 says of each chunk how long it is.
    private static bool SkipChunks(IFileBytes file, ref long at)
    {
        Span<byte> chunk = stackalloc byte[6];

        while (TryByte(file, at, out var control))
        {
            if (control == 0)
            {
                at++;
                return true;
            }

            var headerSize = control >= 0xc0 ? 6 : control >= 0x80 ? 5 : 3;

            if (control is > 2 and < 0x80 || !file.Read(at, chunk[..headerSize]))
            {
                return false;
            }

            at += headerSize + 1 + (headerSize == 3 ? (chunk[1] << 8) | chunk[2] : (chunk[3] << 8) | chunk[4]);
        }

        return false;
    }

    private static bool SkipIndex(IFileBytes file, ref long at)
    {
        var start = at;
        at++;

        if (!TryNumber(file, ref at, out var records) || records > (ulong)file.Length)
        {
            return false;
        }

        for (var i = 0ul; i < 2 * records; i++)
        {
            if (!TryNumber(file, ref at, out _))
            {
                return false;
            }
        }

        at += Padding(at - start) + 4 + StreamFooterSize;
        return at <= file.Length;
    }

    private static long Padding(long size) => (BlockHeaderUnit - (size % BlockHeaderUnit)) % BlockHeaderUnit;

    private static bool TryByte(IFileBytes file, long at, out byte value)
    {
        Span<byte> one = stackalloc byte[1];
        var isThere = file.Read(at, one);
        value = one[0];
        return isThere;
    }

    private static bool TryNumber(IFileBytes file, ref long at, out ulong value)
    {
        value = 0;

        for (var i = 0; i < 9; i++)
        {
            if (!TryByte(file, at++, out var b))
            {
                return false;
            }

            value |= (ulong)(b & 0x7f) << (7 * i);

            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryNumber(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;

        for (var i = 0; i < 9 && at < bytes.Length; i++)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7f) << (7 * i);

            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static int CheckSize(byte kind) => (kind & 0xf) switch { 0 => 0, <= 3 => 4, <= 6 => 8, <= 9 => 16, <= 12 => 32, _ => 64 };

    private static Parsed<long> Damaged() => Parsed.Invalid<long>("the xz data is damaged, or of a kind that is not understood");
}
