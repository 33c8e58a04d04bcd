using Cosmovisor.Chain;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>What stands in <c>data/cs.wal/wal</c>, as CometBFT's protobuf has it.</summary>
public static class MessagesOfTheConsensus
{
    [Theory]
    [InlineData("0a0c08f9a4c2b80610c0b7a9f001120422020864", 100L)] // with the time before it, seconds and nanoseconds
    [InlineData("120422020864", 100L)]
    [InlineData("12062204088080 01", 16384L)]
    [InlineData("120422020800", null)] // the height before the first block
    [InlineData("12022200", null)]
    [InlineData("120b0a090864120543757272", null)] // a step of the round
    [InlineData("12041a020864", null)] // a timeout
    [InlineData("1204220208", null)]
    [InlineData("12ff22020864", null)]
    [InlineData("", null)]
    public static void SayWhichHeightIsOver(string hex, long? height) =>
        Assert.Equal(height, WalMessage.EndOfHeight(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public static void AreForeignBytesAndNeverThrow() =>
        Gen.Byte.Array[0, 64].Sample(bytes => Assert.True(WalMessage.EndOfHeight(bytes) is null or > 0));
}
