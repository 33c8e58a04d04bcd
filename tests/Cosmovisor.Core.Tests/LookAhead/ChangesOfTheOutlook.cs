using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>What is told after a look: what the one before did not know.</summary>
public static class ChangesOfTheOutlook
{
    private static readonly ReadinessCheck Fine = new("binary", CheckResult.Ok, "it is there");
    private static readonly ReadinessCheck Missing = new("binary", CheckResult.Problem, "there is none", "Put it there");

    private static Outlook Decided => Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700))));

    [Fact]
    public static void AreToldOnce()
    {
        Assert.Equal(["the chain has decided on an upgrade", "a coming upgrade is ready"], Told(null, With(Decided, Fine)));
        Assert.Empty(Told(With(Decided, Fine), With(Decided, Fine)));
    }

    [Fact]
    public static void NameWhatIsInTheWay()
    {
        var change = Assert.Single(OutlookChange.Between(With(Decided, Fine), With(Decided, Missing)));

        Assert.Equal((LogLevel.Warning, "a coming upgrade is not ready: there is none. Put it there"), (change.Level, change.Says));
    }

    [Fact]
    public static void TellOfAnotherHeight() =>
        Assert.Equal(
            ["an upgrade was moved from height 700 to 800"],
            Told(With(Decided, Fine), With(Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 800)), Decided)), Fine)));

    [Fact]
    public static void TellOfAnotherInfo() =>
        Assert.Equal(
            ["the info of a coming upgrade has changed"],
            Told(With(Decided, Fine), With(Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700, "new")))), Fine)));

    [Fact]
    public static void TellOfACancellation() =>
        Assert.Equal(["a coming upgrade was cancelled"], Told(Decided, Seen.Outlook(Seen.Facts(Seen.Chain(), Decided))));

    [Fact]
    public static void TellOfAVoteAndOfItsEnd()
    {
        var voting = Seen.Outlook(Seen.Facts(Seen.Chain(null, Seen.Vote(5, Seen.Asks("v2", 700)))));

        Assert.Equal(["an upgrade is proposed and in voting"], Told(null, voting));
        Assert.Equal(
            ["a vote on an upgrade is over, and the chain has no such plan"], Told(voting, Seen.Outlook(Seen.Facts(Seen.Chain(), voting))));
    }

    [Fact]
    public static void TellOfTroubleAndOfItsEnd()
    {
        var trouble = Decided with { Trouble = "the proposals: it is garbage" };

        Assert.Equal(["looking ahead: the proposals: it is garbage"], Told(Decided, trouble));
        Assert.Empty(Told(trouble, trouble));
        Assert.Equal(["looking ahead: the chain answers again"], Told(trouble, Decided));
    }

    [Fact]
    public static void TellOfACancellationThatIsInVoting()
    {
        var (calm, threatened) = (With(Decided, Fine), With(Decided, Fine));
        threatened = threatened with { Plans = [threatened.Plans[0] with { CancelProposal = 6 }] };

        Assert.Equal(["proposal 6 would cancel a decided upgrade"], Told(calm, threatened));
        Assert.Empty(Told(threatened, threatened));
        Assert.Empty(Told(threatened, calm));
    }

    [Fact]
    public static void TellThatReadinessIsNotKnown()
    {
        var unknown = new ReadinessCheck("clock", CheckResult.Unknown, "the time is not known");

        Assert.Equal(
            ["it is not known whether a coming upgrade is ready: the time is not known"], Told(With(Decided, Fine), With(Decided, unknown)));
        Assert.Equal(
            ["the chain has decided on an upgrade", "it is not known whether a coming upgrade is ready"], Told(null, Decided));
    }

    [Theory]
    [InlineData(PlanStatus.Voting, PlanSource.Proposal, "an upgrade is proposed and in voting", OutlookSubject.Coming)]
    [InlineData(PlanStatus.Cancelled, PlanSource.Chain, "a coming upgrade was cancelled", OutlookSubject.Cancelled)]
    [InlineData(
        PlanStatus.Expired, PlanSource.Proposal, "a vote on an upgrade is over, and the chain has no such plan", OutlookSubject.Cancelled)]
    [InlineData(
        PlanStatus.Skipped, PlanSource.Chain, "an upgrade is skipped here: its height is among --unsafe-skip-upgrades",
        OutlookSubject.Changed)]
    internal static void AreToldByWhatHasBecomeOfAPlan(PlanStatus status, PlanSource source, string says, OutlookSubject about)
    {
        var now = Decided with { Plans = [Decided.Plans[0] with { Status = status, Source = source }] };
        var change = Assert.Single(OutlookChange.Between(With(Decided, Fine), now));

        Assert.Equal((LogLevel.Info, says, about), (change.Level, change.Says, change.About));
    }

    [Fact]
    public static void BeginWithWhatIsScheduledHereToo()
    {
        var scheduled = Decided with { Plans = [Decided.Plans[0] with { Status = PlanStatus.Scheduled, Checks = [Fine] }] };

        Assert.Equal(
            [("an upgrade is scheduled here", OutlookSubject.Coming), ("a coming upgrade is ready", OutlookSubject.Readiness)],
            OutlookChange.Between(null, scheduled).Select(change => (change.Says, change.About)));
    }

    /// <summary>A plan whose height has passed elsewhere was no vote that failed.</summary>
    [Fact]
    public static void AreNoneWhereADecidedPlansHeightIsOver() => Assert.Empty(
        Told(With(Decided, Fine), Decided with { Plans = [Decided.Plans[0] with { Status = PlanStatus.Expired }] }));

    [Theory]
    [InlineData(true, LogLevel.Warning)]
    [InlineData(false, LogLevel.Info)] // a node that is being started does not answer
    internal static void OfTroubleAreAWarningWhereTheNodeAnswers(bool isReachable, LogLevel level)
    {
        var calm = With(Decided, Fine);
        var trouble = calm with { Trouble = "x", Node = calm.Node with { IsReachable = isReachable } };
        var change = Assert.Single(OutlookChange.Between(calm, trouble));

        Assert.Equal((level, OutlookSubject.Trouble, null), (change.Level, change.About, change.Plan));
        Assert.Equal(OutlookSubject.Trouble, Assert.Single(OutlookChange.Between(trouble, calm)).About);
    }

    private static Outlook With(Outlook outlook, ReadinessCheck check) =>
        outlook with { Plans = [outlook.Plans[0] with { Checks = [check] }] };

    private static IEnumerable<string> Told(Outlook? before, Outlook now) =>
        OutlookChange.Between(before, now).Select(change => change.Says);
}
