using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>What <c>fleet status</c> says.</summary>
public static class ReportsOfAFleet
{
    private static readonly FleetScheduleEntry Entry = new("e1", "v2", 700, "https://example.com/v2");

    [Fact]
    public static void OfNobodySayHowAMemberJoins() => Assert.Equal(
        "No member yet: a node joins when its cosmovisor-agent runs with COSMOVISOR_FLEET.\n",
        FleetScreen.Text(FleetReport.Of(FleetView.Empty, SomeFleet.Now)));

    [Fact]
    public static void AreTablesOfMembersScheduleAndRollouts()
    {
        var ready = SomeFleet.Record("a") with
        {
            Current = "upgrades/v1",
            Height = 600,
            Plans = [new MemberPlan("v2", 700) { Status = "decided", Ready = "yes" }],
            Readiness = [new MemberReadiness("e1", Readiness.Yes, null)],
        };
        var refusing = SomeFleet.Record("b", "canary") with
        {
            State = MemberRecord.Down,
            Trouble = "disk full",
            Plans = [new MemberPlan("v0", 1) { Status = "cancelled" }, new MemberPlan("v2", 700) { Status = "scheduled", Ready = "no" }],
            Readiness = [new MemberReadiness("e1", Readiness.Refused, "not allowed")],
        };
        var rollout = SomeFleet.Rollout(1, "a", "b").At("a", Turn.Begun) with { State = RolloutState.Stopped, Why = "b failed" };
        var view = SomeFleet.View(rollout, SomeFleet.Member(ready), SomeFleet.Member(refusing), SomeFleet.Late("c")) with
        {
            Schedule = [Entry, Entry with { Name = "gone", Removed = true }],
            Trouble = ["a record cannot be read"],
        };

        var report = FleetReport.Of(view, SomeFleet.Now);

        Assert.True(report.NeedsAHuman);
        Assert.Equal(
            """
            MEMBER  GROUP   CHAIN  STATE    CURRENT      HEIGHT  NEXT
            b       canary  c-1    down                          v2 at 700 (not ready)  disk full
            a       sentry  c-1    running  upgrades/v1  600     v2 at 700 (ready)
            c       sentry         late

            SCHEDULED  HEIGHT  READY   NOT READY
            v2         700     1 of 3  b: refused: not allowed; c: late

            ROLLOUT  STATE    DONE    NOW
            v1.0.1   stopped  0 of 2  a    b failed

            ! a record cannot be read

            """,
            FleetScreen.Text(report));
    }

    [Fact]
    public static void NameThreeOfThoseThatAreNotReady()
    {
        var view = SomeFleet.View(
            SomeFleet.Rollout(1, "a"),
            SomeFleet.Member(SomeFleet.Record("a") with { Readiness = [new MemberReadiness("e1", Readiness.No, "no room")] }),
            SomeFleet.Member(SomeFleet.Record("b") with { Readiness = [new MemberReadiness("e1", Readiness.No, null)] }),
            SomeFleet.Member(SomeFleet.Record("c")), SomeFleet.Late("d"), SomeFleet.Late("e"));

        var status = EntryStatus.Of(Entry, view);

        Assert.Equal((0, 5), (status.Ready, status.Members));
        Assert.Equal(["a: no room", "b: not ready", "c: has said nothing yet", "d: late", "e: late"], status.NotReady);
        Assert.Contains(
            "a: no room; b: not ready; c: has said nothing yet; and 2 more", FleetScreen.Schedule([status]), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "more", FleetScreen.Schedule([status with { NotReady = ["a: x", "b: x", "c: x"] }]), StringComparison.Ordinal);
    }

    [Fact]
    public static void NameARolloutOfRestartsByWhatItDoesAndAllWhoHaveTheirTurn()
    {
        var rollout = SomeFleet.Rollout(2, "a", "b", "c").At("a", Turn.Begun).At("b", Turn.Granted);

        Assert.Equal(
            """
            ROLLOUT           STATE    DONE    NOW
            v1.0.1 (arms it)  running  0 of 3  a, b

            """,
            FleetScreen.Rollouts([rollout with { Kind = RolloutKind.Restart }]));
    }

    [Fact]
    public static void LeaveEmptyWhatAMemberDoesNotKnow() => Assert.Equal(
        """
        MEMBER  GROUP   CHAIN  STATE    CURRENT  HEIGHT  NEXT
        a       sentry         running

        """,
        FleetScreen.Members([MemberStatus.Of(SomeFleet.Member(SomeFleet.Record("a") with { ChainId = null }))]));

    [Fact]
    public static void KeepWhatAMemberSaysOfItsReadiness() => Assert.Equal(
        [new MemberReadiness(SomeFleet.Id, Readiness.Yes, null)], MemberStatus.Of(SomeFleet.Member(SomeFleet.Record("a"))).Readiness);

    [Fact]
    public static void CountThoseAloneThatAnEntryMeans()
    {
        var view = SomeFleet.View(
            SomeFleet.Rollout(1, "a"), SomeFleet.Member(SomeFleet.Record("a")), SomeFleet.Member(SomeFleet.Record("b", "canary")));

        Assert.Equal(1, EntryStatus.Of(Entry with { Only = new Dictionary<string, string> { ["group"] = "canary" } }, view).Members);
    }

    [Fact]
    public static void TellACopiedHomeByItsMachines()
    {
        var first = SomeFleet.Record("a");
        var view = new FleetView(
            new Dictionary<string, MemberView>
            {
                ["a"] = new(new KnownMember("a", "a", first.Labels), [first, first with { Instance = "2", Host = "host-b" }]),
            },
            [], []);

        Assert.Equal(
            ["2 agents run as member a (on host-a and host-b): a home was copied. Remove agent/fleet.json in one of the copies"],
            FleetReport.Of(view, SomeFleet.Now).Trouble);
    }

    [Fact]
    public static void NeedAHumanWhereSomethingIsWrong()
    {
        var well = FleetReport.Of(SomeFleet.View(SomeFleet.Rollout(1, "a"), SomeFleet.Member(SomeFleet.Record("a"))), SomeFleet.Now);
        var (member, entry) = (well.Members[0], new EntryStatus("v2", 700, "", new Dictionary<string, string>(), 2, 2));

        Assert.False(well.NeedsAHuman);
        Assert.False((well with { Schedule = [entry] }).NeedsAHuman);
        Assert.False((well with { Rollouts = [SomeFleet.Rollout(1, "a") with { State = RolloutState.Paused }] }).NeedsAHuman);
        Assert.All(
            new[]
            {
                well with { Trouble = ["x"] },
                well with { Members = [member, member with { Late = true }] },
                well with { Members = [member, member with { Trouble = "x" }] },
                well with { Members = [member, member with { State = MemberRecord.Down }] },
                well with { Schedule = [entry, entry with { Ready = 1 }] },
                well with { Rollouts = [well.Rollouts[0], well.Rollouts[0] with { State = RolloutState.Stopped }] },
            },
            report => Assert.True(report.NeedsAHuman));
    }

    /// <summary>docs/fleet.md shows these; rights in etcd are given by them.</summary>
    [Fact]
    public static void LieUnderKeysThatRightsAreGivenBy()
    {
        var keys = new FleetKeys("main");

        Assert.Equal(
            [
                "/cosmovisor/main/members/a/i", "/cosmovisor/main/signers/k%2F1/a/i", "/cosmovisor/main/known/a",
                "/cosmovisor/main/schedule/x%2Ftoken", "/cosmovisor/main/rollouts/", "/cosmovisor/main/teller", "/cosmovisor/main/told",
            ],
            [
                keys.Member("a", "i"), keys.Signer("k/1", "a", "i"), keys.KnownMember("a"), keys.ScheduleEntry("x/token"), keys.Rollouts,
                keys.Teller, keys.Told,
            ]);
    }
}
