using Cosmovisor.Confirming;
using Cosmovisor.Events;
using Cosmovisor.Tests.Upgrading;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Confirming;

/// <summary>
/// At a start: the last upgrade, if the network has not agreed to it. The state may be lost, and a command of the operator writes to the
/// history alone.
/// </summary>
public static class WhichUpgradeIsAskedAbout
{
    private const string Current = "upgrades/v2";

    private static readonly Journal Journal = Journals.Some("v2")
        .Begin(UpgradeStep.Stage, At(1)).Finish(UpgradeStep.Stage, Current, At(2)).Begin(UpgradeStep.Switch, At(3))
        .Finish(UpgradeStep.Switch, null, At(4));

    private static readonly LastUpgrade Told = NodeStateChange.Last(Journal, "done") with { Started = At(5), Confirmation = "waiting" };

    [Fact]
    public static void IsTheOneOfTheState()
    {
        Assert.Same(Told, OpenConfirmation.Of(Told, null, Current, At(10)));
        Assert.Same(Told, OpenConfirmation.Of(Told, Ended(FinishedUpgrade.Done), Current, At(10)));
        Assert.Null(OpenConfirmation.Of(null, null, Current, At(10)));
    }

    [Fact]
    public static void IsNoneWhereNothingIsLeftToBeAsked()
    {
        Assert.Null(OpenConfirmation.Of(Told with { Confirmed = true }, null, Current, At(10)));
        Assert.Null(OpenConfirmation.Of(Told with { Confirmation = "cannot-be-confirmed" }, null, Current, At(10)));
        Assert.Null(OpenConfirmation.Of(Told with { Started = null }, null, Current, At(10)));
    }

    [Fact]
    public static void IsOneThatWasLateToo() =>
        Assert.NotNull(OpenConfirmation.Of(Told with { Confirmed = false, Confirmation = "unconfirmed" }, null, Current, At(10)));

    [Fact]
    public static void IsNoneWhereAnotherVersionRuns() => Assert.Null(OpenConfirmation.Of(Told, null, "genesis", At(10)));

    [Fact]
    public static void IsTheOneOfTheHistoryWhereTheStateIsLost()
    {
        var upgrade = OpenConfirmation.Of(null, Ended(FinishedUpgrade.Done), Current, At(10))!;

        Assert.Equal(("v2", Current, "waiting", At(6)), (upgrade.Name, upgrade.To, upgrade.Confirmation, upgrade.Started));
    }

    [Theory]
    [InlineData(24 * 3600, true)]
    [InlineData((24 * 3600) + 1, false)]
    public static void IsTheOneOfTheHistoryForADay(int seconds, bool isAsked) =>
        Assert.Equal(isAsked, OpenConfirmation.Of(null, Ended(FinishedUpgrade.Done), Current, At(6 + seconds)) is not null);

    [Fact]
    public static void IsTheOneOfTheHistoryWhereThatIsNewer()
    {
        var older = Told with { Name = "v1", Began = Journal.Began.AddSeconds(-100) };

        Assert.Equal("v2", OpenConfirmation.Of(older, Ended(FinishedUpgrade.Done), Current, At(10))?.Name);
    }

    [Fact]
    public static void IsTheOneOfTheStateWhereTheHistoryLacksIt()
    {
        var newer = Told with { Name = "v3", Began = Journal.Began.AddSeconds(100) };

        Assert.Same(newer, OpenConfirmation.Of(newer, Ended(FinishedUpgrade.Done), Current, At(10)));
    }

    // A time in the state has milliseconds, and the history has more.
    [Theory]
    [InlineData(9_999, true)]
    [InlineData(10_001, false)]
    public static void IsOneUpgradeWhereTheTimesDifferByLessThanAMillisecond(int ticks, bool isOne)
    {
        var rounded = Told with { Began = Journal.Began.AddTicks(-ticks), Signed = "yes" };

        Assert.Equal(isOne ? "yes" : "unknown", OpenConfirmation.Of(rounded, Ended(FinishedUpgrade.Done), Current, At(10))?.Signed);
    }

    /// <summary>The old version runs again, and whether the network agrees to that is asked in its turn.</summary>
    [Theory]
    [InlineData(FinishedUpgrade.TakenBack + ": it did not start")]
    [InlineData(FinishedUpgrade.RolledBack)]
    public static void IsTheVersionBeforeWhereTheUpgradeWasTakenBack(string result)
    {
        Assert.Null(OpenConfirmation.Of(Told, Ended(result), Current, At(10)));
        Assert.Equal("genesis", OpenConfirmation.Of(Told, Ended(result), "genesis", At(10))?.Version);
    }

    [Fact]
    public static void IsNoneThatWasGivenUp()
    {
        Assert.Null(OpenConfirmation.Of(null, Ended(FinishedUpgrade.GivenUp), Current, At(10)));
        Assert.Null(OpenConfirmation.Of(null, Ended(FinishedUpgrade.GivenUp), "genesis", At(10)));
    }

    [Fact]
    public static void GoesOnFromWhereItWasLeft()
    {
        var applied = Told with { MustPass = 49, Applied = At(7), Confirmed = false };
        var way = OpenConfirmation.Resume(applied, Ended(FinishedUpgrade.DoneByHand));

        Assert.Equal(new ConfirmGoal("v2", 49, 49, At(5)), way.Goal);
        Assert.Equal((At(7), true, true), (way.AppliedAt, way.IsApplied, way.IsLate));
        Assert.Same(Journal, way.Journal);
    }

    [Fact]
    public static void GoesOnWithoutAJournalThatIsNotItsOwn()
    {
        Assert.Null(OpenConfirmation.Resume(Told, null).Journal);
        Assert.Null(OpenConfirmation.Resume(Told, Ended(FinishedUpgrade.RolledBack)).Journal);
        Assert.Null(OpenConfirmation.Resume(Told with { Began = Journal.Began.AddSeconds(-9) }, Ended(FinishedUpgrade.Done)).Journal);
        Assert.False(OpenConfirmation.Resume(Told, null).IsLate);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(599, 3)]
    [InlineData(600, 30)]
    [InlineData(9999, 30)]
    public static void IsAskedAboutOftenAtFirst(int asked, int next) =>
        Assert.Equal(TimeSpan.FromSeconds(next), NextQuestion.After(TimeSpan.FromSeconds(asked)));

    private static FinishedUpgrade Ended(string result) => new(Journal, result, At(6));

    private static DateTimeOffset At(int second) => new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero).AddSeconds(second);
}
