using Cosmovisor.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>When the chain is asked again.</summary>
public static class NextLooks
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public static void ComeAtTheIntervalWhileNothingIsNear()
    {
        Assert.Equal(TenMinutes, NextLook.After(TenMinutes, [], Seen.Noon));
        Assert.Equal(TenMinutes, NextLook.After(TenMinutes, [Plan(TimeSpan.FromDays(3))], Seen.Noon));
    }

    [Theory]
    [InlineData(600, 60)]
    [InlineData(100, 10)]
    [InlineData(20, 5)]
    [InlineData(-20, 5)]
    public static void ComeAfterATenthOfTheTimeThatIsLeft(int secondsLeft, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), NextLook.After(TenMinutes, [Plan(TimeSpan.FromSeconds(secondsLeft))], Seen.Noon));

    [Fact]
    public static void ComeNoLaterThanAShortInterval() =>
        Assert.Equal(TimeSpan.FromSeconds(1), NextLook.After(TimeSpan.FromSeconds(1), [Plan(TimeSpan.FromSeconds(20))], Seen.Noon));

    [Theory]
    [InlineData(24 * 60 + 4, 4)]
    [InlineData(60 + 3, 3)]
    public static void ComeWhereAMarkIsPassed(int minutesLeft, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), NextLook.After(TenMinutes, [Plan(TimeSpan.FromMinutes(minutesLeft))], Seen.Noon));

    [Fact]
    public static void ComeRightAfterTheEndOfAVote() =>
        Assert.Equal(
            TimeSpan.FromSeconds(125),
            NextLook.After(TenMinutes, [Plan(TimeSpan.FromDays(3)) with { VotingEnds = Seen.Noon.AddMinutes(2) }], Seen.Noon));

    [Fact]
    public static void TakeNoNoticeOfAVoteThatIsOver() =>
        Assert.Equal(
            TenMinutes, NextLook.After(TenMinutes, [Plan(TimeSpan.FromDays(3)) with { VotingEnds = Seen.Noon.AddMinutes(-2) }], Seen.Noon));

    [Fact]
    public static void TakeNoNoticeOfWhatIsOver() => Assert.Equal(
        TenMinutes, NextLook.After(TenMinutes, [Plan(TimeSpan.FromSeconds(20)) with { Status = PlanStatus.Skipped }], Seen.Noon));

    [Theory]
    [InlineData(600, 60)]
    [InlineData(5, 5)]
    public static void BeginAfterAMinuteOrTheInterval(int interval, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), NextLook.First(TimeSpan.FromSeconds(interval)));

    private static ComingPlan Plan(TimeSpan left) => new("v2", 700, PlanSource.Chain, PlanStatus.Decided) { Eta = Seen.Noon + left };
}
