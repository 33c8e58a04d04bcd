using System.Text;
using Cosmovisor.Chain;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Chain;

public static class NodeKeys
{
    /// <summary>RFC 8032, section 7.1, test 1; its id by sha256sum(1).</summary>
    private const string Key = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==";

    [Fact]
    public static void SayWhoANodeIs()
    {
        Assert.True(
            IdOf($$$"""{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"{{{Key}}}"}}""").IsOk(out var id, out var reason), reason);
        Assert.Equal("21fe31dfa154a261626bf854046fd2271b7bed4b", id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"priv_key":"x"}""")]
    [InlineData("""{"priv_key":{"value":7}}""")]
    [InlineData("""{"priv_key":{"value":"not base64"}}""")]
    [InlineData("""{"priv_key":{"value":"c2hvcnQ="}}""")]
    public static void ThatAreNoneAreRefusedWithoutShowingThem(string json)
    {
        Assert.False(IdOf(json).IsOk(out _, out var reason));
        Assert.DoesNotContain("c2hvcnQ", reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void NoBytesWhateverThrow() => Gen.Byte.Array.Sample(bytes => Answer.IsWhole(NodeKey.IdOf(bytes), id => id.Length == 40));

    private static Parsed<string> IdOf(string json) => NodeKey.IdOf(Encoding.UTF8.GetBytes(json));
}
