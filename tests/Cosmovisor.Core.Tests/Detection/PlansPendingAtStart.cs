using Cosmovisor.Detection;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>The numbers are those of cosmos-sdk's issues: each is a night somebody spent on the wrong binary.</summary>
public static class PlansPendingAtStart
{
    private static readonly UpgradePlan V2 = Watched.Plan("v2", 100);

    private static StartSituation AtGenesis => new(V2, Running: null, RunningPlan: null, IsCarriedOut: false, IsByHand: false, SkipHeights.None);

    private static StartSituation AtV1 => AtGenesis with { Running = "v1", RunningPlan = Watched.Plan("v1", 50) };

    [Fact]
    public static void NeedAPlanFile() => Assert.IsType<PendingAtStart.Nothing>(PendingAtStart.Of(AtV1 with { Plan = null }));

    [Theory]
    [InlineData("v2")]
    [InlineData("V2")] // the folder was named as the plan, and the plan is told lower-cased, or the other way round
    public static void AreNoneWhenTheirVersionRunsAlready(string running) =>
        Assert.IsType<PendingAtStart.Nothing>(PendingAtStart.Of(AtGenesis with { Running = running, RunningPlan = V2, IsCarriedOut = true }));

    [Fact]
    public static void AreCarriedOutAfterARestartBetweenHaltAndSwitch_25861()
    {
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1));
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtGenesis));
    }

    [Fact]
    public static void AreCarriedOutThoughNobodyCanAskTheNodeForItsHeight_22731() =>
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1 with { RunningPlan = null }));

    [Fact]
    public static void AreCarriedOutWhenCurrentFellBackToGenesisUnderUpgradedData_23720() =>
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtGenesis with { IsCarriedOut = true }));

    [Fact]
    public static void AreCarriedOutOverASnapshotOfALaterVersion_23947()
    {
        var muchLater = Watched.Plan("v9", 9_000_000);

        Assert.Equal(new PendingAtStart.CarryOut(muchLater), PendingAtStart.Of(AtGenesis with { Plan = muchLater }));
    }

    [Fact]
    public static void AreWaitedForWhenAToolWroteThemAheadOfTheirHeight_22167_19227() =>
        Assert.Equal(new PendingAtStart.WaitForHeight(V2), PendingAtStart.Of(AtV1 with { IsByHand = true }));

    [Fact]
    public static void NeverLeadBackToAnOlderVersion()
    {
        // v1.5 came by the operator's schedule, so the chain's file still tells of the upgrade before it.
        var later = AtGenesis with { Plan = Watched.Plan("v1", 50), Running = "v1.5", RunningPlan = Watched.Plan("v1.5", 70), IsCarriedOut = true };

        var left = Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(later));
        Assert.Contains("older than the running version", left.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void NeverUndoWhatTheOperatorPointedCurrentTo()
    {
        var byHand = AtGenesis with { Running = "v2-hotfix", RunningPlan = null, IsCarriedOut = true };

        var left = Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(byHand));
        Assert.Contains("pointed elsewhere since", left.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreCarriedOutAtTheSameHeightUnderAnotherName() =>
        Assert.Equal(new PendingAtStart.CarryOut(V2), PendingAtStart.Of(AtV1 with { RunningPlan = Watched.Plan("v1", 100) }));

    [Fact]
    public static void AreLeftAloneAtAHeightToBeSkipped()
    {
        var skip = SkipHeights.FromArguments(["start", "--unsafe-skip-upgrades", "100"]);

        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtV1 with { Skip = skip }));
        Assert.IsType<PendingAtStart.LeaveAlone>(PendingAtStart.Of(AtV1 with { Skip = skip, IsByHand = true }));
    }

    [Fact]
    public static void AreOfferedOnlyAsTheFileHasThemAndNeverForTheRunningVersion() =>
        Gen.Select(Gen.OneOf("v1", "v2", "v3"), Gen.OneOf<string?>(null, "v1", "v2", "v3"), Gen.Bool, Gen.Bool, Gen.Bool).Sample(
            (planned, running, hasRecord, carriedOut, byHand) =>
            {
                var plan = Watched.Plan(planned, 100);
                var at = new StartSituation(plan, running, hasRecord && running is not null ? Watched.Plan(running, 90) : null, carriedOut, byHand, SkipHeights.None);

                Assert.True(PendingAtStart.Of(at) switch
                {
                    PendingAtStart.CarryOut { Plan: var due } => due == plan && planned != running,
                    PendingAtStart.Nothing => planned == running,
                    _ => planned != running,
                });
            });
}
