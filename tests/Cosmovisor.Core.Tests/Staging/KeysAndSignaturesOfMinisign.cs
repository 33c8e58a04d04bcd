using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>Files that minisign has written.</summary>
public static class KeysAndSignaturesOfMinisign
{
    private const string Key = "RWTuG/DoVlc60c17YVbVit3p5ZZaU+D9cDGSpvZyt3olS0zOLZVoCfY2";
    private const string OfFile = "RUTuG/DoVlc60T6cSW/IVUi+cFESambKQBEep1fr75h1So0e0sI/7jooyrqhQYBwc2WPgxO4Toi74IpSNFfreXJ8H3PjiI9/tAI=";
    private const string OfComment = "5ZLQgg56RipkDPpNy9TeAJ+rMGqkzsOc3DJF716jsVqK0nRTz4j3et7Ua7w0W5OXbKoXbKkDgrSbpz7BaQB+Aw==";
    private const string Comment = "untrusted comment: signature from minisign secret key";
    private const string Trusted = "trusted comment: timestamp:1 file:f";

    [Theory]
    [InlineData($"untrusted comment: minisign public key D13A5756E8F01BEE\n{Key}\n")]
    [InlineData(Key)]
    [InlineData($"# the release key\r\n\r\n  {Key}  \r\n")]
    public static void AreKeysWithTheirId(string text)
    {
        Assert.True(MinisignKey.ParseFile(text).IsOk(out var keys, out var reason), reason);

        var key = Assert.Single(keys);
        Assert.Equal("D13A5756E8F01BEE", MinisignKey.Show(key.Id));
        Assert.Equal(Convert.FromBase64String(Key)[10..], key.Ed25519.ToArray());
    }

    [Fact]
    public static void AreSeveralKeysToo()
    {
        Assert.True(MinisignKey.ParseFile($"{Key}\n# the next one\n{Key}").IsOk(out var keys, out _));
        Assert.Equal(2, keys.Count);
    }

    [Theory]
    [InlineData("", "there is no key in it")]
    [InlineData("# none yet\n", "there is no key in it")]
    [InlineData("hello", "the line \"hello\" is not a minisign public key (56 characters that begin with RW)")]
    [InlineData($"{Key}\nhello", "the line \"hello\" is not a minisign public key (56 characters that begin with RW)")]
    [InlineData("RWTuG/DoVlc60c17", "the line \"RWTuG/DoVlc60c17\" is not a minisign public key (56 characters that begin with RW)")]
    [InlineData( // a secret key's kind
        "RUTuG/DoVlc60c17YVbVit3p5ZZaU+D9cDGSpvZyt3olS0zOLZVoCfY2",
        "the line \"RUTuG/DoVlc60c17YVbVit3p5ZZaU+D9cDGSpvZyt3olS0zOLZVoCfY2\" is not a minisign public key (56 characters that begin with RW)")]
    public static void AreNoKeysWhere(string text, string why)
    {
        Assert.False(MinisignKey.ParseFile(text).IsOk(out _, out var reason));
        Assert.Equal(why, reason);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public static void AreSignaturesOfFileAndComment(string end)
    {
        Assert.True(
            MinisignSignature.Parse($"{Comment}{end}{OfFile}{end}{Trusted}{end}{OfComment}{end}").IsOk(out var signature, out var reason),
            reason);

        Assert.Equal("D13A5756E8F01BEE", MinisignKey.Show(signature.KeyId));
        Assert.Equal("timestamp:1 file:f", signature.TrustedComment);
        Assert.Equal(Convert.FromBase64String(OfFile)[10..], signature.OfFile.ToArray());
        Assert.Equal(Convert.FromBase64String(OfComment), signature.OfComment.ToArray());
        Assert.Equal([.. Convert.FromBase64String(OfFile)[10..], .. "timestamp:1 file:f"u8], signature.SignedComment());
    }

    [Theory]
    [InlineData("", "it is not a minisign signature")]
    [InlineData($"{Comment}\n{OfFile}\n{Trusted}", "it is not a minisign signature")]
    [InlineData($"{Comment}\n{OfFile}\ncomment\n{OfComment}", "it is not a minisign signature")]
    [InlineData($"{Comment}\n{OfComment}\n{Trusted}\n{OfComment}", "it is not a minisign signature")]
    [InlineData($"{Comment}\n{OfFile}\n{Trusted}\n{OfFile}", "it is not a minisign signature")]
    [InlineData($"{Comment}\n{OfFile}\n{Trusted}\nRUTu", "it is not a minisign signature")]
    [InlineData($"{Comment}\n?\n{Trusted}\n{OfComment}", "it is not a minisign signature")]
    [InlineData( // minisign -S -l
        $"{Comment}\nRWTuG/DoVlc60XtGUToi+rb8sXKPe4z1g6WHWWwi4kbOJ8Syk00XERXTUV/kw9W4kVv68y4PImtv6E3braWhN4dtC06nxlV4Fgk=\n{Trusted}\n{OfComment}",
        "it was made the old way, over the whole file at once; sign again with minisign 0.10 or later and without -l")]
    [InlineData(
        $"{Comment}\nAWTuG/DoVlc60XtGUToi+rb8sXKPe4z1g6WHWWwi4kbOJ8Syk00XERXTUV/kw9W4kVv68y4PImtv6E3braWhN4dtC06nxlV4Fgk=\n{Trusted}\n{OfComment}",
        "it is of a kind that minisign does not make")]
    public static void AreNoSignaturesWhere(string text, string why)
    {
        Assert.False(MinisignSignature.Parse(text).IsOk(out _, out var reason));
        Assert.Equal(why, reason);
    }
}
