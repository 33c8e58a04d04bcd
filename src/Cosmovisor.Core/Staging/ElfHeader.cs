using System.Buffers.Binary;

namespace Cosmovisor.Staging;

/// <summary>The first bytes of an ELF file, and the table of segments they point to.</summary>
internal sealed record ElfHeader(ElfMachine Machine, int Type, bool IsBigEndian, IReadOnlyList<ElfSegment>? Segments)
{
    public const int Executable = 2;
    public const int Shared = 3;

    private const int MostSegments = 512;

    /// <summary>
    /// Null when the file is shorter than its header. <see cref="Segments"/> is null when it is shorter than their table.
    /// </summary>
    public static ElfHeader? Read(IFileBytes file)
    {
        Span<byte> ident = stackalloc byte[20];

        if (!file.Read(0, ident))
        {
            return null;
        }

        var (is64, big) = (ident[4] == 2, ident[5] == 2);
        var machine = new ElfMachine(is64, U16(ident[18..], big));
        Span<byte> whole = stackalloc byte[is64 ? 64 : 52];

        return !file.Read(0, whole) ? null
            : is64 ? new ElfHeader(machine, U16(ident[16..], big), big,
                Table(file, is64, big, U64(whole[32..], big), U16(whole[54..], big), U16(whole[56..], big)))
            : new ElfHeader(machine, U16(ident[16..], big), big,
                Table(file, is64, big, U32(whole[28..], big), U16(whole[42..], big), U16(whole[44..], big)));
    }

    public static ushort U16(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public static uint U32(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public static ulong U64(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
        : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static List<ElfSegment>? Table(IFileBytes file, bool is64, bool big, ulong at, int entrySize, int count)
    {
        var segments = new List<ElfSegment>();
        Span<byte> entry = stackalloc byte[is64 ? 56 : 32];

        for (var i = 0; i < Math.Min(count, MostSegments); i++)
        {
            if (!file.Read(unchecked((long)(at + (ulong)(i * entrySize))), entry))
            {
                return null;
            }

            segments.Add(is64
                ? new ElfSegment(U32(entry, big), Offset: U64(entry[8..], big), Address: U64(entry[16..], big), Size: U64(entry[32..], big))
                : new ElfSegment(
                    U32(entry, big), Offset: U32(entry[4..], big), Address: U32(entry[8..], big), Size: U32(entry[16..], big)));
        }

        return segments;
    }
}
