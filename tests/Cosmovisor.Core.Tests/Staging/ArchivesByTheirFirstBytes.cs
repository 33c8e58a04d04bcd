using System.Text;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class ArchivesByTheirFirstBytes
{
    [Theory]
    [InlineData("504b0304", nameof(ArchiveKind.Zip))]
    [InlineData("504b0506", nameof(ArchiveKind.Zip))]
    [InlineData("1f8b08", nameof(ArchiveKind.Gzip))]
    [InlineData("425a6839", nameof(ArchiveKind.Bzip2))]
    [InlineData("fd377a585a00", nameof(ArchiveKind.Xz))]
    [InlineData("28b52ffd", nameof(ArchiveKind.Zstd))]
    [InlineData("502a4d18", nameof(ArchiveKind.Zstd))]
    [InlineData("7f454c46", nameof(ArchiveKind.None))]
    [InlineData("2321", nameof(ArchiveKind.None))]
    [InlineData("425a6830", nameof(ArchiveKind.None))]
    [InlineData("", nameof(ArchiveKind.None))]
    public static void AreTold(string first, string kind) => Assert.Equal(kind, ArchiveKinds.Of(Convert.FromHexString(first)).ToString());

    [Fact]
    public static void TarsAreToldByTheSumInTheirHeader()
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes("gaiad").CopyTo(header, 0);
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);

        Assert.Equal(ArchiveKind.Tar, ArchiveKinds.Of(header));

        header[1]++;

        Assert.Equal(ArchiveKind.None, ArchiveKinds.Of(header));
    }

    [Theory]
    [InlineData("false", true, true)]
    [InlineData("0", true, true)]
    [InlineData("zip", true, false)]
    [InlineData("tar.zst", true, false)]
    [InlineData("rar", false, false)]
    [InlineData("", false, false)]
    public static void MayBeOverruledByTheLink(string option, bool isKnown, bool isNever)
    {
        Assert.Equal(isKnown, ArchiveKinds.IsKnownOption(option));
        Assert.Equal(isNever, ArchiveKinds.MeansNever(option));
    }
}
