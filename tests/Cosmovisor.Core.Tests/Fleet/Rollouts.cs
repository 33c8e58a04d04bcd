using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

public static class Rollouts
{
    private static readonly MemberView A = SomeFleet.Member(SomeFleet.Record("a"));
    private static readonly MemberView B = SomeFleet.Member(SomeFleet.Record("b"));

    [Fact]
    public static void GiveATurnWhereAllAreThereAndReady()
    {
        var rollout = SomeFleet.Rollout(1, "a", "b");

        var step = Assert.IsType<RolloutStep.Write>(Ask(rollout, "a", A, B));

        Assert.Equal(Turn.Granted, step.Next.Find("a")!.Turn);
        Assert.Equal("a-i", step.Next.Find("a")!.Instance);
        Assert.False(step.Begins);
    }

    [Fact]
    public static void BeginOnlyWithASecondTransaction()
    {
        var step = Assert.IsType<RolloutStep.Write>(Ask(SomeFleet.Rollout(1, "a", "b").At("a", Turn.Granted), "a", A, B));

        Assert.True(step.Begins);
        Assert.Equal(Turn.Begun, step.Next.Find("a")!.Turn);
    }

    [Theory]
    [InlineData(nameof(Turn.Granted))]
    [InlineData(nameof(Turn.Begun))]
    public static void WaitWhileAnotherHasItsTurn(string other) =>
        Waits("1 unavailable", Ask(SomeFleet.Rollout(1, "a", "b").At("b", Enum.Parse<Turn>(other)), "a", A, B));

    [Fact]
    public static void CountALateMemberAsUnavailable() =>
        Waits("b: late", Ask(SomeFleet.Rollout(1, "a", "b"), "a", A, SomeFleet.Late("b")));

    [Fact]
    public static void GoOnBesideALateMemberWhereTwoMayBeUnavailable() =>
        Assert.IsType<RolloutStep.Write>(Ask(SomeFleet.Rollout(2, "a", "b"), "a", A, SomeFleet.Late("b")));

    public static TheoryData<string, string> Unavailable => new()
    {
        { "not ready", "not ready: no room" }, { "down", "its node is down" }, { "busy", "busy" }, { "trouble", "in trouble" },
        {
            "silent",
            "not ready yet"
        },
    };

    [Theory]
    [MemberData(nameof(Unavailable))]
    public static void CountAMemberThatCouldNotStandIn(string how, string why)
    {
        var record = SomeFleet.Record("b");
        record = how switch
        {
            "not ready" => record with { Readiness = [new(SomeFleet.Id, Readiness.No, "no room")] },
            "down" => record with { State = MemberRecord.Down },
            "busy" => record with { Busy = "r0" },
            "trouble" => record with { Trouble = "x" },
            _ => record with { Readiness = [] },
        };

        Waits(why, Ask(SomeFleet.Rollout(1, "a", "b"), "a", A, SomeFleet.Member(record)));
    }

    [Fact]
    public static void CountWhatAnotherRolloutHasTakenDown()
    {
        var rollout = SomeFleet.Rollout(3, "a", "b");
        var other = SomeFleet.Rollout(1, "b").At("b", Turn.Begun) with { Id = "r2", Name = "v9" };
        var view = SomeFleet.View(rollout, A, B) with { Rollouts = [rollout, other] };

        Waits("1 at most", RolloutRule.Next(rollout, SomeFleet.Facts("a", view), SomeFleet.Now));
    }

    [Fact]
    public static void KeepTheOrderOfGroups()
    {
        var rollout = SomeFleet.Rollout(5, "a", "b");
        rollout = rollout with { Members = [rollout.Members[0] with { Group = "canary" }, rollout.Members[1]] };

        Waits("group \"canary\" is not done", Ask(rollout, "b", A, B));
        Assert.IsType<RolloutStep.Write>(Ask(rollout.At("a", Turn.Done), "b", A, B));
    }

    [Theory]
    [InlineData(1000L, null, true)]
    [InlineData(1001L, null, false)]
    [InlineData(5000L, 59, true)]
    [InlineData(5000L, 61, false)]
    public static void StandStillNearAPlan(long blocks, int? minutes, bool waits)
    {
        var near = SomeFleet.Record("b") with
        {
            Plans = [new MemberPlan("v2", 9000) { Status = "decided", BlocksLeft = blocks, Eta = minutes is { } m
                ? SomeFleet.Now.AddMinutes(m) : null }],
        };

        var step = Ask(SomeFleet.Rollout(1, "a", "b"), "a", A, SomeFleet.Member(near));

        Assert.Equal(waits, step is RolloutStep.Wait { Why: var why } && why.Contains("is near", StringComparison.Ordinal));
    }

    [Fact]
    public static void WaitForTheSoak()
    {
        var rollout = SomeFleet.Rollout(1, "a", "b").At("b", Turn.Done);

        Waits("soak", RolloutRule.Next(
            rollout, SomeFleet.Facts("a", SomeFleet.View(rollout, A, B)) with { HasSoaked = false }, SomeFleet.Now));
    }

    [Fact]
    public static void StopAtTheFirstFailure()
    {
        var rollout = SomeFleet.Rollout(1, "a", "b").At("a", Turn.Begun);
        var notes = new MemberNotes("a", [new BegunTurn(SomeFleet.Id, 1, "v1.0.1", SomeFleet.Now, Done: false, "it dies at once")]);

        var step = Assert.IsType<RolloutStep.Write>(
            RolloutRule.Next(rollout, SomeFleet.Facts("a", SomeFleet.View(rollout, A, B)) with { Notes = notes }, SomeFleet.Now));

        Assert.Equal(RolloutState.Stopped, step.Next.State);
        Assert.Equal("a failed: it dies at once", step.Next.Why);
        Assert.Equal(Turn.Failed, step.Next.Find("a")!.Turn);
    }

    [Fact]
    public static void GiveTheTurnBackWhenPausedBeforeItBegan()
    {
        var rollout = SomeFleet.Rollout(1, "a", "b").At("a", Turn.Granted) with { State = RolloutState.Paused };

        Assert.Equal(Turn.Waiting, Assert.IsType<RolloutStep.Write>(Ask(rollout, "a", A, B)).Next.Find("a")!.Turn);
    }

    public static TheoryData<string, string> ChangedSince => new()
    {
        { "late", "b: late" }, { "died", "its node is down" }, { "plan", "is near" }, { "unsettled", "has seen this etcd" },
        { "self", "this member is unavailable: its node is down" },
    };

    [Theory]
    [MemberData(nameof(ChangedSince))]
    public static void GiveTheTurnBackWhereItWouldNotBeGivenAnyMore(string what, string why)
    {
        var b = SomeFleet.Record("b");
        var other = what switch
        {
            "late" => SomeFleet.Late("b"),
            "died" => SomeFleet.Member(b with { State = MemberRecord.Down }),
            "plan" => SomeFleet.Member(b with { Plans = [new MemberPlan("v2", 9000) { Status = "decided", BlocksLeft = 10 }] }),
            _ => B,
        };
        var self = what == "self" ? SomeFleet.Member(SomeFleet.Record("a") with { State = MemberRecord.Down }) : A;

        // Begun is written and not begun here where the answer was lost.
        foreach (var turn in new[] { Turn.Granted, Turn.Begun })
        {
            var rollout = SomeFleet.Rollout(1, "a", "b").At("a", turn);
            var facts = SomeFleet.Facts("a", SomeFleet.View(rollout, self, other)) with { IsSettled = what != "unsettled" };

            var step = Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, facts, SomeFleet.Now));

            Assert.False(step.Begins);
            Assert.Equal((Turn.Waiting, null), (step.Next.Find("a")!.Turn, step.Next.Find("a")!.Instance));
            Assert.Contains(why, step.Next.Find("a")!.Says, StringComparison.Ordinal);
        }
    }

    [Fact]
    public static void TakeTheTurnOfAMemberWhoseAgentIsGone()
    {
        var rollout = SomeFleet.Rollout(1, "a", "b").At("b", Turn.Granted);

        Assert.Equal(Turn.Waiting, Assert.IsType<RolloutStep.Write>(Ask(rollout, "a", A, SomeFleet.Late("b"))).Next.Find("b")!.Turn);
    }

    [Fact]
    public static void NeverTakeWhatHasBegun() =>
        Waits("unavailable", Ask(SomeFleet.Rollout(1, "a", "b").At("b", Turn.Begun), "a", A, SomeFleet.Late("b")));

    [Fact]
    public static void StopWhenAMemberIsLostInItsTurn()
    {
        var rollout = SomeFleet.Rollout(1, "a", "b").At("b", Turn.Begun);
        var facts = SomeFleet.Facts("a", SomeFleet.View(rollout, A, SomeFleet.Late("b"))) with { Lost = new HashSet<string> { "b" } };

        Assert.Equal(RolloutState.Stopped, Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, facts, SomeFleet.Now)).Next.State);
    }

    [Fact]
    public static void DoNothingOnAMemberThatRunsTheVersion()
    {
        var rollout = SomeFleet.Rollout(1, "a", "b");
        var facts = SomeFleet.Facts("a", SomeFleet.View(rollout, A, B)) with { Runs = "V1.0.1" };

        var step = Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, facts, SomeFleet.Now));

        Assert.Equal(Turn.Done, step.Next.Find("a")!.Turn);
        Assert.False(step.Begins);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public static void NeverBeginTwiceWhateverARestoredRecordSays(bool? ended, bool begins)
    {
        var rollout = SomeFleet.Rollout(1, "a", "b");
        var notes = new MemberNotes("a", [new BegunTurn(SomeFleet.Id, 1, "v1.0.1", SomeFleet.Now, ended, null)]);

        foreach (var turn in new[] { Turn.Waiting, Turn.Granted, Turn.Begun })
        {
            var step = RolloutRule.Next(
                rollout.At("a", turn), SomeFleet.Facts("a", SomeFleet.View(rollout, A, B)) with { Notes = notes }, SomeFleet.Now);
            Assert.Equal(begins, step is RolloutStep.Write { Begins: true });
        }
    }

    [Fact]
    public static void GiveWhatFailedAnotherTurnWhenResumed()
    {
        var stopped = SomeFleet.Rollout(1, "a").At("a", Turn.Failed) with { State = RolloutState.Stopped };

        Assert.True(RolloutRule.Order(stopped, RolloutState.Running, "me").IsOk(out var resumed, out _));
        Assert.Equal((Turn.Waiting, 2), (resumed.Members[0].Turn, resumed.Members[0].Try));
    }

    [Theory]
    [InlineData(nameof(RolloutState.Done), nameof(RolloutState.Paused))]
    [InlineData(nameof(RolloutState.Done), nameof(RolloutState.Aborted))]
    [InlineData(nameof(RolloutState.Aborted), nameof(RolloutState.Running))]
    [InlineData(nameof(RolloutState.Running), nameof(RolloutState.Running))]
    [InlineData(nameof(RolloutState.Stopped), nameof(RolloutState.Paused))]
    public static void RefuseWordsThatDoNotFit(string now, string wanted) =>
        Assert.False(RolloutRule.Order(SomeFleet.Rollout(1, "a") with { State = Enum.Parse<RolloutState>(now) },
            Enum.Parse<RolloutState>(wanted), "me").IsOk(out _, out _));

    private static RolloutStep Ask(Rollout rollout, string id, params MemberView[] members) =>
        RolloutRule.Next(rollout, SomeFleet.Facts(id, SomeFleet.View(rollout, members)), SomeFleet.Now);

    private static void Waits(string why, RolloutStep step) =>
        Assert.Contains(why, Assert.IsType<RolloutStep.Wait>(step).Why, StringComparison.Ordinal);
}
