using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class DownloadUrls
{
    private const string Sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("https://x/a.zip", "https://x/a.zip")]
    [InlineData("http::https://x/a.zip", "https://x/a.zip")]
    [InlineData("https://x/a.zip?b=%2B%20&c", "https://x/a.zip?b=%2B%20&c")]
    [InlineData($"https://x/a.zip?checksum={Sha256}", "https://x/a.zip")]
    [InlineData(
        $"https://x/a.zip?X-Amz-Signature=%2Fab%3D&checksum=sha256:{Sha256}&archive=zip&z=1#top",
        "https://x/a.zip?X-Amz-Signature=%2Fab%3D&z=1")]
    [InlineData("file:///srv/a b", null)]
    [InlineData("file:///srv/a%20b", "file:///srv/a%20b")]
    [InlineData("/srv/gaiad", "file:///srv/gaiad")]
    [InlineData("file::/srv/gaiad", "file:///srv/gaiad")]
    [InlineData("/srv/50%+é", "file:///srv/50%25%2B%C3%A9")]
    public static void LoseOptionsAndKeepTheRest(string link, string? address)
    {
        var isOk = DownloadUrl.Parse(link).IsOk(out var url, out _);

        Assert.Equal(address, isOk ? url!.Address.AbsoluteUri : null);
    }

    [Fact]
    public static void OfPathsMeanTheVeryPath()
    {
        Assert.True(DownloadUrl.Parse("/srv/50%+é?archive=false").IsOk(out var url, out var reason), reason);
        Assert.Equal("/srv/50%+é", url.Address.LocalPath);
        Assert.Equal("false", url.Archive);
    }

    [Theory]
    [InlineData($"{Sha256}")]
    [InlineData($"sha256:{Sha256}")]
    [InlineData($"sha256%3A{Sha256}")]
    public static void CarryAChecksum(string option)
    {
        Assert.True(DownloadUrl.Parse($"https://x/a?checksum={option}").IsOk(out var url, out var reason), reason);
        Assert.Equal($"sha256:{Sha256}", Assert.IsType<ChecksumRule.Given>(url.Checksum).Checksum.ToString());
    }

    [Theory]
    [InlineData("file:https://x/SHA256SUMS", "https://x/SHA256SUMS")]
    [InlineData("file:https%3A%2F%2Fx%2FSHA256SUMS", "https://x/SHA256SUMS")]
    [InlineData("file:///srv/SHA256SUMS", "file:///srv/SHA256SUMS")]
    [InlineData("file:/srv/SHA256SUMS", "file:///srv/SHA256SUMS")]
    public static void CarryALinkToAChecksumList(string option, string list)
    {
        Assert.True(DownloadUrl.Parse($"https://x/a?checksum={option}").IsOk(out var url, out var reason), reason);
        Assert.Equal(list, Assert.IsType<ChecksumRule.ListedIn>(url.Checksum).List.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("", "the link is empty")]
    [InlineData("gaiad", "not an http, https or file link")]
    [InlineData("./gaiad", "not an http, https or file link")]
    [InlineData("//host/gaiad", "not an http, https or file link")]
    [InlineData("https:gaiad", "not an http, https or file link")]
    [InlineData("https://", "not an http, https or file link")]
    [InlineData("file://host/share", "not an http, https or file link")]
    [InlineData("file:///", "not an http, https or file link")]
    [InlineData("javascript://x/a", "not an http, https or file link")]
    [InlineData("https://x/a b", "a space")]
    [InlineData("https://x/a\nb", "a space or line break")]
    [InlineData("git::https://github.com/x/y", "\"git\" getter")]
    [InlineData("github.com/x/y", "\"git\" getter")]
    [InlineData("git@github.com:x/y", "\"git\" getter")]
    [InlineData("s3::https://s3.amazonaws.com/x", "\"s3\" getter")]
    [InlineData("s3://bucket/x", "\"s3\" getter")]
    [InlineData("hg::http://x/y", "\"hg\" getter")]
    [InlineData("ftp://x/y", "\"ftp\" getter")]
    [InlineData("https://x/a?checksum=", "has 0 characters")]
    [InlineData("https://x/a?checksum=sha256:00", "not 64 hexadecimal digits")]
    [InlineData("https://x/a?checksum=crc32:00", "unknown kind")]
    [InlineData("https://x/a?checksum=file:SHA256SUMS", "no checksum list")]
    [InlineData("https://x/a?checksum=file:https://x/b?checksum=file:https://x/c", "list of its own")]
    [InlineData("https://x/a?archive=rar", "archive=rar")]
    public static void ThatCannotBeFetchedAreRefused(string link, string because)
    {
        Assert.False(DownloadUrl.Parse(link).IsOk(out _, out var reason));
        Assert.Contains(because, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org/a", true)]
    [InlineData("https://example.org/a", false)]
    [InlineData("http://127.0.0.1:8080/a", false)]
    [InlineData("http://localhost/a", false)]
    [InlineData("http://[::1]/a", false)]
    [InlineData("/srv/a", false)]
    public static void WithoutTlsAreOpenToTamperingBeyondLoopback(string link, bool isOpen)
    {
        Assert.True(DownloadUrl.Parse(link).IsOk(out var url, out _));
        Assert.Equal(isOpen, url.IsOpenToTampering);
    }

    [Fact]
    public static void AreShownWithoutTheirSecrets()
    {
        Assert.True(DownloadUrl.Parse("https://user:secret@x/a.zip?token=secret").IsOk(out var url, out _));
        Assert.Equal("https://x/a.zip?…", url.Shown);
    }

    [Fact]
    public static void HaveTheirSignatureBesideThem()
    {
        Assert.True(DownloadUrl.Parse($"https://x/a%20b.zip?t=1&checksum={Sha256}").IsOk(out var url, out _));
        Assert.Equal("https://x/a%20b.zip.minisig?t=1", url.Beside(".minisig").Address.AbsoluteUri);
    }

    [Fact]
    public static void NeverThrowWhateverIsInThem()
    {
        var part = Gen.OneOf<string>(Gen.String, Gen.OneOf("https://", "file:", "::", "git", "?checksum=", "file:",
            "sha256:", "&archive=", "[", "@", "%", "%zz", "//", "x", ":", "\ud800"));

        part.Array[0, 8].Sample(parts =>
        {
            if (DownloadUrl.Parse(string.Concat(parts)).IsOk(out var url, out var reason))
            {
                return url.Address.IsAbsoluteUri
                    && url.Shown.Length > 0
                    && url.Beside(".minisig").Address.AbsolutePath.EndsWith(".minisig", StringComparison.Ordinal);
            }

            return reason.Length > 0;
        });
    }

    [Theory]
    [InlineData("https://user:secret@x/a zip?token=secret", "https://…@x/a…")]
    [InlineData("htps://user:secret@x/a?token=secret#secret", "htps://…@x/a?…")]
    [InlineData("user:secret@x/a", "…@x/a")]
    [InlineData("@", "…@")]
    [InlineData("/@", "/@")]
    public static void ThatCannotBeReadAreShownWithoutTheirSecrets(string link, string shown)
    {
        Assert.False(DownloadUrl.Parse(link.Replace("/@", "//@", StringComparison.Ordinal)).IsOk(out _, out var reason));
        Assert.DoesNotContain("secret", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(reason, char.IsControl);
        Assert.StartsWith(shown.TrimEnd('…'), DownloadUrl.Masked(link.Split(' ')[0]), StringComparison.Ordinal);
    }
}
