using System.Text;
using Cosmovisor.Chain;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>What <c>/blockchain</c> says of the last blocks.</summary>
public static class TimesOfBlocks
{
    private const string Two =
        """{"last_height":"12","block_metas":[{"header":{"height":"12","time":"2026-11-28T00:00:06.5Z"}},{"header":{"height":"11","time":"2026-11-28T00:00:00Z"}}]}""";
    private static readonly DateTimeOffset Midnight = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData($$"""{"jsonrpc":"2.0","id":-1,"result":{{Two}}}""")]
    [InlineData(Two)]
    public static void AreReadWithAndWithoutTheEnvelope(string json) =>
        Assert.Equal([new(12, Midnight.AddSeconds(6.5)), new(11, Midnight)], Read(json));

    [Theory]
    [InlineData(
        """{"result":{"block_metas":[null,5,{},{"header":5},{"header":{"height":5,"time":"x"}},{"header":{"height":"0","time":"2026-11-28T00:00:00Z"}},{"header":{"height":"7","time":"0001-01-01T00:00:00Z"}}]}}""")]
    [InlineData("""{"result":{"block_metas":[]}}""")]
    public static void OfABlockThatCannotBeReadAreLeftOut(string json) => Assert.Empty(Read(json));

    [Theory]
    [InlineData("""{"result":{"block_metas":null}}""")]
    [InlineData("""{"error":{"code":-32603,"message":"Internal error","data":"min height 5 can't be greater than max height 1"}}""")]
    [InlineData("<html>")]
    public static void AreNoneWhereThereIsNoAnswer(string json) =>
        Assert.False(RpcAnswer.BlockTimes(Encoding.UTF8.GetBytes(json)).IsOk(out _, out _));

    [Theory]
    [InlineData(100, "/blockchain?minHeight=81&maxHeight=100")]
    [InlineData(7, "/blockchain?minHeight=1&maxHeight=7")]
    public static void AreAskedForTwentyAtOnce(long last, string path) => Assert.Equal(path, RpcAnswer.BlocksPath(last));

    private static IReadOnlyList<BlockTime> Read(string json) => RpcAnswer.BlockTimes(Encoding.UTF8.GetBytes(json))
        .IsOk(out var blocks, out var reason) ? blocks : throw new ArgumentException(reason);
}
