using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>What follows from a journal that is found at the start.</summary>
public static class WaysOn
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Journal Staged = Journals.Some("v2").Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/v2", Noon);

    [Fact]
    public static void LeadThroughTheStepThatIsNotDone() => Assert.IsType<WayOn.CarryOn>(From(Staged, "genesis"));

    [Fact]
    public static void LeadThroughTheFirstStepWhenNothingWasStaged() => Assert.IsType<WayOn.CarryOn>(From(Journals.Some("v2"), "genesis"));

    [Fact]
    public static void AreAtTheirEndWhenTheSwitchWasMade() =>
        Assert.Equal(new WayOn.Conclude(Ending.Done), From(Staged.Begin(UpgradeStep.Switch, Noon), "upgrades/v2"));

    [Fact]
    public static void AreAtTheirEndWhenTheOperatorMadeTheSwitch() =>
        Assert.Equal(new WayOn.Conclude(Ending.DoneByHand), From(Staged, "upgrades/v2"));

    [Fact]
    public static void EndWhereTheHeightIsToBeSkipped() =>
        Assert.IsType<WayOn.GiveUp>(WayOn.Of(Staged, "genesis", SkipHeights.FromArguments(["--unsafe-skip-upgrades", "49"]), planFile: null, cannotBeHad: null));

    [Fact]
    public static void DoNotEndWhenAnotherHeightIsToBeSkipped() =>
        Assert.IsType<WayOn.CarryOn>(WayOn.Of(Staged, "genesis", SkipHeights.FromArguments(["--unsafe-skip-upgrades", "50"]), planFile: null, cannotBeHad: null));

    [Fact]
    public static void ThatTheOperatorLeftBeforeAnythingWasChangedAreGivenUp() =>
        Assert.Equal(new WayOn.GiveUp("current was pointed to upgrades/v1b by hand"), From(Staged.Begin(UpgradeStep.Backup, Noon), "upgrades/v1b"));

    [Theory]
    [InlineData(nameof(UpgradeStep.CustomPreUpgrade), "a migration script has run")]
    [InlineData(nameof(UpgradeStep.PreUpgrade), "the new binary's pre-upgrade has run")]
    public static void ThatTheOperatorLeftAfterAMigrationAreForHimToSay(string begun, string because)
    {
        var way = Assert.IsType<WayOn.Refuse>(From(Staged.Begin(Enum.Parse<UpgradeStep>(begun), Noon), "upgrades/v1b"));

        Assert.Contains(because, way.Reason, StringComparison.Ordinal);
        Assert.Contains("Point current back to genesis and the upgrade goes on", way.Reason, StringComparison.Ordinal);
    }

    private static WayOn From(Journal journal, string current) => WayOn.Of(journal, current, SkipHeights.None, planFile: null, cannotBeHad: null);

    [Fact]
    public static void AreForgottenWhereThePlanFileSaysOtherwiseAndNothingBeyondStageIsDone()
    {
        var filed = Staged with { HadPlanFile = true };

        Assert.IsType<WayOn.Forget>(With(filed, null));
        Assert.IsType<WayOn.Forget>(With(filed, Journals.Some("v3").Plan));
        Assert.IsType<WayOn.Forget>(With(filed, Journals.Some("v2", info: "corrected").Plan));
        Assert.IsType<WayOn.CarryOn>(With(filed, filed.Plan));
        Assert.IsType<WayOn.CarryOn>(With(filed, Journals.Some("v2", info: "").Plan)); // up to SDK 0.44.3 it holds no info
    }

    [Fact]
    public static void GoOnWhereNoPlanFileEverNamedThem()
    {
        Assert.IsType<WayOn.CarryOn>(With(Staged, null)); // by the log, or by the schedule
        Assert.IsType<WayOn.CarryOn>(With(Staged, Journals.Some("v1").Plan));
    }

    [Fact]
    public static void WinOverThePlanFileOnceALaterStepIsDone()
    {
        var stopped = (Staged with { HadPlanFile = true }).Begin(UpgradeStep.Stop, Noon).Finish(UpgradeStep.Stop, "/data", Noon);

        Assert.IsType<WayOn.CarryOn>(With(stopped, null));
        Assert.IsType<WayOn.CarryOn>(With(stopped, Journals.Some("v3").Plan));
        Assert.IsType<WayOn.Forget>(With((Staged with { HadPlanFile = true }).Begin(UpgradeStep.Stop, Noon), null));
    }

    [Fact]
    public static void LetTheNodeSpeakWhereTheBinaryCannotBeHad()
    {
        Assert.IsType<WayOn.Forget>(WayOn.Of(Staged, "genesis", SkipHeights.None, planFile: null, cannotBeHad: "there is none"));
    }

    private static WayOn With(Journal journal, UpgradePlan? planFile) => WayOn.Of(journal, "genesis", SkipHeights.None, planFile, cannotBeHad: null);
}
