using Cosmovisor.Chain;
using Cosmovisor.LookAhead;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>How fast a chain makes its blocks, from the times of some of them.</summary>
public static class Paces
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public static void AreTheUsualTimeOfABlock()
    {
        var pace = Pace.Of(Blocks(101, _ => 6));

        Assert.Equal(new Pace(6, 0, 100), pace);
    }

    [Fact]
    public static void LeaveAHaltOut() => Assert.Equal(6, Pace.Of(Blocks(101, block => block == 50 ? 7200 : 6))!.SecondsPerBlock);

    [Fact]
    public static void LeaveAHaltBetweenTwoKnownStretchesOut()
    {
        var blocks = Blocks(101, block => block == 50 ? 7200 : 6).Where(block => block.Height is < 20 or > 80);

        Assert.Equal(6, Pace.Of(blocks)!.SecondsPerBlock);
    }

    [Fact]
    public static void AreTakenFromGapsToo() =>
        Assert.Equal(new Pace(2, 0, 99), Pace.Of(Blocks(100, _ => 2).Where(block => block.Height is 1 or 41 or 100)));

    [Fact]
    public static void OfThirdsOfASecondAreExact() => Assert.Equal(0.3, Pace.Of(Blocks(60, _ => 0.3))!.SecondsPerBlock, 6);

    [Fact]
    public static void TellHowFarAStretchIsOff() => Assert.InRange(Pace.Of(Blocks(101, block => block <= 50 ? 5 : 7))!.Spread, 0.5, 1);

    [Fact]
    public static void OfOneBlockAreUnknown()
    {
        Assert.Null(Pace.Of([]));
        Assert.Null(Pace.Of(Blocks(1, _ => 6)));
    }

    [Fact]
    public static void OfTimesThatStandStillAreUnknown() => Assert.Null(Pace.Of(Blocks(50, _ => 0)));

    [Fact]
    public static void OfANodeThatCatchesUpAreItsOwnGrowth() =>
        Assert.Equal(0.01, Pace.OfGrowth(1000, Start, 7000, Start.AddMinutes(1))!.SecondsPerBlock);

    [Theory]
    [InlineData(1000, 1000, 60)]
    [InlineData(1000, 900, 60)]
    [InlineData(1000, 2000, 0)]
    [InlineData(1000, 2000, -60)]
    public static void OfANodeThatDidNotGrowAreUnknown(long before, long now, int seconds) =>
        Assert.Null(Pace.OfGrowth(before, Start, now, Start.AddSeconds(seconds)));

    // Whatever times a lying node gives: a pace lies between the shortest and the longest time it gave, or there is none.
    [Fact]
    public static void NeverLeaveWhatWasSeen() => Gen.Select(Gen.Long[1, 500], Gen.Int[-1000, 1_000_000]).Array[0, 60].Sample(seen =>
    {
        var blocks = seen.Select(one => new BlockTime(one.Item1, Start.AddSeconds(one.Item2))).ToList();

        if (Pace.Of(blocks) is { } pace)
        {
            Assert.InRange(pace.SecondsPerBlock, double.Epsilon, 1_001_000);
            Assert.InRange(pace.Spread, 0, 1_001_000);
            Assert.InRange(pace.Blocks, 1, 499);
        }
    });

    private static IEnumerable<BlockTime> Blocks(int count, Func<int, double> seconds)
    {
        var time = Start;

        for (var height = 1; height <= count; height++)
        {
            yield return new BlockTime(height, time);
            time += TimeSpan.FromSeconds(seconds(height));
        }
    }
}
