using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

public static class TroublesOfAFleet
{
    private static readonly MemberView A = SomeFleet.Member(SomeFleet.Record("a"));

    [Theory]
    [InlineData(nameof(RolloutState.Running), null)]
    [InlineData(nameof(RolloutState.Done), null)]
    [InlineData(nameof(RolloutState.Aborted), null)]
    [InlineData(nameof(RolloutState.Paused), FleetTrouble.Paused)]
    [InlineData(nameof(RolloutState.Stopped), FleetTrouble.Stopped)]
    public static void AreRolloutsThatDoNotGoOn(string state, string? kind)
    {
        var rollout = SomeFleet.Rollout(1, "a") with { State = Enum.Parse<RolloutState>(state), Why = "b failed" };

        Assert.Equal(kind, Of(SomeFleet.View(rollout, A)).SingleOrDefault()?.Kind);
    }

    [Fact]
    public static void AreMembersThatRefuse()
    {
        var refuses = SomeFleet.Member(SomeFleet.Record("a") with { Readiness = [new(SomeFleet.Id, Readiness.Refused, "not allowed")] });

        var told = Assert.Single(Of(SomeFleet.View(SomeFleet.Rollout(1, "a"), refuses)));

        Assert.Equal("members refuse \"v1.0.1\": a (not allowed)", told.Says);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(6, 1)]
    public static void AreLateMembersOneByOneOrAllTogether(int late, int told)
    {
        var names = Enumerable.Range(0, late).Select(i => $"m{i}").ToList();
        var view = SomeFleet.View(SomeFleet.Rollout(1, "a"), [A, .. names.Select(name => SomeFleet.Late(name))]);

        Assert.Equal(told, FleetTrouble.Of(view, names.ToHashSet()).Count);
        Assert.Empty(FleetTrouble.Of(view, new HashSet<string>()));
    }

    [Fact]
    public static void AreAppHashesThatDiffer()
    {
        var view = SomeFleet.View(
            SomeFleet.Rollout(1, "a"),
            SomeFleet.Member(SomeFleet.Record("a") with { AppHeight = 9, AppHash = "AA" }),
            SomeFleet.Member(SomeFleet.Record("b") with { AppHeight = 9, AppHash = "BB" }));

        Assert.Equal((FleetTrouble.AppHash, true), Of(view).Select(one => (one.Kind, one.IsError)).Single());
    }

    [Fact]
    public static void AreTwoThatSignWithOneKey()
    {
        var view = SomeFleet.View(
            SomeFleet.Rollout(1, "a"),
            SomeFleet.Member(SomeFleet.Record("a") with { Signer = "k" }), SomeFleet.Member(SomeFleet.Record("b") with { Signer = "k" }));

        Assert.Equal(
            new FleetTrouble(
                FleetTrouble.Signers, null, IsError: true,
                "a (host-a) and b (host-b) sign with one consensus key: stop all but one now"),
            Assert.Single(Of(view)));
    }

    [Fact]
    public static void AreTwoAgentsOfOneHome()
    {
        var (record, known) = (SomeFleet.Record("a"), SomeFleet.Late("a").Known);
        var view = SomeFleet.View(SomeFleet.Rollout(1, "a"), new MemberView(known, [record, record with { Instance = "2" }]));

        Assert.Equal(
            new FleetTrouble(
                FleetTrouble.CopiedHome, "a", IsError: true,
                "2 agents run as member a: a home was copied. Remove agent/fleet.json in the copy"),
            Assert.Single(Of(view)));
    }

    [Fact]
    public static void SayHowAStoppedRolloutGoesOn()
    {
        var stopped = SomeFleet.Rollout(1, "a", "b").At("a", Turn.Done) with { State = RolloutState.Stopped, Why = "b failed: disk full" };

        Assert.Equal(
            new FleetTrouble(
                FleetTrouble.Stopped, "v1.0.1", IsError: true,
                "the rollout of \"v1.0.1\" has stopped, 1 of 2 members done: b failed: disk full. "
                + "cosmovisorctl fleet rollout resume v1.0.1 goes on, abort ends it"),
            Assert.Single(Of(SomeFleet.View(stopped, A))));
    }

    [Theory]
    [InlineData("by me", "the rollout of \"v1.0.1\" is paused (by me), 0 of 1 members done")]
    [InlineData(null, "the rollout of \"v1.0.1\" is paused, 0 of 1 members done")]
    public static void SayWhoPausedARollout(string? why, string says)
    {
        var paused = SomeFleet.Rollout(1, "a") with { State = RolloutState.Paused, Why = why };

        Assert.Equal(
            new FleetTrouble(FleetTrouble.Paused, "v1.0.1", IsError: false, says), Assert.Single(Of(SomeFleet.View(paused, A))));
    }

    [Fact]
    public static void NameALateMember()
    {
        var view = SomeFleet.View(SomeFleet.Rollout(1, "a"), A, SomeFleet.Late("c"), SomeFleet.Late("b"), SomeFleet.Late("d"));

        static FleetTrouble Late(string name) =>
            new(FleetTrouble.Late, name, IsError: false, $"the member {name} is late: its agent, its machine or its network is gone");

        Assert.Equal([Late("b"), Late("c")], FleetTrouble.Of(view, new HashSet<string> { "a", "b", "c" }));
    }

    [Fact]
    public static void NameFiveOfManyLateMembers()
    {
        string[] names = ["f", "b", "c", "d", "e", "g", "h"];
        var view = SomeFleet.View(SomeFleet.Rollout(1, "a"), [A, .. names.Select(name => SomeFleet.Late(name))]);

        Assert.Equal(
            new FleetTrouble(
                FleetTrouble.Late, null, IsError: false,
                "7 members are late: b, c, d, e, f and 2 more. Their agents, machines or network are gone"),
            Assert.Single(FleetTrouble.Of(view, names.ToHashSet())));
    }

    [Fact]
    public static void NameAllOfFiveThatRefuse()
    {
        var refusing = "abcde".Select(name => SomeFleet.Member(
            SomeFleet.Record($"{name}") with { Readiness = [new(SomeFleet.Id, Readiness.Refused, "no")] }));

        Assert.Equal(
            new FleetTrouble(
                FleetTrouble.Refused, "v1.0.1", IsError: false, "members refuse \"v1.0.1\": a (no), b (no), c (no), d (no), e (no)"),
            Assert.Single(Of(SomeFleet.View(SomeFleet.Rollout(1, "a"), [.. refusing]))));
    }

    [Fact]
    public static void AreRefusalsOfWhatIsStillAsked()
    {
        var refuses = SomeFleet.Member(SomeFleet.Record("a") with
        {
            Readiness = [.. new[] { "e1", "e2", SomeFleet.Id }.Select(one => new MemberReadiness(one, Readiness.Refused, "no"))],
        });
        var silent = SomeFleet.Member(SomeFleet.Record("b") with { Readiness = [] });
        var entry = new FleetScheduleEntry("e1", "v2", 700, "https://example.com/v2");
        var over = SomeFleet.Rollout(1, "a") with { State = RolloutState.Aborted };
        var view = SomeFleet.View(over, refuses, silent, SomeFleet.Late("c")) with
        {
            Schedule = [entry, entry with { Id = "e2", Name = "v3", Removed = true }],
        };

        Assert.Equal("v2", Assert.Single(Of(view)).About);
    }

    [Fact]
    public static void AreNotKnownBeforeEtcdWasRead() =>
        Assert.Equal((false, null), (FleetTroubles.Unknown.IsKnown, FleetTroubles.Unknown.Troubles));

    private static IReadOnlyList<FleetTrouble> Of(FleetView view) => FleetTrouble.Of(view, new HashSet<string>());
}
