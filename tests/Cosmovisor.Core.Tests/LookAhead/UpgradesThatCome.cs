using Cosmovisor.Chain;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>What is made of the chain's plan, the proposals in voting and the operator's schedule.</summary>
public static class UpgradesThatCome
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("no answer", "no answer", "no answer")]
    [InlineData("no answer", "garbage", "the chain's plan: no answer; the proposals: garbage")]
    [InlineData("no answer", null, "the chain's plan: no answer")]
    [InlineData(null, "garbage", "the proposals: garbage")]
    public static void AreNotAllKnownWhereAQuestionFailed(string? plan, string? proposals, string? trouble)
    {
        var seen = Seen.Chain() with
        {
            Plan = plan is null ? Parsed.Ok<UpgradePlan?>(null) : Parsed.Invalid<UpgradePlan?>(plan),
            Proposals = proposals is null ? Parsed.Ok<IReadOnlyList<Proposal>>([]) : Parsed.Invalid<IReadOnlyList<Proposal>>(proposals),
        };

        Assert.Equal(trouble, seen.Trouble);
        Assert.Equal("no answer", ChainSeen.Nothing("no answer").Trouble);
    }

    [Fact]
    public static void AreNotAllKnownWhereAProposalCannotBeUsed() => Assert.Equal(
        "proposal 5: its plan has no name",
        Seen.Chain(null, Seen.Vote(4), Seen.Vote(5, new ProposedChange.Unusable("its plan has no name"))).Trouble);

    [Fact]
    public static void AreDecidedByTheChainsPlanAlone()
    {
        var plan = Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700)))));

        Assert.Equal((PlanSource.Chain, PlanStatus.Decided), (plan.Source, plan.Status));
        Assert.Equal((600, Seen.Noon.AddHours(1)), (plan.BlocksLeft, plan.Eta));
        Assert.True(plan.IsPrepared);
    }

    [Fact]
    public static void AreOnlyShownWhileTheyAreVotedOn()
    {
        var plan = Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(null, Seen.Vote(5, Seen.Asks("v2", 700))))));

        Assert.Equal((PlanSource.Proposal, PlanStatus.Voting, 5L), (plan.Source, plan.Status, plan.Proposal));
        Assert.False(plan.IsPrepared);
    }

    [Fact]
    public static void AreOneWhereSeveralAskForTheSame()
    {
        var plan = Assert.Single(PlansAhead.Of(
            Seen.Facts(Seen.Chain(Seen.Plan("v2", 700), Seen.Vote(5, Seen.Asks("v2", 700))), schedule: Seen.Plan("V2", 700))));

        Assert.Equal((PlanSource.Chain, PlanStatus.Decided, 5L), (plan.Source, plan.Status, plan.Proposal));
    }

    [Fact]
    public static void StandInTheOrderOfTheirHeights() =>
        Assert.Equal(
            ["v2", "v3", "v4"],
            PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v3", 700), Seen.Vote(5, Seen.Asks("v4", 900))), schedule: Seen.Plan("v2", 300)))
                .Select(plan => plan.Name));

    [Fact]
    public static void MayBeCancelledByAProposal()
    {
        var plan = Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700), Seen.Vote(6, new ProposedChange.Cancel())))));

        Assert.Equal((PlanStatus.Decided, 6L), (plan.Status, plan.CancelProposal));
    }

    [Fact]
    public static void AreCancelledWhenTheChainHasThemNoMore() =>
        Assert.Equal(PlanStatus.Cancelled, Then(Seen.Chain(Seen.Plan("v2", 700)), Seen.Chain()).Status);

    [Fact]
    public static void StayWhatTheyWereWhenTheChainDoesNotAnswer() =>
        Assert.Equal(PlanStatus.Decided, Then(Seen.Chain(Seen.Plan("v2", 700)), ChainSeen.Nothing("it does not answer")).Status);

    [Fact]
    public static void StayInVotingWhenTheListCannotBeRead() =>
        Assert.Equal(
            PlanStatus.Voting,
            Then(Seen.Chain(null, Seen.Vote(5, Seen.Asks("v2", 700))),
                Seen.Chain() with { Proposals = Parsed.Invalid<IReadOnlyList<Proposal>>("it cannot be decoded") }).Status);

    [Fact]
    public static void AreOverWhenTheirVoteFailed() =>
        Assert.Equal(PlanStatus.Expired, Then(Seen.Chain(null, Seen.Vote(5, Seen.Asks("v2", 700))), Seen.Chain()).Status);

    [Fact]
    public static void AreDecidedWhenTheirVoteMadeThemThePlan() =>
        Assert.Equal(
            PlanStatus.Decided, Then(Seen.Chain(null, Seen.Vote(5, Seen.Asks("v2", 700))), Seen.Chain(Seen.Plan("v2", 700))).Status);

    [Fact]
    public static void ThatMoveToAnotherHeightStayOne() => Assert.Equal(
        (PlanStatus.Decided, 900),
        Then(Seen.Chain(Seen.Plan("v2", 700)), Seen.Chain(Seen.Plan("v2", 900))) is var plan ? (plan.Status, plan.Height) : default);

    [Fact]
    public static void ThatAreReplacedAreCancelled()
    {
        var before = Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700))));

        Assert.Equal(
            [("v3", PlanStatus.Decided), ("v2", PlanStatus.Cancelled)],
            PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v3", 800)), before)).Select(plan => (plan.Name, plan.Status)));
    }

    [Fact]
    public static void ThatAreOverAreForgottenAfterADay()
    {
        var first = Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700))));
        var second = Seen.Outlook(Seen.Facts(Seen.Chain(), first));

        Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(), second) with { Now = Seen.Noon.AddHours(23) }));
        Assert.Empty(PlansAhead.Of(Seen.Facts(Seen.Chain(), second) with { Now = Seen.Noon.AddHours(25) }));
    }

    [Theory]
    [InlineData(-365, true)]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(365, true)]
    public static void ThatAreOverAreForgottenByAClockThatJumpsToo(int days, bool isForgotten)
    {
        var cancelled = Seen.Outlook(Seen.Facts(Seen.Chain(), Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700))))));
        Assert.Equal(PlanStatus.Cancelled, Assert.Single(cancelled.Plans).Status);

        Assert.Equal(isForgotten, PlansAhead.Of(Seen.Facts(Seen.Chain(), cancelled) with { Now = Seen.Noon.AddDays(days) }) is []);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    [InlineData(1)]
    public static void ComeAsLateAsTheirBlocksByAClockThatJumps(int days)
    {
        var before = Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700))));
        var now = Seen.Noon.AddDays(days);

        var plan = Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700)), before) with { Now = now }));

        Assert.Equal((PlanStatus.Decided, now.AddSeconds(600 * 6)), (plan.Status, plan.Eta));
        Assert.Equal(TimeSpan.FromSeconds(360), NextLook.After(TimeSpan.FromMinutes(10), [plan], now));
    }

    [Fact]
    public static void ThatWereCarriedOutHereAreNotTold()
    {
        var before =
            Seen.Outlook(Seen.Facts(Seen.Chain(Seen.Plan("v2", 100)) with { Node = Seen.Node with { Height = 99, AppHeight = 99 } }));

        Assert.Empty(PlansAhead.Of(Seen.Facts(Seen.Chain(), before) with { Done = [Seen.Plan("v2", 100)] }));
    }

    [Fact]
    public static void AtTheHaltAreStillToCome() =>
        Assert.Equal(
            (PlanStatus.Decided, 0L),
            Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan(
                "v2",
                100)) with
            { Node = Seen.Node with { AppHeight = 99 } }))) is var plan ? (plan.Status, plan.BlocksLeft!.Value) : default);

    [Fact]
    public static void BehindTheNodeAreOver() =>
        Assert.Equal(PlanStatus.Expired, Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v2", 100))))).Status);

    [Fact]
    public static void AtASkippedHeightAreLeftAlone() =>
        Assert.Equal(
            PlanStatus.Skipped,
            Assert.Single(PlansAhead.Of(Seen.Facts(
                Seen.Chain(Seen.Plan("v2", 700))) with
            { Skip = SkipHeights.FromArguments(["--unsafe-skip-upgrades=700"]) })).Status);

    [Fact]
    public static void WhoseVoteEndsBehindTheirHeightAreTold()
    {
        var plan = Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(null, Seen.Vote(5, Seen.Asks("v2", 110))))));

        Assert.Equal(("vote", CheckResult.Warning), (Assert.Single(plan.Checks).Check, plan.Checks[0].Result));
    }

    [Fact]
    public static void KeepTheirLinksButNotTheirSecrets() =>
        Assert.DoesNotContain("hunter2", Assert.Single(PlansAhead.Of(Seen.Facts(
            Seen.Chain(Seen.Plan("v2", 700, """{"binaries":{"any":"https://me:hunter2@x.org/b"}}"""))))).Info, StringComparison.Ordinal);

    [Fact]
    public static void OfAStandingChainAreAheadOfNow()
    {
        var facts = Seen.Facts(Seen.Chain(Seen.Plan("v2", 700))) with { Now = Seen.Noon.AddHours(2) };

        Assert.Equal(Seen.Noon.AddHours(3), Assert.Single(PlansAhead.Of(facts)).Eta);
    }

    [Fact]
    public static void WithoutAPaceHaveNoTime() =>
        Assert.Null(Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v2", 700)) with { Blocks = [] }))).Eta);

    [Fact]
    public static void AtAHeightBeyondAllDatesHaveNoTime() =>
        Assert.Null(Assert.Single(PlansAhead.Of(Seen.Facts(Seen.Chain(Seen.Plan("v2", long.MaxValue))))).Eta);

    private static ComingPlan Then(ChainSeen first, ChainSeen second) =>
        Assert.Single(PlansAhead.Of(Seen.Facts(second, Seen.Outlook(Seen.Facts(first)))));
}
