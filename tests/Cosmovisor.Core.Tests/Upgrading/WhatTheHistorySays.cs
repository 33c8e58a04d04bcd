using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>Whether a plan that lies there at the start has been dealt with before.</summary>
public static class WhatTheHistorySays
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("v2@100 skipped: asked for by a flag", nameof(PlanPast.Skipped))]
    [InlineData("v2@100 taken back: it died", nameof(PlanPast.TakenBack))]
    [InlineData("v2@100 rolled back by the operator", nameof(PlanPast.TakenBack))]
    [InlineData("v2@100 given up by the operator", nameof(PlanPast.GivenUp))]
    [InlineData("v2@100 failed at Stage", nameof(PlanPast.Nothing))] // it is tried again
    [InlineData("V2@100 skipped", nameof(PlanPast.Skipped))]
    [InlineData("v2@101 skipped", nameof(PlanPast.Nothing))] // the same name at another height is another plan
    [InlineData("v3@100 skipped", nameof(PlanPast.Nothing))]
    [InlineData("", nameof(PlanPast.Nothing))]
    public static void AnEndingThatWasNoSuccessSpeaksAgainstThePlan(string line, string past) =>
        Assert.Equal(past, $"{PlanHistory.Of(Plan("v2", 100), Endings(line), "genesis")}");

    [Theory]
    [InlineData("v2@100 done", "upgrades/v2", nameof(PlanPast.Nothing))] // it is current
    [InlineData("v2@100 done", "genesis", nameof(PlanPast.PointedElsewhere))]
    [InlineData("v2@100 done by hand", "genesis", nameof(PlanPast.PointedElsewhere))]
    [InlineData("v3@100 done", "genesis", nameof(PlanPast.PointedElsewhere))] // a later one, at this very height
    [InlineData("v3@200 done", "genesis", nameof(PlanPast.PointedElsewhere))]
    [InlineData("v1@50 done", "genesis", nameof(PlanPast.Nothing))] // an earlier one says nothing of this plan
    [InlineData("v3@200 done|v2@100 skipped", "upgrades/v3", nameof(PlanPast.Skipped))]
    [InlineData("v3@200 failed|v1@50 done", "genesis", nameof(PlanPast.Nothing))]
    [InlineData("v2@100 failed|v3@200 done", "genesis", nameof(PlanPast.PointedElsewhere))]
    public static void AVersionThatIsNoLongerCurrentWasPointedElsewhereByHand(string lines, string current, string past) =>
        Assert.Equal(past, $"{PlanHistory.Of(Plan("v2", 100), Endings(lines), current)}");

    [Fact]
    public static void OfTwoLinesOfOneUpgradeTheNewerCounts()
    {
        var journal = Of("v2", 100);

        Assert.Equal(PlanPast.TakenBack, PlanHistory.Of(
            journal.Plan, [new(journal, FinishedUpgrade.TakenBack, Noon), new(journal, FinishedUpgrade.Done, Noon)], "genesis"));
        Assert.Equal(PlanPast.PointedElsewhere, PlanHistory.Of(
            journal.Plan, [new(journal, FinishedUpgrade.Done, Noon), new(journal, FinishedUpgrade.TakenBack, Noon)], "genesis"));
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(2, false, true)]
    [InlineData(1, true, true)]
    [InlineData(2, true, false)] // a script of the try before may have changed data
    public static void DataIsUntouchedSinceTheStopUnlessAScriptRanBeforeIt(int tries, bool hadScript, bool isKnown)
    {
        var journal = Of("v2", 100);

        for (var i = 0; i < tries; i++)
        {
            journal = journal.Begin(UpgradeStep.Stop, Noon);
        }

        journal = journal.Finish(UpgradeStep.Stop, null, Noon.AddSeconds(3));
        journal = hadScript ? journal.Begin(UpgradeStep.CustomPreUpgrade, Noon.AddSeconds(4)) : journal;

        Assert.Equal(isKnown ? Noon.AddSeconds(3) : null, RollbackDecision.DataUntouchedSince(journal));
    }

    [Fact]
    public static void WithoutAStopNothingIsKnownOfTheData() => Assert.Null(RollbackDecision.DataUntouchedSince(Of("v2", 100)));

    [Fact]
    public static void AnUpgradeThatHasNotSwitchedIsGivenUpWhateverCurrentIs()
    {
        var journal = Of("v2", 100);

        Assert.Equal(new RollbackDecision.GiveUp(journal), RollbackDecision.Of(journal, null, "upgrades/v2"));
        Assert.Equal(
            new RollbackDecision.GiveUp(journal.Begin(UpgradeStep.Switch, Noon)).GetType(),
            RollbackDecision.Of(journal.Begin(UpgradeStep.Switch, Noon), null, "genesis").GetType());
        Assert.IsType<RollbackDecision.TakeBack>(RollbackDecision.Of(journal.Begin(UpgradeStep.Switch, Noon), null, "upgrades/v2"));
    }

    [Fact]
    public static void WhatCannotBeTakenBackIsSaidInWords()
    {
        Assert.Equal(new RollbackDecision.None("this home's history knows no upgrade"), RollbackDecision.Of(null, null, "genesis"));
        Assert.Equal(
            new RollbackDecision.None(
                "current points to nothing, and the last upgrade of the history, \"v2\" (genesis -> nothing staged), ended with: failed"),
            RollbackDecision.Of(null, new FinishedUpgrade(Journal.Of(Plan("v2", 100), "genesis", Noon), "failed", Noon), null));
    }

    [Fact]
    public static void AStepIsFinishedOnlyAfterItBegan() =>
        Assert.StartsWith("Backup was not begun", Assert.Throws<ArgumentException>(
            () => Of("v2", 100).Finish(UpgradeStep.Backup, null, Noon)).Message, StringComparison.Ordinal);

    private static FinishedUpgrade[] Endings(string lines) =>
    [
        .. lines.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(['@', ' '], 3)).Select(
            (words, at) => new FinishedUpgrade(
                Of(words[0], long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)) with { Began = Noon.AddHours(-at) },
                words[2], Noon)),
    ];

    private static Journal Of(string name, long height) => Journal.Of(Plan(name, height), "genesis", Noon)
        .Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, $"upgrades/{name}", Noon);

    private static UpgradePlan Plan(string name, long height) =>
        UpgradePlan.Create(name, height, "").IsOk(out var plan, out var reason) ? plan : throw new ArgumentException(reason);
}
