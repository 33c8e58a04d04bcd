using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class DownloadRules
{
    private const string Sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("https://x/a", false, true)]
    [InlineData("https://x/a", true, false)]
    [InlineData("http://x/a", false, false)]
    [InlineData("http://localhost/a", false, true)]
    [InlineData("/srv/a", false, true)]
    [InlineData("/srv/a", true, false)]
    [InlineData($"http://x/a?checksum={Sha256}", true, true)]
    [InlineData("http://x/a?checksum=file:https://x/sums", true, true)]
    [InlineData("https://x/a?checksum=file:http://x/sums", true, false)]
    [InlineData($"https://x/a?checksum=file:http://x/sums%3Fchecksum%3D{Sha256}", true, true)]
    public static void SayWhichLinksMayBeFetched(string link, bool mustHaveChecksum, bool isFine)
    {
        Assert.True(DownloadUrl.Parse(link).IsOk(out var url, out var reason), reason);
        Assert.Equal(isFine, DownloadRule.WhatIsWrong(url, mustHaveChecksum) is null);
    }

    [Theory]
    [InlineData("https://x/a", "no checksum was given")]
    [InlineData("https://x/a?checksum=d41d8cd98f00b204e9800998ecf8427e", "md5 or sha1")]
    [InlineData($"https://x/a?checksum={Sha256}", null)]
    public static void WarnOfWeakOnes(string link, string? warning)
    {
        Assert.True(DownloadUrl.Parse(link).IsOk(out var url, out _));
        Assert.Contains(warning ?? "", DownloadRule.Warning(url) ?? "", StringComparison.Ordinal);
        Assert.Equal(warning is null, DownloadRule.Warning(url) is null);
    }
}
