using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>What follows from a journal that is found at the start.</summary>
public static class WaysOn
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Journal Staged =
        Journals.Some("v2").Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/v2", Noon);

    [Fact]
    public static void LeadThroughTheStepThatIsNotDone() => Assert.IsType<ResumeDecision.CarryOn>(From(Staged, "genesis"));

    [Fact]
    public static void LeadThroughTheFirstStepWhenNothingWasStaged() =>
        Assert.IsType<ResumeDecision.CarryOn>(From(Journals.Some("v2"), "genesis"));

    [Fact]
    public static void AreAtTheirEndWhenTheSwitchWasMade() =>
        Assert.Equal(new ResumeDecision.Conclude(FinishedUpgrade.Done), From(Staged.Begin(UpgradeStep.Switch, Noon), "upgrades/v2"));

    [Fact]
    public static void AreAtTheirEndWhenTheOperatorMadeTheSwitch() =>
        Assert.Equal(new ResumeDecision.Conclude(FinishedUpgrade.DoneByHand), From(Staged, "upgrades/v2"));

    [Fact]
    public static void EndWhereTheHeightIsToBeSkipped() =>
        Assert.IsType<ResumeDecision.GiveUp>(ResumeDecision.Of(
            Staged, "genesis", SkipHeights.FromArguments(["--unsafe-skip-upgrades", "49"]), planFile: null, cannotBeHad: null));

    [Fact]
    public static void DoNotEndWhenAnotherHeightIsToBeSkipped() =>
        Assert.IsType<ResumeDecision.CarryOn>(ResumeDecision.Of(
            Staged, "genesis", SkipHeights.FromArguments(["--unsafe-skip-upgrades", "50"]), planFile: null, cannotBeHad: null));

    [Fact]
    public static void ThatTheOperatorLeftBeforeAnythingWasChangedAreGivenUp() =>
        Assert.Equal(
            new ResumeDecision.GiveUp("current was pointed to upgrades/v1b by hand"),
            From(Staged.Begin(UpgradeStep.Backup, Noon), "upgrades/v1b"));

    [Theory]
    [InlineData(nameof(UpgradeStep.CustomPreUpgrade), "a migration script has run")]
    [InlineData(nameof(UpgradeStep.PreUpgrade), "the new binary's pre-upgrade has run")]
    public static void ThatTheOperatorLeftAfterAMigrationAreForHimToSay(string begun, string because)
    {
        var way = Assert.IsType<ResumeDecision.Refuse>(From(Staged.Begin(Enum.Parse<UpgradeStep>(begun), Noon), "upgrades/v1b"));

        Assert.Contains(because, way.Reason, StringComparison.Ordinal);
        Assert.Contains("To go on with the upgrade: ln -sfn genesis current", way.Reason, StringComparison.Ordinal);
    }

    private static ResumeDecision From(Journal journal, string current) =>
        ResumeDecision.Of(journal, current, SkipHeights.None, planFile: null, cannotBeHad: null);

    [Fact]
    public static void AreForgottenWhereThePlanFileSaysOtherwiseAndNothingBeyondStageIsDone()
    {
        var filed = Staged with { HadPlanFile = true };

        Assert.IsType<ResumeDecision.Forget>(With(filed, null));
        Assert.IsType<ResumeDecision.Forget>(With(filed, Journals.Some("v3").Plan));
        Assert.IsType<ResumeDecision.Forget>(With(filed, Journals.Some("v2", info: "corrected").Plan));
        Assert.IsType<ResumeDecision.CarryOn>(With(filed, filed.Plan));
        Assert.IsType<ResumeDecision.CarryOn>(With(filed, Journals.Some("v2", info: "").Plan)); // up to SDK 0.44.3 it holds no info
    }

    [Fact]
    public static void GoOnWhereNoPlanFileEverNamedThem()
    {
        Assert.IsType<ResumeDecision.CarryOn>(With(Staged, null)); // by the log, or by the schedule
        Assert.IsType<ResumeDecision.CarryOn>(With(Staged, Journals.Some("v1").Plan));
    }

    [Fact]
    public static void WinOverThePlanFileOnceALaterStepIsDone()
    {
        var stopped = (Staged with { HadPlanFile = true }).Begin(UpgradeStep.Stop, Noon).Finish(UpgradeStep.Stop, "/data", Noon);

        Assert.IsType<ResumeDecision.CarryOn>(With(stopped, null));
        Assert.IsType<ResumeDecision.CarryOn>(With(stopped, Journals.Some("v3").Plan));
        Assert.IsType<ResumeDecision.Forget>(With((Staged with { HadPlanFile = true }).Begin(UpgradeStep.Stop, Noon), null));
    }

    [Fact]
    public static void LetTheNodeSpeakWhereTheBinaryCannotBeHad()
    {
        Assert.IsType<ResumeDecision.Forget>(
            ResumeDecision.Of(Staged, "genesis", SkipHeights.None, planFile: null, cannotBeHad: "there is none"));
    }

    private static ResumeDecision With(Journal journal, UpgradePlan? planFile) =>
        ResumeDecision.Of(journal, "genesis", SkipHeights.None, planFile, cannotBeHad: null);
}
