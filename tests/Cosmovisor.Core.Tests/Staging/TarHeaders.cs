using System.Text;
using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class TarHeaders
{
    [Fact]
    public static void OfPosixHaveThePrefixBeforeTheName() =>
        Assert.Equal("a/b/gaiad", Read(Block(magic: "ustar\00000", prefix: "a/b")).Name);

    [Fact]
    public static void OfGnuHaveNone() => Assert.Equal("gaiad", Read(Block(magic: "ustar  \0", prefix: "12345670")).Name);

    [Theory]
    [InlineData('0', "gaiad", '0')]
    [InlineData('\0', "gaiad", '0')]
    [InlineData('7', "gaiad", '0')]
    [InlineData('\0', "bin/", '5')]
    [InlineData('5', "bin", '5')]
    [InlineData('S', "gaiad", 'S')]
    public static void SayWhatTheirEntryIs(char type, string name, char read) =>
        Assert.Equal(read, Read(Block(type: type, name: name)).Type);

    [Fact]
    public static void OfWhatHasNoContentHaveNoSize() => Assert.Equal(0, Read(Block(type: '1', size: "00000001000\0")).Size);

    [Theory]
    [InlineData("00000000777\0", 511)]
    [InlineData("        777 ", 511)]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", 0)]
    [InlineData("\u0080\0\0\0\0\0\0\u0002\0\0\0\0", 8589934592)]
    public static void ReadNumbersOldAndNew(string size, long value) => Assert.Equal(value, Read(Block(size: size)).Size);

    [Theory]
    [InlineData("00000000abc\0")]
    [InlineData("-0000000777\0")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("\u0080\u0001\0\0\0\0\0\0\0\0\0\u0005")] // more than any file has
    public static void WithoutASizeAreRefused(string size)
    {
        Assert.False(TarHeader.Parse(Block(size: size)).IsOk(out _, out var reason));
        Assert.Equal("one of the tar's headers has no size or no mode", reason);
    }

    [Fact]
    public static void HaveTheBitsOfTheMode() => Assert.Equal(0x1ed, Read(Block()).Mode);

    [Fact]
    public static void HaveNamesThatFillTheirField()
    {
        var name = new string('n', 100);

        Assert.Equal(name, Read(Block(name: name)).Name);
    }

    /// <summary>Some old tools added up the bytes as signed ones.</summary>
    [Fact]
    public static void MayBeSummedUpAsOldToolsDid()
    {
        var block = Block(name: "caf\u00e9");
        var old = Encoding.ASCII.GetBytes(Convert.ToString(Sum(block) - 256, 8).PadLeft(6, '0'));
        old.CopyTo(block, 148);

        Assert.True(TarHeader.Parse(block).IsOk(out _, out var reason), reason);

        Encoding.ASCII.GetBytes(Convert.ToString(Sum(block) - 512, 8).PadLeft(6, '0')).CopyTo(block, 148);
        Assert.False(TarHeader.Parse(block).IsOk(out _, out _));
    }

    /// <summary>An archive is known by the sum of its first header, whichever digits it has.</summary>
    [Fact]
    public static void AreKnownWhateverTheirSum() => Assert.All(
        Enumerable.Range('A', 40), letter => Assert.Equal(ArchiveKind.Tar, ArchiveKinds.Of(Block(name: $"{(char)letter}"))));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 511)]
    [InlineData(511, 1)]
    [InlineData(512, 0)]
    [InlineData(513, 511)]
    public static void HaveContentsFilledUpToWholeBlocks(long size, long padding) => Assert.Equal(padding, TarHeader.Padding(size));

    [Fact]
    public static void ThatWereChangedAreRefused()
    {
        var block = Block();
        block[3]++;

        Assert.False(TarHeader.Parse(block).IsOk(out _, out _));
        Assert.False(TarHeader.Parse(Block().AsSpan(0, 511)).IsOk(out _, out _));
    }

    [Theory]
    [InlineData("18 path=bin/gaiad\n", "bin/gaiad", null, null)]
    [InlineData("15 linkpath=/x\n20 size=12345678901\n", null, "/x", 12345678901)]
    [InlineData("8 path=\n", null, null, null)]
    [InlineData("15 linkpath=/x\n13 linkpath=\n", null, null, null)]
    [InlineData("000000017 path=a\n", "a", null, null)]
    [InlineData("9 path=a\n9 path=b\n\0\0\0", "b", null, null)]
    [InlineData("28 mtime=1700000000.1234567\n", null, null, null)]
    [InlineData("16 comment=a\nb=\n", null, null, null)]
    [InlineData("", null, null, null)]
    public static void MayBeExtended(string records, string? path, string? link, long? size)
    {
        Assert.True(PaxRecords.Parse(Encoding.UTF8.GetBytes(records)).IsOk(out var read, out var reason), reason);
        Assert.Equal(new PaxRecords(path, link, size), read);
    }

    [Theory]
    [InlineData("path=bin/gaiad\n")]
    [InlineData("99 path=a\n")]
    [InlineData("0 path=a\n")]
    [InlineData("-9 path=a\n")]
    [InlineData("3 =\n")]
    [InlineData("5 =x\n")]
    [InlineData("2 \n")]
    [InlineData("9 path=ab")]
    [InlineData("11 size=-1\n")]
    [InlineData("11 size=1x\n")]
    [InlineData("99999999999999999999 path=a\n")]
    [InlineData("22 GNU.sparse.major=1\n")]
    public static void WithDamagedExtensionsAreRefused(string records) =>
        Assert.False(PaxRecords.Parse(Encoding.UTF8.GetBytes(records)).IsOk(out _, out _));

    [Fact]
    public static void OfFilesWithHolesSaySo()
    {
        Assert.False(PaxRecords.Parse("22 GNU.sparse.major=1\n"u8).IsOk(out _, out var reason));
        Assert.Equal("the archive has a file with holes (GNU sparse), which is not unpacked here", reason);
    }

    [Fact]
    public static void NeverThrowWhateverIsInThem() => Gen.Byte.Array[0, 600].Sample(bytes =>
        Answer.IsWhole(TarHeader.Parse(bytes))
        && Answer.IsWhole(PaxRecords.Parse(bytes))
        && Answer.IsWhole(XzDictionaries.Largest(new InMemory([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 4, .. bytes])))
        && FileFormats.NameOf(FileFormats.Of(bytes)) is not "");

    private static TarHeader Read(byte[] block)
    {
        Assert.True(TarHeader.Parse(block).IsOk(out var header, out var reason), reason);
        return header;
    }

    private static byte[] Block(
        char type = '0', string name = "gaiad", string size = "00000000000\0", string magic = "ustar\00000", string prefix = "")
    {
        var block = new byte[TarHeader.BlockSize];
        Put(0, name);
        Put(100, "0000755\0");
        Put(124, size);
        Put(156, $"{type}");
        Put(257, magic);
        Put(345, prefix);
        Put(148, "        ");
        Put(148, Convert.ToString(Sum(block), 8).PadLeft(6, '0') + "\0 ");
        return block;

        void Put(int at, string text) => Encoding.Latin1.GetBytes(text).CopyTo(block, at);
    }

    // The field of the sum counts as blanks.
    private static int Sum(byte[] block) => block.Where((_, at) => at is < 148 or >= 156).Sum(b => b) + (8 * ' ');
}
