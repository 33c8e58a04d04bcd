using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>What a decoder would make room for, from files that xz 5 has written.</summary>
public static class MemoryThatXzAsksFor
{
    private const string Plain =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAcAAxdADQZSe6N6Vc6xq8AAABkeDNrfN6bbQABKB1Yd90eH7bzfQEAAAAABFla";

    // Three blocks that say how long they are.
    private const string Blocks =
        "/Td6WFoAAATm1rRGA8AmgCAhAQgAAAAALYNk4uAP/wAeXQAwmIiRRVMVGY2uM2Pby7UjUPmSSqcSGSE1tTZJg8YAAACSsYX8NTleHAPAJoAgIQEIAAAAAC2DZOLgD/8AHl0AMJiIkUVTFRmNrjNj28u1I1D5kkqnEhkhNbU2SYPGAAAAkrGF/DU5XhwDwBaoBiEBCAAAAAB/SqeM4AMnAA5dADCYiJFFUxUZjairsiAAAAAAId2ZzHNenbYAAz6AID6AIC6oBgB85t/tFBc7MAMAAAAABFla";

    private const string Uncompressed =
        "/Td6WFoAAATm1rRGAgAhAQAAAAA3J5fWAQA7saQ/xcIbie53geo2zoOIOzxqTPJVY3DjURhsh50oeOY9GlimanaUZ8rMrWLW1YAuaA1YkW+fT0TmK8RwALT7NnUSmQMHAAFUPPxRPtEftvN9AQAAAAAEWVo=";

    [Theory]
    [InlineData(Plain, 8 << 20)] // xz -6
    [InlineData( // xz -0 --check=none
        "/Td6WFoAAAD/EtlBAgAhAQwAAACPmEGc4AAcAAxdADQZSduFXGfyGRsIAAAAASAdUP0E1gZynnoBAAAAAABZWg==", 256 << 10)]
    [InlineData( // --lzma2=dict=4KiB --check=sha256
        "/Td6WFoAAArh+wyhAgAhAQAAAAA3J5fW4AAcAAxdADQZSe6N6Vc6xq8AAAChgb+HpCUYOdS3Ez7rpxvRqcCFy/4U1ATXMnqUTjeRfgABQB33lvmzGJtLmgEAAAAAClla",
        4 << 10)]
    [InlineData( // --x86 --lzma2=dict=1MiB --check=crc32
        "/Td6WFoAAAFpIt42AgEEACEBEACLIW9J4AAcAAxdADQZSe6N6Vc6xq8AAAD20lM4AAEkHVQ4aLKQQpkNAQAAAAABWVo=", 1 << 20)]
    [InlineData( // -9e
        "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AAcAAxdADQZSe6N6Vc6xq8AAABkeDNrfN6bbQABKB1Yd90eH7bzfQEAAAAABFla", 64 << 20)]
    [InlineData( // --block-size=4096 --lzma2=dict=64KiB: three blocks
        "/Td6WFoAAATm1rRGAgAhAQgAAADYDyMT4A//AB5dADCYiJFFUxUZja4zY9vLtSNQ+ZJKpxIZITW1NkmDxgAAAJKxhfw1OV4cAgAhAQgAAADYDyMT4A//AB5dADCYiJFFUxUZja4zY9vLtSNQ+ZJKpxIZITW1NkmDxgAAAJKxhfw1OV4cAgAhAQgAAADYDyMT4AMnAA5dADCYiJFFUxUZjairsiAAAAAAId2ZzHNenbYAAzqAIDqAICqoBgBC9RmfFBc7MAMAAAAABFla",
        64 << 10)]
    [InlineData(Blocks, 64 << 10)]
    [InlineData(Uncompressed, 4 << 10)]
    public static void IsTheDictionary(string file, long bytes) => Assert.Equal(bytes, Of(Convert.FromBase64String(file)));

    [Fact]
    public static void IsTheLargestOfAllStreams()
    {
        var (plain, blocks) = (Convert.FromBase64String(Plain), Convert.FromBase64String(Blocks));

        Assert.Equal(8 << 20, Of([.. plain, .. blocks]));
        Assert.Equal(8 << 20, Of([.. blocks, .. new byte[8], .. plain, .. new byte[4]]));
        Assert.Null(Of([.. blocks, .. new byte[3], .. plain]));
    }

    // Bits of the header of a block say 2 or 3 times a power of two; 40 stands for 4 GiB less one.
    [Theory]
    [InlineData(1, 6L << 10)]
    [InlineData(39, 3L << 30)]
    [InlineData(40, 4_294_967_295L)]
    [InlineData(41, null)]
    public static void IsSaidInOneByte(int bits, long? bytes)
    {
        var file = Convert.FromBase64String(Plain);
        file[16] = (byte)bits;

        Assert.Equal(bytes, Of(file));
    }

    [Fact]
    public static void IsNotKnownOfAFileThatIsCut()
    {
        foreach (var file in new[] { Plain, Blocks, Uncompressed }.Select(Convert.FromBase64String))
        {
            Assert.All(Enumerable.Range(1, file.Length - 1), length => Assert.Null(Of(file[..length])));
        }
    }

    [Theory]
    [InlineData(0, 0xfc)] // the mark of a stream
    [InlineData(5, 1)]
    [InlineData(14, 0x20)] // LZMA2, and the length of its settings
    [InlineData(15, 2)]
    [InlineData(24, 0x40)] // the first chunk
    [InlineData(24, 3)]
    [InlineData(53, 0xff)] // how many blocks there are
    public static void IsNotKnownOfADamagedFile(int at, int value)
    {
        var file = Convert.FromBase64String(Plain);
        file[at] = (byte)value;

        Assert.Null(Of(file));
    }

    [Fact]
    public static void IsReadThroughAWindowAsWell()
    {
        var blocks = Convert.FromBase64String(Blocks);
        byte[] many = [.. Enumerable.Repeat(blocks, 400).SelectMany(one => one), .. Convert.FromBase64String(Plain)];

        Assert.True(XzDictionaries.Largest(new BufferedFileBytes(new InMemory(many))).IsOk(out var bytes, out var reason), reason);
        Assert.Equal(8 << 20, bytes);
    }

    private static long? Of(byte[] file) => XzDictionaries.Largest(new InMemory(file)).IsOk(out var bytes, out _) ? bytes : null;
}
