using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>What is read through a window of 64 KiB is what lies in the file.</summary>
public static class FilesThroughAWindow
{
    private const int Window = 64 * 1024;

    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 3 * Window).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, Window)]
    [InlineData(1, Window)]
    [InlineData(5, Window + 1)] // larger than the window
    [InlineData(Window - 1, 2)]
    [InlineData(2 * Window, Window)]
    [InlineData((3 * Window) - 1, 1)]
    [InlineData(3 * Window, 0)]
    public static void AreReadAtAnyPlace(int at, int length) =>
        Assert.Equal(Bytes[at..(at + length)], Read(new Counted(Bytes), at, length));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3 * Window, 1)]
    [InlineData((3 * Window) - 1, 2)]
    public static void AreNotReadPastTheirEnds(int at, int length) => Assert.Null(Read(new Counted(Bytes), at, length));

    [Fact]
    public static void AreFetchedOnceWhereLooksAreClose()
    {
        var file = new Counted(Bytes);
        var buffered = new BufferedFileBytes(file);
        var into = new byte[10];

        foreach (var at in new[] { 100, 90 + Window, 100, 500, 90 + Window })
        {
            Assert.True(buffered.Read(at, into));
            Assert.Equal(Bytes[at..(at + 10)], into);
        }

        Assert.Equal(1, file.Reads);
        Assert.True(buffered.Read(91 + Window, into)); // its last byte lies behind the window
        Assert.Equal(2, file.Reads);
        Assert.True(buffered.Read(90 + Window, into)); // its first byte lies before it
        Assert.Equal(3, file.Reads);
    }

    [Fact]
    public static void ThatCannotBeReadAreAskedAnew()
    {
        var file = new Counted(Bytes) { Fails = true };
        var buffered = new BufferedFileBytes(file);
        var into = new byte[1];

        Assert.False(buffered.Read(0, into));
        file.Fails = false;
        Assert.True(buffered.Read(0, into));
        Assert.Equal(Bytes[0], into[0]);
    }

    private static byte[]? Read(Counted file, int at, int length)
    {
        var into = new byte[length];
        return new BufferedFileBytes(file).Read(at, into) ? into : null;
    }

    private sealed class Counted(byte[] bytes) : IFileBytes
    {
        private readonly InMemory _file = new(bytes);

        public int Reads { get; private set; }

        public bool Fails { get; set; }

        public long Length => _file.Length;

        public bool Read(long offset, Span<byte> into)
        {
            Reads++;
            return !Fails && _file.Read(offset, into);
        }
    }
}
