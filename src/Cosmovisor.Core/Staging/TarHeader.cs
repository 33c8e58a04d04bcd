using System.Text;

namespace Cosmovisor.Staging;

/// <summary>One header block of a tar: V7, POSIX ustar and pax, and GNU's.</summary>
/// <remarks>
/// Read by ourselves and not by the framework: it reads an entry's metadata whole into memory, however large its header says it is
/// (docs/adr/0034).
/// </remarks>
/// <param name="Type">The type flag; <c>'0'</c> for the two old ways to say "file".</param>
/// <param name="Name">As written, the prefix of POSIX before it.</param>
/// <param name="Link">What a link points to.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Size">Bytes of content that follow.</param>
internal sealed record TarHeader(char Type, string Name, string Link, int Mode, long Size)
{
    public const int BlockSize = 512;

    public const char File = '0';
    public const char HardLink = '1';
    public const char SymbolicLink = '2';
    public const char Folder = '5';

    private const int SumAt = 148;
    private const int SumLength = 8;

    public bool HasContent => Type is not (HardLink or SymbolicLink or '3' or '4' or Folder or '6');

    /// <summary>How far the next header is behind this entry's first byte: content is filled up to whole blocks.</summary>
    public static long Padding(long size) => (BlockSize - (size % BlockSize)) % BlockSize;

    public static Parsed<TarHeader> Parse(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockSize || !HasItsSum(block))
        {
            return Parsed.Invalid<TarHeader>("one of the tar's headers is damaged");
        }

        var (mode, size) = (Number(block.Slice(100, 8)), Number(block.Slice(124, 12)));

        if (size is null or < 0 || mode is null or < 0)
        {
            return Parsed.Invalid<TarHeader>("one of the tar's headers has no size or no mode");
        }

        var isPosix = block.Slice(257, 6).SequenceEqual("ustar\0"u8); // GNU keeps times where POSIX keeps the prefix, and writes "ustar  "
        var prefix = isPosix ? Text(block.Slice(345, 155)) : "";
        var name = Text(block[..100]);
        var type = (char)block[156];

        // Before POSIX, a name that ends with a slash made a folder.
        type = type is '\0' or '7' or File ? type is '\0' && name.EndsWith('/') ? Folder : File : type;
        var header = new TarHeader(
            type, prefix.Length > 0 ? $"{prefix}/{name}" : name, Text(block.Slice(157, 100)), (int)(mode.Value & 0xfff), size.Value);

        // Old tools write a link's size though nothing follows.
        return Parsed.Ok(header.HasContent ? header : header with { Size = 0 });
    }

    private static bool HasItsSum(ReadOnlySpan<byte> block)
    {
        var (unsigned, signed) = (SumLength * ' ', SumLength * ' '); // some old tools summed up signed bytes

        for (var i = 0; i < BlockSize; i++)
        {
            if (i is < SumAt or >= SumAt + SumLength)
            {
                unsigned += block[i];
                signed += (sbyte)block[i];
            }
        }

        return Number(block.Slice(SumAt, SumLength)) is { } sum && (sum == unsigned || sum == signed);
    }

    // Octal digits; or, for what octal cannot hold, GNU's: the first bit set, and the rest a big-endian number.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        var value = 0L;

        if ((field[0] & 0x80) != 0)
        {
            foreach (var b in (ReadOnlySpan<byte>)[(byte)(field[0] & 0x7f), .. field[1..]])
            {
                if (value > long.MaxValue >> 8)
                {
                    return null;
                }

                value = (value << 8) | b;
            }

            return value;
        }

        foreach (var b in field.Trim(" \0"u8))
        {
            if (b is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                return null;
            }

            value = (value * 8) + (b - '0');
        }

        return value;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
