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

    private static Outlook With(Outlook outlook, ReadinessCheck check) =>
        outlook with { Plans = [outlook.Plans[0] with { Checks = [check] }] };

    private static IEnumerable<string> Told(Outlook? before, Outlook now) =>
        OutlookChange.Between(before, now).Select(change => change.Says);
}
