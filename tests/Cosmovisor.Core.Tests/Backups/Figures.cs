using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class Figures
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(6L * 1024 * 1024 * 1024, "6 GiB")]
    [InlineData(long.MaxValue, "8192 PiB")]
    public static void OfBytesAreReadable(long bytes, string text) => Assert.Equal(text, ByteCount.Text(bytes));

    [Fact]
    public static void OfProgressSayHowLongItStillTakes() => Assert.Equal(
        "1 GiB of 4 GiB, 10 of 40 files, 512 MiB/s, 6 s left",
        new BackupProgress(10, 40, 1L << 30, 4L << 30, TimeSpan.FromSeconds(2)).ToString());

    [Fact]
    public static void OfProgressPromiseNothingBeforeTheFirstByte() =>
        Assert.Equal("0 B of 4 GiB, 0 of 40 files", new BackupProgress(0, 40, 0, 4L << 30, TimeSpan.FromSeconds(2)).ToString());

    [Fact]
    public static void OfSpaceAreInTheRefusal()
    {
        var wrong = new SpaceNeeded(CopiedBytes: 1L << 30, Entries: 1000, Inodes: 1000)
            .WhatIsWrong(free: 1L << 29, freeInodes: long.MaxValue, "/mnt");

        Assert.NotNull(wrong);
        Assert.Contains("/mnt", wrong, StringComparison.Ordinal);
        Assert.Contains("1 GiB of them copied", wrong, StringComparison.Ordinal);
        Assert.Contains("512 MiB (536870912 bytes) are free", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfSpaceLeaveAMargin()
    {
        var needed = new SpaceNeeded(1000, 1, 1);

        Assert.Null(needed.WhatIsWrong(needed.Total, long.MaxValue, "/mnt"));
        Assert.NotNull(needed.WhatIsWrong(needed.Total - 1, long.MaxValue, "/mnt"));
        Assert.True(needed.Total > 64 * 1024 * 1024);
    }

    [Fact]
    public static void OfSpaceCountInodesToo()
    {
        var needed = new SpaceNeeded(1000, Entries: 500, Inodes: 500);

        Assert.Null(needed.WhatIsWrong(needed.Total, 600, "/mnt"));
        Assert.Contains(
            "not enough inodes in /mnt: the backup needs 516", needed.WhatIsWrong(needed.Total, 400, "/mnt"), StringComparison.Ordinal);
    }
}
