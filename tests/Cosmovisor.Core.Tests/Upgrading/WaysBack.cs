using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>What <c>cosmovisorctl rollback</c> could take back.</summary>
public static class WaysBack
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Journal Staged =
        Journals.Some("v2").Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/v2", Noon);

    private static readonly Journal Stopped = Staged.Begin(UpgradeStep.Stop, Noon).Finish(UpgradeStep.Stop, "/data", Noon);

    private static readonly Journal Switched = Stopped.Begin(UpgradeStep.Switch, Noon);

    [Fact]
    public static void LeadOutOfAnUpgradeThatIsNotOver() =>
        Assert.IsType<RollbackDecision.GiveUp>(RollbackDecision.Of(Staged, last: null, "genesis"));

    [Fact]
    public static void LeadBackFromTheUpgradeThatCurrentStandsFor() =>
        Assert.IsType<RollbackDecision.TakeBack>(RollbackDecision.Of(null, Done(Switched), "upgrades/v2"));

    [Fact]
    public static void LeadBackFromASwitchWhoseBooksAreOpen() =>
        Assert.IsType<RollbackDecision.TakeBack>(RollbackDecision.Of(Switched, last: null, "upgrades/v2"));

    [Fact]
    public static void AreNotThereWithoutAnyUpgrade() => Assert.IsType<RollbackDecision.None>(RollbackDecision.Of(null, null, "genesis"));

    [Fact]
    public static void AreNotThereWhenCurrentStandsForSomethingElse() =>
        Assert.Equal(
            new RollbackDecision.None(
                "current points to upgrades/v3, and the last upgrade of the history, \"v2\" (genesis -> upgrades/v2), ended with: done"),
            RollbackDecision.Of(null, Done(Switched), "upgrades/v3"));

    [Fact]
    public static void AreNotThereASecondTime() =>
        Assert.IsType<RollbackDecision.None>(
            RollbackDecision.Of(null, Done(Switched) with { Result = "rolled back by the operator" }, "upgrades/v2"));

    [Fact]
    public static void CountDataAsUntouchedSinceTheOldBinaryWasGone() =>
        Assert.Equal(Noon, RollbackDecision.DataUntouchedSince(Switched));

    [Fact]
    public static void CannotSayWhatAMigrationThatWasBrokenOffHasChanged()
    {
        var again = Stopped.Begin(UpgradeStep.CustomPreUpgrade, Noon).Begin(UpgradeStep.Stop, Noon.AddHours(1))
            .Finish(UpgradeStep.Stop, "/data", Noon.AddHours(1));

        Assert.Null(RollbackDecision.DataUntouchedSince(again));
        Assert.Null(RollbackDecision.DataUntouchedSince(Staged));
    }

    private static FinishedUpgrade Done(Journal journal) => new(journal, FinishedUpgrade.Done, Noon.AddMinutes(1));
}
