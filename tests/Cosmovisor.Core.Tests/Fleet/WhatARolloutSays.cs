using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>Why a member waits, and how its turn ended: what an operator reads of a rollout that does not go on.</summary>
public static class WhatARolloutSays
{
    private static readonly MemberView A = SomeFleet.Member(SomeFleet.Record("a"));
    private static readonly MemberView B = SomeFleet.Member(SomeFleet.Record("b"));
    private static readonly Rollout Some = SomeFleet.Rollout(1, "a", "b");

    [Theory]
    [InlineData(nameof(RolloutState.Paused), "the rollout is paused")]
    [InlineData(nameof(RolloutState.Stopped), "the rollout is stopped")]
    [InlineData(nameof(RolloutState.Aborted), "the rollout is aborted")]
    public static void WhileItDoesNotRun(string state, string why) =>
        Assert.Equal(why, Wait(Some with { State = Enum.Parse<RolloutState>(state) }, "a", A, B));

    [Fact]
    public static void ToAMemberThatIsNotInIt() =>
        Assert.Equal("nothing to do for this member", Wait(Some, "z", A, B, SomeFleet.Member(SomeFleet.Record("z"))));

    [Fact]
    public static void WhileAMemberHasFailed() => Assert.Equal("b failed", Wait(Some.At("b", Turn.Failed), "a", A, B));

    [Fact]
    public static void ToAMemberThatEtcdDoesNotKnow() => Assert.Equal("this member is not known in etcd", Wait(Some, "a", B));

    [Fact]
    public static void AboutEveryMemberThatIsAway() => Assert.Equal(
        "3 unavailable (b: late, c: has its turn, d: not known), and 1 at most may be",
        Wait(SomeFleet.Rollout(1, "a", "b", "c", "d").At("c", Turn.Begun), "a", A, SomeFleet.Late("b"),
            SomeFleet.Member(SomeFleet.Record("c"))));

    [Fact]
    public static void AboutAMemberThatHasItsTurnInAnotherRollout()
    {
        var other = SomeFleet.Rollout(1, "b").At("b", Turn.Begun) with { Id = "r2", Name = "v9" };
        var view = SomeFleet.View(Some, A, B) with { Rollouts = [Some, other] };

        Assert.Equal(
            new RolloutStep.Wait("1 unavailable (b: has its turn in v9), and 1 at most may be"),
            RolloutRule.Next(Some, SomeFleet.Facts("a", view), SomeFleet.Now));
    }

    [Fact]
    public static void NothingOfTheLimitOfARolloutInWhichNoMemberHasItsTurn()
    {
        var rollout = SomeFleet.Rollout(2, "a", "b");
        var idle = SomeFleet.Rollout(1, "b") with { Id = "r2" };
        var view = SomeFleet.View(rollout, A, SomeFleet.Late("b")) with { Rollouts = [rollout, idle] };

        Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, SomeFleet.Facts("a", view), SomeFleet.Now));
    }

    [Theory]
    [InlineData("v2", "scheduled", true)]
    [InlineData("v2", "decided", true)]
    [InlineData("v2", "cancelled", false)]
    [InlineData("v1.0.1", "decided", false)] // what the rollout itself is for
    public static void WhichPlanIsNear(string name, string status, bool waits)
    {
        var near = SomeFleet.Record("b") with { Plans = [new MemberPlan(name, 9000) { Status = status, BlocksLeft = 1 }] };

        var step = RolloutRule.Next(Some, SomeFleet.Facts("a", SomeFleet.View(Some, A, SomeFleet.Member(near))), SomeFleet.Now);

        Assert.Equal(waits ? "the plan \"v2\" is near (says b)" : null, (step as RolloutStep.Wait)?.Why);
    }

    [Fact]
    public static void WhileTheMemberItselfIsUnderWay()
    {
        var facts = Facts(Some.At("a", Turn.Begun), new BegunTurn(SomeFleet.Id, 1, "v1.0.1", SomeFleet.Now));

        Assert.Equal(
            new RolloutStep.Wait("this member is under way"), RolloutRule.Next(Some.At("a", Turn.Begun), facts, SomeFleet.Now));
    }

    [Theory]
    [InlineData(null, nameof(Turn.Failed), nameof(RolloutState.Stopped))]
    [InlineData("v1.0.1", nameof(Turn.Done), nameof(RolloutState.Running))]
    public static void OfATurnWhoseAgentEndedAsItBegan(string? runs, string turn, string state)
    {
        var rollout = Some.At("a", Turn.Begun, "a-earlier");

        var next = Written(rollout, SomeFleet.Facts("a", SomeFleet.View(rollout, A, B)) with { Runs = runs });

        Assert.Equal((turn, "its agent ended as it began"), (next.Find("a")!.Turn.ToString(), next.Find("a")!.Says));
        Assert.Equal(state, next.State.ToString());
    }

    [Fact]
    public static void ThatATurnWasNotNeededWhereTheVersionRunsAlready()
    {
        var next = Written(Some, SomeFleet.Facts("a", SomeFleet.View(Some, A, B)) with { Runs = "v1.0.1" });

        Assert.Equal("it ran this version already", next.Find("a")!.Says);
        Assert.Equal(RolloutState.Running, next.State);
    }

    [Fact]
    public static void ThatATurnWasGivenBack()
    {
        var paused = Some.At("a", Turn.Granted) with { State = RolloutState.Paused };
        var unsettled = Some.At("a", Turn.Granted);

        Assert.Equal("its turn was given back", Written(paused, Facts(paused)).Find("a")!.Says);
        Assert.Equal(
            "its turn was given back: this agent has seen this etcd only for a short time",
            Written(unsettled, Facts(unsettled) with { IsSettled = false }).Find("a")!.Says);
    }

    [Fact]
    public static void WhyItStopped()
    {
        var lost = Some.At("b", Turn.Begun);
        var restart = Some with { Name = "v2", Kind = RolloutKind.Restart, Entry = "e1" };

        Assert.Equal("b was lost while it had its turn", Written(lost, Facts(lost) with { Lost = new HashSet<string> { "b" } }).Why);
        Assert.Equal("\"v2\" was taken off the schedule", Written(restart, Facts(restart)).Why);
    }

    [Fact]
    public static void NothingMoreOnceItIsDone() => Assert.Equal(
        RolloutState.Done, Written(Some.At("a", Turn.Done).At("b", Turn.Done), Facts(Some)).State);

    private static RolloutFacts Facts(Rollout rollout, params BegunTurn[] begun) =>
        SomeFleet.Facts("a", SomeFleet.View(rollout, A, B)) with { Notes = new MemberNotes("a", begun) };

    private static Rollout Written(Rollout rollout, RolloutFacts facts) =>
        Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, facts, SomeFleet.Now)).Next;

    private static string Wait(Rollout rollout, string id, params MemberView[] members) => Assert.IsType<RolloutStep.Wait>(
        RolloutRule.Next(rollout, SomeFleet.Facts(id, SomeFleet.View(rollout, members)), SomeFleet.Now)).Why;
}
