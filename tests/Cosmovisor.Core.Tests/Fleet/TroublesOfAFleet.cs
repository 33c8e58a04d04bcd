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

    private static IReadOnlyList<FleetTrouble> Of(FleetView view) => FleetTrouble.Of(view, new HashSet<string>());
}
