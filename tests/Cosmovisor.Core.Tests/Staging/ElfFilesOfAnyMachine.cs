using System.Text;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>Words of 32 and of 64 bits, in either order of their bytes; and files that say odd things.</summary>
public static class ElfFilesOfAnyMachine
{
    private const int Strings = 300;

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public static void SayWhatTheyNeed(bool is64, bool isBig)
    {
        var elf = Read(new SomeElf(is64, isBig).Bytes());

        Assert.Equal(new ElfMachine(is64, 0x1234), elf.Machine);
        Assert.Equal("/ld.so", elf.Interpreter);
        Assert.Equal(["libc.so.6"], elf.Needed);
        Assert.Equal(["/own", "$ORIGIN/x"], elf.RunPath);
    }

    /// <summary>The table of segments ends with the file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void MayNotBeCutByAByte(bool is64)
    {
        var whole = new SomeElf(is64, IsBig: false).Bytes();

        Assert.Equal(
            $"was cut short: it has {whole.Length - 1} bytes and its own header speaks of more", Refusal(whole[..^1]));
        Assert.Equal("is an ELF file without a whole header: it was cut short, or is damaged", Refusal(whole[..(is64 ? 63 : 51)]));
        Assert.Equal("is an ELF file without a whole header: it was cut short, or is damaged", Refusal(whole[..10]));
    }

    [Theory]
    [InlineData(true, 64)]
    [InlineData(false, 52)]
    public static void MayBeAHeaderAlone(bool is64, int length)
    {
        var file = new SomeElf(is64, IsBig: false) { Segments = 0 }.Bytes()[..length];

        Assert.Null(Read(file).Interpreter);
    }

    [Theory]
    [InlineData(1UL << 40)]
    [InlineData(ulong.MaxValue - 8)] // with its size, past the end of all numbers
    public static void MayNotSpeakOfMoreThanThereIs(ulong offset) => Assert.StartsWith(
        "was cut short: it has ", Refusal(new SomeElf(Is64: true, IsBig: false) { FirstOffset = offset }.Bytes()),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public static void AreNotObjectFilesOrCoreDumps(int type) => Assert.Equal(
        "is an ELF file, but not a program (an object file or a core dump)",
        Refusal(new SomeElf(Is64: true, IsBig: false) { Type = type }.Bytes()));

    [Fact]
    public static void HaveNoLoaderWhereItsNameIsEmpty()
    {
        var file = new SomeElf(Is64: true, IsBig: false).Bytes();
        file[SomeElf.InterpreterAt] = 0;

        Assert.Null(Read(file).Interpreter);
    }

    /// <summary>The segment ends where its last entry does.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void MayHaveAListWithoutAnEnd(bool is64) =>
        Assert.Equal(["libc.so.6"], Read(new SomeElf(is64, IsBig: false) { HasNoEnd = true }.Bytes()).Needed);

    [Theory]
    [InlineData("\u007fELF", true)]
    [InlineData("\u007fELF\u0002", true)]
    [InlineData("\u007fEL", false)]
    [InlineData("\u007f", false)]
    [InlineData("", false)]
    [InlineData("xELF", false)]
    [InlineData("\u007fELG", false)]
    public static void HaveAMark(string first, bool has) => Assert.Equal(has, ElfFile.HasItsMark(Encoding.Latin1.GetBytes(first)));

    private static ElfFile Read(byte[] file) => ElfFile.Parse(new InMemory(file)).IsOk(out var elf, out var reason) ? elf
        : throw new InvalidOperationException(reason);

    private static string? Refusal(byte[] file) => ElfFile.Parse(new InMemory(file)).IsOk(out _, out var reason) ? null : reason;

    /// <summary>
    /// Two loaded segments: one that ends where the other begins, and one that begins with the strings. The table of segments is the
    /// last thing in the file, and no segment's.
    /// Behind the end of the list of what is needed stands one more name, which counts for nothing.
    /// </summary>
    private sealed record SomeElf(bool Is64, bool IsBig)
    {
        public const int InterpreterAt = 200;

        private const int DynamicAt = 400;
        private const int TableAt = 600;

        public int Segments { get; init; } = 4;

        public int Type { get; init; } = 3;

        public ulong FirstOffset { get; init; } = 100;

        public bool HasNoEnd { get; init; }

        private int EntrySize => Is64 ? 56 : 32;

        private int Word => Is64 ? 8 : 4;

        public byte[] Bytes()
        {
            var file = new byte[TableAt + (Segments * EntrySize)];
            "\x7fELF"u8.CopyTo(file);
            file[4] = (byte)(Is64 ? 2 : 1);
            file[5] = (byte)(IsBig ? 2 : 1);
            Put(file, 16, (ulong)Type, 2);
            Put(file, 18, 0x1234, 2);
            Put(file, Is64 ? 32 : 28, TableAt, Word);
            Put(file, Is64 ? 54 : 42, (ulong)EntrySize, 2);
            Put(file, Is64 ? 56 : 44, (ulong)Segments, 2);
            "/ld.so\0"u8.CopyTo(file.AsSpan(InterpreterAt));
            "\0libc.so.6\0/own:$ORIGIN/x\0"u8.CopyTo(file.AsSpan(Strings));

            List<(ulong Tag, ulong Value)> tags = [(1, 1), (1, 0), (29, 11), (5, 0x2000)];

            if (!HasNoEnd)
            {
                tags.AddRange([(0, 0), (1, 11)]);
            }

            for (var i = 0; i < tags.Count; i++)
            {
                Put(file, DynamicAt + (2 * i * Word), tags[i].Tag, Word);
                Put(file, DynamicAt + (((2 * i) + 1) * Word), tags[i].Value, Word);
            }

            Segment(file, 0, 1, FirstOffset, 0x1fc0, 0x40);
            Segment(file, 1, 1, Strings, 0x2000, 0x40);
            Segment(file, 2, 3, InterpreterAt, 0, 7);
            Segment(file, 3, 2, DynamicAt, 0, (ulong)(2 * tags.Count * Word));
            return file;
        }

        private void Segment(byte[] file, int index, ulong type, ulong offset, ulong address, ulong size)
        {
            if (index < Segments)
            {
                var at = TableAt + (index * EntrySize);
                Put(file, at, type, 4);
                Put(file, at + (Is64 ? 8 : 4), offset, Word);
                Put(file, at + (Is64 ? 16 : 8), address, Word);
                Put(file, at + (Is64 ? 32 : 16), size, Word);
            }
        }

        private void Put(byte[] file, int at, ulong value, int size)
        {
            for (var i = 0; i < size; i++)
            {
                file[at + i] = (byte)((value >> (8 * (IsBig ? size - 1 - i : i))) & 0xff);
            }
        }
    }
}
