using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>Records older than what the members did, and orders of an operator.</summary>
public static class RolloutsRestoredAndResumed
{
    private static readonly MemberView A = SomeFleet.Member(SomeFleet.Record("a"));
    private static readonly MemberView B = SomeFleet.Member(SomeFleet.Record("b"));
    private static readonly Rollout Some = SomeFleet.Rollout(1, "a", "b");

    [Fact]
    public static void TakeTheNewerTryOfTheMemberForTheTruth()
    {
        var restored = Some.At("a", Turn.Failed) with { State = RolloutState.Stopped };

        var next = Written(restored, new BegunTurn(SomeFleet.Id, 2, "v1.0.1", SomeFleet.Now, Done: true));

        Assert.Equal((Turn.Done, 2), (next.Find("a")!.Turn, next.Find("a")!.Try));
    }

    [Fact]
    public static void WriteAgainWhatTheMemberHasBegun()
    {
        var next = Written(Some, new BegunTurn(SomeFleet.Id, 2, "v1.0.1", SomeFleet.Now));

        Assert.Equal((Turn.Begun, "a-i", 2), (next.Find("a")!.Turn, next.Find("a")!.Instance, next.Find("a")!.Try));
    }

    [Fact]
    public static void GoOnRunningAfterATurnThatEndedWell() => Assert.Equal(
        RolloutState.Running,
        Written(Some.At("a", Turn.Begun), new BegunTurn(SomeFleet.Id, 1, "v1.0.1", SomeFleet.Now, Done: true)).State);

    [Fact]
    public static void StayPausedWhereATurnFailsMeanwhile()
    {
        var paused = Some.At("a", Turn.Begun) with { State = RolloutState.Paused, Why = "by me" };

        var next = Written(paused, new BegunTurn(SomeFleet.Id, 1, "v1.0.1", SomeFleet.Now, Done: false, "disk full"));

        Assert.Equal((RolloutState.Paused, "by me"), (next.State, next.Why));
        Assert.Equal((Turn.Failed, "disk full"), (next.Find("a")!.Turn, next.Find("a")!.Says));
    }

    [Fact]
    public static void TakeBackTheTurnOfAMemberThatEtcdDoesNotKnow()
    {
        var rollout = Some.At("b", Turn.Granted);
        var facts = SomeFleet.Facts("a", SomeFleet.View(rollout, A));

        Assert.Equal(
            Turn.Waiting,
            Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, facts, SomeFleet.Now)).Next.Find("b")!.Turn);
    }

    [Fact]
    public static void StopForALostMemberOnlyWhereItHasBegunAndTheyRun()
    {
        var lost = new HashSet<string> { "b" };
        var granted = Some.At("b", Turn.Granted);
        var paused = Some.At("b", Turn.Begun) with { State = RolloutState.Paused };

        foreach (var rollout in new[] { granted, paused })
        {
            var facts = SomeFleet.Facts("a", SomeFleet.View(rollout, A, SomeFleet.Late("b"))) with { Lost = lost, IsSettled = false };
            Assert.IsType<RolloutStep.Wait>(RolloutRule.Next(rollout, facts, SomeFleet.Now));
        }
    }

    [Fact]
    public static void KeepWhatIsDoneWhenResumed()
    {
        var stopped = Some.At("a", Turn.Done).At("b", Turn.Failed) with { State = RolloutState.Stopped, Why = "b failed" };

        Assert.True(RolloutRule.Order(stopped, RolloutState.Running, "me").IsOk(out var resumed, out _));

        Assert.Equal((RolloutState.Running, null), (resumed.State, resumed.Why));
        Assert.Equal((Turn.Done, 1, "a-i"), (resumed.Members[0].Turn, resumed.Members[0].Try, resumed.Members[0].Instance));
        Assert.Equal((Turn.Waiting, 2, null), (resumed.Members[1].Turn, resumed.Members[1].Try, resumed.Members[1].Instance));
    }

    [Theory]
    [InlineData(nameof(RolloutState.Paused))]
    [InlineData(nameof(RolloutState.Aborted))]
    public static void SayByWhomTheyWereHalted(string wanted)
    {
        Assert.True(RolloutRule.Order(Some, Enum.Parse<RolloutState>(wanted), "me").IsOk(out var next, out _));

        Assert.Equal((wanted, "by me"), (next.State.ToString(), next.Why));
    }

    [Theory]
    [InlineData(nameof(RolloutState.Running), nameof(RolloutState.Running), "the rollout is running already")]
    [InlineData(nameof(RolloutState.Done), nameof(RolloutState.Running), "the rollout is done")]
    [InlineData(nameof(RolloutState.Aborted), nameof(RolloutState.Paused), "the rollout is aborted")]
    [InlineData(nameof(RolloutState.Stopped), nameof(RolloutState.Paused), "the rollout is stopped, which cannot become paused")]
    public static void SayWhyAnOrderDoesNotFit(string state, string wanted, string why)
    {
        var rollout = Some with { State = Enum.Parse<RolloutState>(state) };

        Assert.False(RolloutRule.Order(rollout, Enum.Parse<RolloutState>(wanted), "me").IsOk(out _, out var reason));

        Assert.Equal(why, reason);
    }

    [Theory]
    [InlineData(nameof(RolloutState.Done), nameof(Turn.Done), true)]
    [InlineData(nameof(RolloutState.Aborted), nameof(Turn.Waiting), true)]
    [InlineData(nameof(RolloutState.Aborted), nameof(Turn.Begun), false)]
    [InlineData(nameof(RolloutState.Stopped), nameof(Turn.Failed), false)]
    public static void AreOverOnceNothingCanHappenInThem(string state, string turn, bool isOver) => Assert.Equal(
        isOver, (Some.At("a", Enum.Parse<Turn>(turn)) with { State = Enum.Parse<RolloutState>(state) }).IsOver);

    [Fact]
    public static void AreRememberedInTheHomeTheNewestLast()
    {
        var first = new BegunTurn("r1", 1, "v2", SomeFleet.Now);
        var notes = new MemberNotes("a", []).With(first).With(new BegunTurn("r2", 1, "v3", SomeFleet.Now)).With(first with { Try = 2 });

        Assert.Equal(["r1/1", "r2/1", "r1/2"], notes.Begun.Select(turn => $"{turn.Rollout}/{turn.Try}"));

        // The same try once more takes its own place, and no other's.
        Assert.Equal(
            ["r2/1", "r1/2", "r1/1"],
            notes.With(first with { Done = true }).Begun.Select(turn => $"{turn.Rollout}/{turn.Try}"));
    }

    private static Rollout Written(Rollout rollout, params BegunTurn[] begun)
    {
        var facts = SomeFleet.Facts("a", SomeFleet.View(rollout, A, B)) with { Notes = new MemberNotes("a", begun) };
        return Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, facts, SomeFleet.Now)).Next;
    }
}
