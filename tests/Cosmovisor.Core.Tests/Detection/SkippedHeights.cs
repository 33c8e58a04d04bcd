using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class SkippedHeights
{
    private const string Flag = "--unsafe-skip-upgrades";

    [Theory]
    [InlineData("")]
    [InlineData("appb start")]
    [InlineData("appb start --unsafe-skip-upgrades")]
    [InlineData("appb start --unsafe-skip-upgrades --abcd")]
    [InlineData("appb start --unsafe-skip-upgrades 10 --abcd", 10L)]
    [InlineData("appb start --unsafe-skip-upgrades 10 20 --abcd", 10L, 20L)]
    [InlineData("appb start --unsafe-skip-upgrades 10 20 --abcd 34", 10L, 20L)]
    [InlineData("appb start --unsafe-skip-upgrades 10 as 20 --abcd", 10L, 20L)]
    public static void AreReadAsTheSdksTableHasThem(string arguments, params long[] heights) => Assert.Equal(heights, Read(arguments));

    [Theory]
    [InlineData("start --unsafe-skip-upgrades=10", 10L)]
    [InlineData("start --unsafe-skip-upgrades=10 20", 10L)] // the node takes no second word in this form either
    [InlineData("start --unsafe-skip-upgrades 20,10", 10L, 20L)]
    [InlineData("start --unsafe-skip-upgrades=10,20, --x", 10L, 20L)]
    [InlineData("start --unsafe-skip-upgrades 10 --x --unsafe-skip-upgrades=20", 10L, 20L)]
    [InlineData("start --unsafe-skip-upgrades 10 --unsafe-skip-upgrades=20 30", 10L, 20L)]
    [InlineData("start --unsafe-skip-upgrades=")]
    [InlineData("start --unsafe-skip-upgrades 0 -5 7")]
    [InlineData("start --unsafe-skip-upgrades 99999999999999999999 1.5 0x10")]
    [InlineData("start --unsafe-skip-upgradesx 10")]
    [InlineData("start -- --unsafe-skip-upgrades 10")]
    public static void AreReadInTheNodesOwnFormsToo(string arguments, params long[] heights) => Assert.Equal(heights, Read(arguments));

    [Fact]
    public static void HoldWhatWasAskedForOnly()
    {
        var skipped = SkipHeights.FromArguments(["appb", "start", Flag, "10", "20", "--abcd", "34"]);

        Assert.True(skipped.Contains(20));
        Assert.False(skipped.Contains(11));
        Assert.False(skipped.Contains(34));
    }

    private static IEnumerable<long> Read(string arguments) => SkipHeights.FromArguments(arguments.Split(' ')).Heights;
}
