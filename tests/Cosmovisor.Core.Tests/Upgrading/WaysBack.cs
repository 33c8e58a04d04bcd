using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>What <c>cosmovisorctl rollback</c> could take back.</summary>
public static class WaysBack
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Journal Staged = Journals.Some("v2").Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/v2", Noon);

    private static readonly Journal Stopped = Staged.Begin(UpgradeStep.Stop, Noon).Finish(UpgradeStep.Stop, "/data", Noon);

    private static readonly Journal Switched = Stopped.Begin(UpgradeStep.Switch, Noon);

    [Fact]
    public static void LeadOutOfAnUpgradeThatIsNotOver() => Assert.IsType<WayBack.GiveUp>(WayBack.Of(Staged, last: null, "genesis"));

    [Fact]
    public static void LeadBackFromTheUpgradeThatCurrentStandsFor() => Assert.IsType<WayBack.TakeBack>(WayBack.Of(null, Done(Switched), "upgrades/v2"));

    [Fact]
    public static void LeadBackFromASwitchWhoseBooksAreOpen() => Assert.IsType<WayBack.TakeBack>(WayBack.Of(Switched, last: null, "upgrades/v2"));

    [Fact]
    public static void AreNotThereWithoutAnyUpgrade() => Assert.IsType<WayBack.None>(WayBack.Of(null, null, "genesis"));

    [Fact]
    public static void AreNotThereWhenCurrentStandsForSomethingElse() =>
        Assert.Equal(
            new WayBack.None("current points to upgrades/v3, and the last upgrade of the history, \"v2\" (genesis -> upgrades/v2), ended so: done"),
            WayBack.Of(null, Done(Switched), "upgrades/v3"));

    [Fact]
    public static void AreNotThereASecondTime() =>
        Assert.IsType<WayBack.None>(WayBack.Of(null, Done(Switched) with { Result = "rolled back by the operator" }, "upgrades/v2"));

    [Fact]
    public static void CountDataAsUntouchedSinceTheOldBinaryWasGone() => Assert.Equal(Noon.AddMilliseconds(-5), WayBack.DataUntouchedSince(Switched));

    [Fact]
    public static void CannotSayWhatAMigrationThatWasBrokenOffHasChanged()
    {
        var again = Stopped.Begin(UpgradeStep.CustomPreUpgrade, Noon).Begin(UpgradeStep.Stop, Noon.AddHours(1)).Finish(UpgradeStep.Stop, "/data", Noon.AddHours(1));

        Assert.Null(WayBack.DataUntouchedSince(again));
        Assert.Null(WayBack.DataUntouchedSince(Staged));
    }

    private static Ending Done(Journal journal) => new(journal, Ending.Done, Noon.AddMinutes(1));
}
