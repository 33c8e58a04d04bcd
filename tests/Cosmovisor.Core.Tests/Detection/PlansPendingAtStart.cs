using Cosmovisor.Detection;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>
/// The table of the start, a test a row. The numbers are those of cosmos-sdk's issues: each is a night somebody spent on the wrong binary.
/// </summary>
public static class PlansPendingAtStart
{
    private static readonly UpgradePlan V2 = Watched.Plan("v2", 100);

    private static StartSituation AtGenesis => new(
        V2, Running: null, Record: null, DataHeight.Unknown, PlanPast.Nothing, IsMarked: false, HasForeignMode: false,
        CannotBeHad: null, SkipHeights.None);

    private static StartSituation AtV1 => AtGenesis with { Running = "v1", Record = Watched.Plan("v1", 50) };

    [Fact]
    public static void NeedAPlanFile() => Assert.IsType<PendingAtStart.Nothing>(PendingAtStart.Of(AtV1 with { Plan = null }));

    [Theory]
    [InlineData("v2")]
    [InlineData("V2")] // the folder was named as the plan, and the plan is told lower-cased, or the other way round
    public static void AreNoneWhenTheirVersionRunsAlready(string running) =>
        Assert.IsType<PendingAtStart.Nothing>(PendingAtStart.Of(AtGenesis with { Running = running }));

    [Fact]
    public static void AreDoneWhereTheRecordBesideCurrentNamesThem()
    {
        // Guides copy a snapshot's plan file there, genesis too, and name the folder after a release.
        Assert.IsType<PendingAtStart.Nothing>(PendingAtStart.Of(AtGenesis with { Record = V2 }));
        Assert.IsType<PendingAtStart.Nothing>(PendingAtStart.Of(AtV1 with { Running = "release-7", Record = V2 }));
    }

    [Theory]
    [InlineData(PlanPast.Skipped, "skipped")]
    [InlineData(PlanPast.TakenBack, "taken back")]
    [InlineData(PlanPast.GivenUp, "given up")]
    [InlineData(PlanPast.PointedElsewhere, "by hand")]
    public static void AreLeftAloneWhereTheHistorySaysSoHoweverHighTheDataIs(object past, string word)
    {
        foreach (var data in new[] { DataHeight.Unknown, new DataHeight(99, 99), new DataHeight(5000, 5000) })
        {
            var left = Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtGenesis with { Past = (PlanPast)past, Data = data }));
            Assert.Contains(word, left.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public static void AreCarriedOutAfterARestartBetweenHaltAndSwitch_25861()
    {
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1));
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtGenesis));
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1 with { Data = new DataHeight(100, 100) }));
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1 with { Data = new DataHeight(98, 98) }));
    }

    [Fact]
    public static void AreCarriedOutThoughNothingTellsTheHeight_22731() =>
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1 with { Record = null }));

    [Fact]
    public static void AreCarriedOutOverASnapshotOfALaterVersion_23947()
    {
        var muchLater = Watched.Plan("v9", 9_000_000);

        Assert.Equal(new PendingAtStart.CarryOut(muchLater), PendingAtStart.Of(AtGenesis with { Plan = muchLater }));
        Assert.Equal(
            new PendingAtStart.CarryOut(muchLater),
            PendingAtStart.Of(AtGenesis with { Plan = muchLater, Data = new DataHeight(9_000_500, 9_000_500) }));
        Assert.Equal(
            new PendingAtStart.CarryOut(muchLater),
            PendingAtStart.Of(AtV1 with { Plan = muchLater, Data = new DataHeight(9_000_500, 9_000_500) }));
    }

    [Fact]
    public static void NeverMoveCurrentBack()
    {
        // The data is beyond, and nobody wrote down which height this version belongs to.
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtGenesis with { Running = "v20", Data = new DataHeight(500, null) }));

        // It belongs to a later height: it came by the operator's schedule, or the plan file is that of an older snapshot.
        Assert.IsType<PendingAtStart.LeaveAlone>(
            PendingAtStart.Of(AtGenesis with { Running = "v1.5", Record = Watched.Plan("v1.5", 170) }));
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtGenesis with { Record = Watched.Plan("v1.5", 170) }));

        // Nothing is known but the names.
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtGenesis with { Running = "v20" }));
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtGenesis with { Running = "hotfix" }));
    }

    [Fact]
    public static void NeverMoveCurrentBackFromAFolderThatIsNoUpgrades()
    {
        // current -> /opt/gaia/v3, and data/upgrade-info.json is still the last upgrade's.
        var elsewhere = AtGenesis with { Unnamed = "v3" };

        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(elsewhere with { Data = new DataHeight(500, 500) }));
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(elsewhere));
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(elsewhere with { Unnamed = "gaia", Data = new DataHeight(500, 500) }));

        // What says that it is older, or done, counts as ever.
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(elsewhere with { Record = Watched.Plan("v1", 50) }));
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(elsewhere with { Unnamed = "v1", Data = new DataHeight(99, 99) }));
        Assert.IsType<PendingAtStart.Nothing>(PendingAtStart.Of(elsewhere with { Unnamed = "v2" }));
    }

    [Fact]
    public static void WaitForAHeightThatTheDataHasNotReached()
    {
        Assert.Equal(new PendingAtStart.WaitForHeight(V2, IsByHand: false), PendingAtStart.Of(AtV1 with { Data = new DataHeight(60, 60) }));
        Assert.Equal(
            new PendingAtStart.WaitForHeight(V2, IsByHand: true),
            PendingAtStart.Of(AtV1 with { Data = new DataHeight(60, 60), HasForeignMode = true }));

        // A record of an old switch says only that the data is at least there.
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1 with { Data = new DataHeight(50, null) }));
    }

    [Fact]
    public static void AreRunUpToWhereAToolWroteThemAheadOfTheirHeight_22167_19227() =>
        Assert.Equal(new PendingAtStart.WaitForHeight(V2, IsByHand: true), PendingAtStart.Of(AtV1 with { IsMarked = true }));

    [Fact]
    public static void LetTheNodeSpeakWhereTheBinaryCannotBeHad()
    {
        Assert.Equal(new PendingAtStart.LetTheNodeSpeak(V2, "none"), PendingAtStart.Of(AtV1 with { CannotBeHad = "none" }));
        Assert.Equal(
            new PendingAtStart.LetTheNodeSpeak(V2, "none"),
            PendingAtStart.Of(AtGenesis with { CannotBeHad = "none", Data = new DataHeight(500, 500) }));
    }

    [Fact]
    public static void AreCarriedOutAtTheSameHeightUnderAnotherName() =>
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1 with { Record = Watched.Plan("v1", 100) }));

    [Fact]
    public static void AreLeftAloneAtAHeightToBeSkipped()
    {
        var skip = SkipHeights.FromArguments(["start", "--unsafe-skip-upgrades", "100"]);

        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtV1 with { Skip = skip }));
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtV1 with { Skip = skip, IsMarked = true }));
    }

    [Fact]
    public static void NeverSwitchToWhatIsNotForward() =>
        Gen.Select(Gen.OneOf("v1", "v2", "v3"), Gen.OneOf<string?>(null, "v1", "v2", "v3"), Gen.Long[1, 200], Gen.Bool,
            Gen.Long[0, 200], Gen.Bool).Sample(
            (planned, running, recorded, hasRecord, known, isRecent) =>
            {
                var plan = Watched.Plan(planned, 100);
                var record = hasRecord ? Watched.Plan(running ?? "v1", recorded) : null;
                var data = known == 0 ? DataHeight.Unknown : new DataHeight(known, isRecent ? known : null);
                var at = AtGenesis with { Plan = plan, Running = running, Record = record, Data = data };

                if (PendingAtStart.Of(at) is PendingAtStart.CarryOut { Plan: var due })
                {
                    Assert.Equal(plan, due);
                    Assert.NotEqual(planned, running);
                    Assert.False(record?.Height > plan.Height);
                    Assert.False(isRecent && known is > 0 and < 98);
                    Assert.False(known > 100 && running is not null && record is null);
                }
            });
}
