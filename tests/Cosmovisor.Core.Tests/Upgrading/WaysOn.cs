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
        Assert.IsType<WayOn.GiveUp>(WayOn.Of(Staged, "genesis", SkipHeights.FromArguments(["--unsafe-skip-upgrades", "49"])));

    [Fact]
    public static void DoNotEndWhenAnotherHeightIsToBeSkipped() =>
        Assert.IsType<WayOn.CarryOn>(WayOn.Of(Staged, "genesis", SkipHeights.FromArguments(["--unsafe-skip-upgrades", "50"])));

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

    private static WayOn From(Journal journal, string current) => WayOn.Of(journal, current, SkipHeights.None);
}
