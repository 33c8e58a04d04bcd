using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// What the format of xz allows and xz 5 seldom writes: every kind of chunk and of check, and numbers of more than one byte. Only lengths
/// count here, and what is in the chunks does not.
/// </summary>
public static class XzFilesOfOtherTools
{
    private const byte Small = 0; // 4 KiB
    private const byte Large = 16; // 1 MiB
    private const long Largest = 1 << 20;

    // Wherever a length is misread, the second block is not found, and it has the larger dictionary.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0x0302)]
    [InlineData(2, 0xffff)]
    [InlineData(0x80, 0)]
    [InlineData(0x80, 0x0302)]
    [InlineData(0xbf, 0x0302)]
    [InlineData(0xc0, 0x0302)]
    [InlineData(0xe0, 0x0302)]
    [InlineData(0xff, 0xffff)]
    public static void HaveChunksOfAnyKindAndLength(int control, int length)
    {
        for (var more = 0; more < 4; more++)
        {
            byte[] chunks = [.. Chunk((byte)control, length), .. Chunk(1, more), 0];

            Assert.Equal(Largest, Of(File(4, chunks)));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0x7f)]
    public static void HaveNoOtherChunks(int control) => Assert.Null(Of(File(4, [.. Chunk((byte)control, 8), 0])));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(6, 8)]
    [InlineData(7, 16)]
    [InlineData(9, 16)]
    [InlineData(10, 32)]
    [InlineData(12, 32)]
    [InlineData(13, 64)]
    [InlineData(15, 64)]
    public static void HaveChecksOfTheLengthOfTheirKind(int kind, int length)
    {
        Assert.Equal(Largest, Of(File(length, [0], kind)));
        Assert.Null(Of(File(length + 4, [0], kind)));
    }

    /// <summary>130 blocks: a number of two bytes. Of a list that is shorter than it says, nothing is known.</summary>
    [Fact]
    public static void HaveListsOfManyBlocks()
    {
        Assert.Equal(Largest, Of(File(4, [0], index: [0x82, 1, .. Enumerable.Repeat((byte)1, 260)])));
        Assert.Null(Of(File(4, [0], index: [0x82, 1, .. Enumerable.Repeat((byte)1, 100)])));
    }

    [Fact]
    public static void HaveNumbersOfAtMostNineBytes()
    {
        byte[] nine = [.. Enumerable.Repeat((byte)0x80, 8), 1];
        byte[] ten = [.. Enumerable.Repeat((byte)0x80, 9), 1];

        Assert.Equal(Largest, Of(File(4, [0], index: [1, 1, .. nine])));
        Assert.Null(Of(File(4, [0], index: [1, 1, .. ten])));
        Assert.Equal(Largest, Of(File(4, [0], header: Header(0x40, [.. nine, 0x21, 1, Large]))));
        Assert.Null(Of(File(4, [0], header: Header(0x40, [.. ten, 0x21, 1, Large]))));
    }

    /// <summary>A block may say how long it is, packed, unpacked or both, before its filters.</summary>
    [Theory]
    [InlineData(0x40, 1)]
    [InlineData(0x80, 1)]
    [InlineData(0xc0, 2)]
    public static void HaveHeadersWithLengths(int flags, int numbers)
    {
        byte[] lengths = [.. Enumerable.Repeat<byte[]>([0xff, 0x21], numbers).SelectMany(number => number)];

        Assert.Equal(Largest, Of(File(4, [0], header: Header((byte)flags, [.. lengths, 0x21, 1, Large]))));
    }

    [Fact]
    public static void HaveFiltersWithLongSettings()
    {
        byte[] settings = [4, 0x80, 1, .. new byte[128]];

        Assert.Equal(Largest, Of(File(4, [0], header: Header(1, [.. settings, 0x21, 1, Large]))));
        Assert.Equal(Largest, Of(File(4, [0], header: Header(3, [3, 1, 9, 4, 0, .. settings, 0x21, 1, Large]))));
    }

    [Fact]
    public static void HaveNoNumberThatRunsOutOfItsHeader()
    {
        Assert.Null(Of(File(4, [0], header: [1, 0x40, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80])));
        Assert.Null(Of(File(4, [0], header: [1, 1, 4, 0x7f, 0x21, 1, Large, 0])));
    }

    /// <summary>
    /// A file of two blocks, of which the second has the larger dictionary; or of one block, with the header that is given.
    /// </summary>
    private static byte[] File(int checkLength, byte[] chunks, int kind = 1, byte[]? index = null, byte[]? header = null)
    {
        byte[] first = Block(header ?? Header(0, [0x21, 1, Small]), chunks, checkLength);
        byte[] second = header is null ? Block(Header(0, [0x21, 1, Large]), [0], checkLength) : [];
        byte[] list = Filled([0, .. index ?? [1, 1, 1]]);
        return
        [
            0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, (byte)kind, .. new byte[4],
            .. first, .. second, .. list, .. new byte[4 + 12],
        ];
    }

    private static byte[] Block(byte[] header, byte[] chunks, int checkLength) => [.. header, .. Filled(chunks), .. Filler(checkLength)];

    private static byte[] Header(byte flags, byte[] rest)
    {
        byte[] whole = [.. Filled([0, flags, .. rest]), .. new byte[4]];
        whole[0] = (byte)((whole.Length / 4) - 1);
        return whole;
    }

    // Behind the length, LZMA has a byte of settings where the control says so.
    private static byte[] Chunk(byte control, int length)
    {
        byte[] lengths = [(byte)(length >> 8), (byte)(length & 0xff)];
        byte[] head = control < 0x80 ? [control, .. lengths] : [control, 0x55, 0x55, .. lengths, .. new byte[control >= 0xc0 ? 1 : 0]];
        return [.. head, .. Filler(length + 1)];
    }

    private static byte[] Filled(byte[] bytes) => [.. bytes, .. new byte[(4 - (bytes.Length % 4)) % 4]];

    // No header and no chunk begins so.
    private static byte[] Filler(int length) => [.. Enumerable.Repeat((byte)0x77, length)];

    private static long? Of(byte[] file) => XzDictionaries.Largest(new InMemory(file)).IsOk(out var bytes, out _) ? bytes : null;
}
