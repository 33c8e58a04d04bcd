using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>Why a download was not followed to where a server sent it.</summary>
public static class RedirectsThatAreRefused
{
    private static readonly Uri Secure = new("https://example.com/gaiad?token=secret");
    private static readonly Uri Plain = new("http://127.0.0.1:8080/gaiad");

    [Theory]
    [InlineData(null, "without saying where to")]
    [InlineData("", "without saying where to")]
    [InlineData("/a b", "to something that is not an address (\"/a b\")")]
    [InlineData("ftp://h/x", "to something that is not an http or https address (\"ftp://h/x\")")]
    [InlineData("https://me:password@h/x", "to h with a login in the address, which a server must not set")]
    [InlineData("http://h/x?y", "from https to plain http (http://h/x?…), which is never followed")]
    public static void SayWhereTheyLead(string? location, string why) =>
        Assert.Equal($"https://example.com/gaiad?… redirects {why}", Refusal(Secure, location));

    [Fact]
    public static void SayThatAnyoneCouldSendAnotherFile() => Assert.Equal(
        "http://127.0.0.1:8080/gaiad redirects to plain http (http://h/x) and has no checksum: anyone on the way could send another file",
        Refusal(Plain, "http://h/x"));

    [Fact]
    public static void HaveMoreThan8192Characters()
    {
        var most = "/".PadRight(8192, 'a');

        Assert.Null(Refusal(Secure, most));
        Assert.Equal("https://example.com/gaiad?… redirects to an address of 8193 characters", Refusal(Secure, $"{most}a"));
    }

    [Theory]
    [InlineData("a/b:c", "https://example.com/a/b:c")]
    [InlineData("a?b:c", "https://example.com/a?b:c")]
    [InlineData("#a:b", "https://example.com/gaiad?token=secret#a:b")]
    public static void AreNotPathsWithAColonBehindASlash(string location, string next)
    {
        Assert.True(Redirect.Follow(Secure, location, hasChecksum: true).IsOk(out var address, out var reason), reason);
        Assert.Equal(next, address.AbsoluteUri);
    }

    private static string? Refusal(Uri from, string? location) =>
        Redirect.Follow(from, location, hasChecksum: false).IsOk(out _, out var reason) ? null : reason;
}
