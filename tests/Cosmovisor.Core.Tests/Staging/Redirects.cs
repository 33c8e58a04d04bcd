using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Core.Tests.Staging;

public static class Redirects
{
    private static readonly Uri Secure = new("https://example.com/releases/gaiad?token=secret");
    private static readonly Uri Plain = new("http://127.0.0.1:8080/gaiad");

    [Theory]
    [InlineData("https://cdn.example.net/gaiad?sig=1", "https://cdn.example.net/gaiad?sig=1")]
    [InlineData("HTTPS://cdn.example.net/gaiad", "https://cdn.example.net/gaiad")]
    [InlineData("//cdn.example.net/gaiad", "https://cdn.example.net/gaiad")]
    [InlineData("/else/where", "https://example.com/else/where")]
    [InlineData("where", "https://example.com/releases/where")]
    [InlineData("../gaiad", "https://example.com/gaiad")]
    [InlineData("?again=1", "https://example.com/releases/gaiad?again=1")]
    [InlineData("/a:b", "https://example.com/a:b")]
    public static void LeadToAnotherAddressOfTheWeb(string location, string next)
    {
        Assert.True(Redirect.Follow(Secure, location, hasChecksum: false).IsOk(out var address, out var reason), reason);
        Assert.Equal(next, address.AbsoluteUri);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("//")]
    [InlineData("///")]
    [InlineData("///etc/passwd")]
    [InlineData("https:")]
    [InlineData("https:/")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    [InlineData("https:gaiad")]
    [InlineData("http:")]
    [InlineData("data:,x")]
    [InlineData("about:blank")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:gaiad")]
    [InlineData("ftp://example.com/x")]
    [InlineData("urn:x")]
    [InlineData("mailto:a@b.c")]
    [InlineData("\\\\server\\share")]
    [InlineData("https:\\\\server\\share")]
    [InlineData("/a b")]
    [InlineData("/a\u001b[31m")]
    [InlineData("https://[::1")]
    [InlineData("https://[/")]
    [InlineData("https://:443/x")]
    [InlineData("https://example.com:99999/x")]
    [InlineData("https://user:password@example.com/x")]
    [InlineData("https://@:x")]
    [InlineData("http://example.com/gaiad")]
    [InlineData("http://127.0.0.1/gaiad")]
    [InlineData("://x")]
    public static void ToAnythingElseAreRefusedInWords(string? location)
    {
        Assert.False(Redirect.Follow(Secure, location, hasChecksum: true).IsOk(out _, out var reason));
        Assert.StartsWith("https://example.com/releases/gaiad?… redirects ", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("password", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(reason, char.IsControl);
    }

    [Fact]
    public static void WithHalfACharacterAreRefused() =>
        Assert.False(Redirect.Follow(Secure, "/a\ud800", hasChecksum: true).IsOk(out _, out _));

    [Fact]
    public static void OfAnyLengthAreRefused() =>
        Assert.False(Redirect.Follow(Secure, $"/{new string('a', 100_000)}", hasChecksum: true).IsOk(out _, out _));

    [Theory]
    [InlineData("http://localhost/gaiad", false, true)]
    [InlineData("http://mirror.example.com/gaiad", true, true)]
    [InlineData("http://mirror.example.com/gaiad", false, false)]
    [InlineData("https://mirror.example.com/gaiad", false, true)]
    public static void ToPlainHttpOfAnotherMachineNeedAChecksum(string location, bool hasChecksum, bool isFollowed) =>
        Assert.Equal(isFollowed, Redirect.Follow(Plain, location, hasChecksum).IsOk(out _, out _));

    [Fact]
    public static void NeverThrow()
    {
        var random = new Random(1);
        string[] parts = [
            "http",
            "https",
            ":",
            "/",
            "//",
            "@",
            "[",
            "]",
            "%",
            "%0",
            "?",
            "#",
            "..",
            "\\",
            "\0",
            "é",
            "\ud800",
            "a",
            "1",
            "65536",
            " ",
            "xn--",
            "."
        ];

        for (var i = 0; i < 20_000; i++)
        {
            var location = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));
            Assert.True(Answer.IsWhole(Redirect.Follow(Secure, location, hasChecksum: true), next => next.Scheme == "https"), location);
        }
    }
}
