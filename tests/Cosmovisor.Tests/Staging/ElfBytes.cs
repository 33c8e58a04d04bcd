using System.Buffers.Binary;
using System.Text;
using Cosmovisor.Staging;

namespace Cosmovisor.Tests.Staging;

/// <summary>Writes little-endian ELF programs that no machine could run and every reader must understand.</summary>
internal static class ElfBytes
{
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const ulong Base = 0x400000;

    public static int ThisMachine => UsableBinary.ThisMachine.Elf.Number;

    public static string Loader => ThisMachine == 183 ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";

    public static byte[] Program(
        byte elfClass, int machine, string? interpreter = null, string[]? needed = null, string? runPath = null, int type = 2)
    {
        var strings = new StringBuilder("\0");
        var tags = new List<(ulong Tag, ulong Value)>();

        foreach (var (tag, text) in (needed ?? []).Select(name => (1ul, name)).Concat(runPath is null ? [] : [(29ul, runPath)]))
        {
            tags.Add((tag, (ulong)strings.Length));
            _ = strings.Append(text).Append('\0');
        }

        var textAt = HeaderSize + (3 * SegmentSize);
        var interpreterBytes = Encoding.ASCII.GetBytes((interpreter ?? "") + "\0");
        var stringsAt = textAt + interpreterBytes.Length;
        var stringBytes = Encoding.ASCII.GetBytes(strings.ToString());
        var dynamicAt = stringsAt + stringBytes.Length;
        tags.Add((5, Base + (ulong)stringsAt));
        tags.Add((0, 0));
        var file = new byte[dynamicAt + (tags.Count * 16)];

        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', elfClass, 1, 1 }.CopyTo(file, 0);
        Put16(file, 16, type);
        Put16(file, 18, machine);

        if (elfClass == 2)
        {
            Put64(file, 32, HeaderSize);
            Put16(file, 54, SegmentSize);
            Put16(file, 56, 3);
            Segment(file, 0, 1, 0, file.Length);
            Segment(file, 1, interpreter is null ? 0u : 3u, textAt, interpreterBytes.Length);
            Segment(file, 2, needed is null ? 0u : 2u, dynamicAt, tags.Count * 16);
        }

        interpreterBytes.CopyTo(file, textAt);
        stringBytes.CopyTo(file, stringsAt);

        for (var i = 0; i < tags.Count; i++)
        {
            Put64(file, dynamicAt + (i * 16), tags[i].Tag);
            Put64(file, dynamicAt + (i * 16) + 8, tags[i].Value);
        }

        return file;
    }

    private static void Segment(byte[] file, int index, uint type, int offset, int size)
    {
        var at = HeaderSize + (index * SegmentSize);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), type);
        Put64(file, at + 8, (ulong)offset);
        Put64(file, at + 16, Base + (ulong)offset);
        Put64(file, at + 32, (ulong)size);
    }

    private static void Put16(byte[] file, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);

    private static void Put64(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
