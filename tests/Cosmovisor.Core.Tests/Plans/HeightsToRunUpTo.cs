using Cosmovisor.Plans;
using Cosmovisor.Tests.Detection;
using Xunit;

namespace Cosmovisor.Tests.Plans;

/// <summary>The next entry of the schedule, and the halt heights that an operator has given the node besides.</summary>
public static class HeightsToRunUpTo
{
    [Theory]
    [InlineData(null, null, "add 7")]
    [InlineData(0L, null, "add 7")]
    [InlineData(7L, null, "is asked for 7")]
    [InlineData(5L, null, "the daemon's own --halt-height 5 wins, so the upgrade \"v2\" that is scheduled for height 7 has to wait")]
    [InlineData(9L, null, "the daemon's own --halt-height 9 wins, so the upgrade \"v2\" that is scheduled for height 7 has to wait")]
    [InlineData(-1L, null, "the daemon's own --halt-height is not a height, so the upgrade \"v2\" that is scheduled for height 7 has to wait")]
    [InlineData(null, 5L,
        "the node's own halt-height 5 (config/app.toml) comes first, so the upgrade \"v2\" that is scheduled for height 7 has to wait")]
    [InlineData(null, 7L, "add 7")]
    [InlineData(null, 9L, "add 7")]
    [InlineData(0L, 5L, "add 7")] // a flag overrides the settings, a nought too
    [InlineData(7L, 5L, "is asked for 7")]
    public static void GiveWayToTheOperatorsOwn(long? flag, long? setting, string expected)
    {
        var (next, told) = RunUpTo.Of([Watched.Plan("v2", 7), Watched.Plan("v3", 9)], SkipHeights.None, _ => false, flag, setting);

        Assert.Equal(expected, next is null ? told : $"{(next.IsAskedFor ? "is asked for" : "add")} {next.Plan.Height}");
    }

    [Theory]
    [InlineData("v2", "v3@9")]
    [InlineData("v3", "v2@7")]
    [InlineData("v2 v3", null)]
    public static void AreNotThoseOfTheChainsOwnPlans(string ofTheChain, string? expected)
    {
        var (next, told) = RunUpTo.Of([Watched.Plan("v2", 7), Watched.Plan("v3", 9)], SkipHeights.None,
            entry => ofTheChain.Contains(entry.Name, StringComparison.Ordinal), null, null);

        Assert.Equal((expected, null), (next is null ? null : $"{next.Plan.Name}@{next.Plan.Height}", told));
    }

    [Fact]
    public static void AreNoneWithoutASchedule() => Assert.Equal((null, null), RunUpTo.Of([], SkipHeights.None, _ => false, 5, 5));
}
