using Cosmovisor.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>What <c>next</c> shows.</summary>
public static class OutlooksForPeople
{
    private static readonly ComingPlan Decided = new("v2", 700, PlanSource.Chain, PlanStatus.Decided);

    [Fact]
    public static void NameWhatIsNotWellAndWhatHelps() => Assert.Equal(
        """
        chain-1: height 100
        not known: the proposals: no answer
        v2 at height 700: decided: not ready
          problem: there is none
            put it there
          warning: the clock is odd

        """,
        OutlookScreen.Of(new Outlook(Seen.Noon, Seen.Node, [Decided with
        {
            Checks =
            [
                new ReadinessCheck("binary", CheckResult.Problem, "there is none", "put it there"),
                new ReadinessCheck("clock", CheckResult.Warning, "the clock is odd"),
                new ReadinessCheck("hooks", CheckResult.Ok, "there are none"),
            ],
        }])
        { Trouble = "the proposals: no answer" }));

    [Fact]
    public static void OfNothingSaySo() =>
        Assert.Equal("the node does not answer\nno upgrade is coming\n", OutlookScreen.Of(new Outlook(Seen.Noon, new OutlookNode(), [])));

    [Fact]
    public static void TellANodeThatCatchesUpAndItsPace() => Assert.Equal(
        "chain-1: height 100, 6.35 s a block, catching up",
        OutlookScreen.NodeLine(Seen.Node with { SecondsPerBlock = 6.349, CatchingUp = true }));

    [Fact]
    public static void TellAVoteWithItsEndAndNoReadiness() => Assert.Equal(
        "v2 at height 700: voting, in 600 blocks, about 2026-11-28 13:00 UTC, proposal 5, voting ends 2026-11-28 12:00 UTC",
        OutlookScreen.PlanLine(Decided with
        {
            Status = PlanStatus.Voting,
            Proposal = 5,
            VotingEnds = Seen.Noon,
            BlocksLeft = 600,
            Eta = Seen.Noon.AddHours(1),
        }));

    [Theory]
    [InlineData("Ok", "v2 at height 700: scheduled, in 600 blocks: ready")]
    [InlineData("Unknown", "v2 at height 700: scheduled, in 600 blocks: readiness not known")]
    [InlineData("Problem", "v2 at height 700: scheduled, in 600 blocks: not ready")]
    public static void TellWhetherWhatIsPreparedIsReady(string result, string line) => Assert.Equal(
        line,
        OutlookScreen.PlanLine(Decided with
        {
            Status = PlanStatus.Scheduled,
            BlocksLeft = 600,
            Checks = [new ReadinessCheck("x", Enum.Parse<CheckResult>(result), "x")],
        }));

    [Fact]
    public static void TellNoTimeOfWhatIsOver() => Assert.Equal(
        "v2 at height 700: cancelled", OutlookScreen.PlanLine(Decided with { Status = PlanStatus.Cancelled, BlocksLeft = 600 }));
}
