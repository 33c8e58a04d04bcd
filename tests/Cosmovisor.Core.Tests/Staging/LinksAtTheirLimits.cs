using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>Links of a plan at the edges of what is taken, and how they are shown.</summary>
public static class LinksAtTheirLimits
{
    private const int Longest = 16 * 1024;

    [Theory]
    [InlineData("git")]
    [InlineData("hg")]
    [InlineData("s3")]
    [InlineData("gcs")]
    [InlineData("ssh")]
    [InlineData("ftp")]
    [InlineData("ftps")]
    [InlineData("sftp")]
    [InlineData("smb")]
    public static void OfOtherSchemesNameTheGetterThatIsMissing(string scheme) => Assert.Equal(
        $"the link asks for go-getter's \"{scheme}\" getter, which is not supported; only http, https, file and absolute paths are",
        Refusal($"{scheme}://host/gaiad"));

    [Fact]
    public static void HaveAtMost16384Characters()
    {
        var most = "https://x/".PadRight(Longest, 'a');

        Assert.Null(Refusal(most));
        Assert.Equal("a link of 16385 characters is too long", Refusal($"{most}a"));
    }

    [Theory]
    [InlineData("https::https://x/a", "https://x/a")]
    [InlineData("https://x/a?filename=b&z=1", "https://x/a?z=1")]
    [InlineData("https://x/a?filename=b", "https://x/a")]
    [InlineData("https://x/a?b", "https://x/a?b")]
    [InlineData("https://x/a&checksum=1", "https://x/a&checksum=1")] // a path: options begin behind a question mark
    [InlineData("https://x/a&archive=1#?archive=1", "https://x/a&archive=1")]
    public static void LoseOptionsAlone(string link, string address) => Assert.Equal(address, Read(link).Address.AbsoluteUri);

    [Theory]
    [InlineData("file://localhost/srv/gaiad")]
    [InlineData("file://LOCALHOST/srv/gaiad")]
    public static void MayNameThisMachine(string link) => Assert.Equal("/srv/gaiad", Read(link).Shown);

    [Theory]
    [InlineData("https:\\\\host\\gaiad")]
    [InlineData("http:/host/gaiad")]
    public static void HaveTwoSlashesBehindTheirScheme(string link) =>
        Assert.EndsWith(" is not an http, https or file link, nor an absolute path", Refusal(link), StringComparison.Ordinal);

    [Theory]
    [InlineData("0", "false")]
    [InlineData("f", "false")]
    [InlineData("FALSE", "false")]
    [InlineData("false", "false")]
    [InlineData("true", "true")]
    [InlineData("tar.gz", "tar.gz")]
    public static void SayHowTheyAreUnpacked(string option, string archive) =>
        Assert.Equal(archive, Read($"https://x/a?archive={option}").Archive);

    [Theory]
    [InlineData("https://x/a?archive", "")]
    [InlineData("https://x/a?archive=rar", "rar")]
    public static void NameTheArchivesThatAreUnderstood(string link, string option) => Assert.Equal(
        $"the link https://x/a says archive={option}; understood are false, zip, tar, tar.gz, tgz, tar.bz2, tbz2, tar.xz, txz, "
        + "tar.zst, tzst, gz, bz2, xz, zst",
        Refusal(link));

    [Theory]
    [InlineData("https://x/a.zip", "https://x/a.zip")]
    [InlineData("https://me:secret@x:8443/a.zip?token=secret", "https://x:8443/a.zip?…")]
    [InlineData("/srv/50%+é", "/srv/50%+é")]
    public static void AreShownAsTheyWouldBeTyped(string link, string shown) => Assert.Equal(shown, Read(link).Shown);

    [Fact]
    public static void AreShownUpTo200Characters()
    {
        var text = new string('x', 200);

        Assert.Equal(text, DownloadUrl.Masked(text));
        Assert.Equal($"{text}…", DownloadUrl.Masked($"{text}y"));
    }

    [Theory]
    [InlineData(
        "https://x/a?t=1", true,
        "the link https://x/a?… has no checksum, and DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM is true. "
        + "Ask for a link with ?checksum=sha256:…, or place the binary yourself")]
    [InlineData(
        "http://x/a", false,
        "the link http://x/a is plain http without a checksum: anyone on the way could send another program. "
        + "Ask for an https link or one with ?checksum=sha256:…, or place the binary yourself")]
    [InlineData(
        "https://x/a?checksum=file:http://x/sums", false,
        "the checksum list http://x/sums is fetched over plain http: anyone on the way could send another. "
        + "Ask for an https link, or place the binary yourself")]
    public static void ThatAreNotTrustedSayWhatToDo(string link, bool mustHaveChecksum, string why) =>
        Assert.Equal(why, DownloadRule.WhatIsWrong(Read(link), mustHaveChecksum));

    private static DownloadUrl Read(string link) => DownloadUrl.Parse(link).IsOk(out var url, out var reason) ? url
        : throw new InvalidOperationException(reason);

    private static string? Refusal(string link) => DownloadUrl.Parse(link).IsOk(out _, out var reason) ? null : reason;
}
