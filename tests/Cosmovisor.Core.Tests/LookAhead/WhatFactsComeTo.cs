using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>From what was found on this machine to the checks of a coming upgrade.</summary>
public static class WhatFactsComeTo
{
    [Fact]
    public static void OneProblemIsANo() =>
        Assert.Equal(Readiness.No, ReadinessCheck.Of([Check(CheckResult.Ok), Check(CheckResult.Unknown), Check(CheckResult.Problem)]));

    [Fact]
    public static void WhatIsUnknownIsNeverAYes() =>
        Assert.Equal(Readiness.Unknown, ReadinessCheck.Of([Check(CheckResult.Ok), Check(CheckResult.Unknown)]));

    [Fact]
    public static void AWarningIsAYes() =>
        Assert.Equal(Readiness.Yes, ReadinessCheck.Of([Check(CheckResult.Ok), Check(CheckResult.Warning)]));

    [Fact]
    public static void NothingCheckedIsNotAYes() => Assert.Equal(Readiness.Unknown, ReadinessCheck.Of([]));

    [Theory]
    [InlineData(null, "Ok")]
    [InlineData(700L, "Ok")]
    [InlineData(699L, "Problem")]
    public static void AHaltHeightOfTheNodesOwnBelowTheUpgradeIsAProblem(long? own, string result) =>
        Assert.Equal(result, CheckRules.HaltHeight(own, Seen.Plan("v2", 700)).Result.ToString());

    [Theory]
    [InlineData(true, 700L, true, "Ok")]
    [InlineData(true, 600L, true, "Ok")]
    [InlineData(true, null, true, "Problem")]
    [InlineData(true, 800L, true, "Problem")]
    [InlineData(true, null, false, "Unknown")]
    [InlineData(false, null, true, "Ok")]
    public static void AnEntryOfTheScheduleAloneMustBeArmed(bool isScheduleAlone, long? haltHeight, bool isRunning, string result) =>
        Assert.Equal(result, CheckRules.Armed(Seen.Plan("v2", 700), isScheduleAlone, haltHeight, isRunning).Result.ToString());

    [Theory]
    [InlineData(true, true, "Problem", "cannot be armed: the daemon of genesis has no --halt-height flag")]
    [InlineData(true, false, "Unknown", "it is not known whether the running node halts there")]
    [InlineData(false, true, "Ok", "the node halts for it by itself")]
    public static void ADaemonThatKnowsNoHaltHeightCannotBeArmed(bool isScheduleAlone, bool isRunning, string result, string says)
    {
        var check = CheckRules.Armed(Seen.Plan("v2", 700), isScheduleAlone, null, isRunning, refusedBy: "genesis");

        Assert.Equal(result, check.Result.ToString());
        Assert.StartsWith(says, check.Says, StringComparison.Ordinal);
        Assert.Equal(
            result == "Problem" ? "Stop the node at height 700 yourself, then: cosmovisorctl upgrade v2 --now --force" : null, check.Todo);
    }

    [Theory]
    [InlineData(null, "Ok")]
    [InlineData(0L, "Ok")]
    [InlineData(5L, "Problem")]
    public static void ADoubleSignCheckKeepsTheNewBinaryFromStarting(long? height, string result) =>
        Assert.Equal(result, CheckRules.DoubleSign(height).Result.ToString());

    [Theory]
    [InlineData(0, "Ok")]
    [InlineData(-3600, "Ok")]
    [InlineData(29, "Ok")]
    [InlineData(31, "Problem")]
    public static void AClockBehindTheNewestBlockIsAProblem(int ahead, string result) =>
        Assert.Equal(result, CheckRules.Clock(Seen.Node with { LastBlockTime = Seen.Noon.AddSeconds(ahead) }, Seen.Noon).Result.ToString());

    [Theory]
    [InlineData("v2", "cosmovisorctl prepare v2 --link URL")]
    [InlineData("my v2; rm -rf", "cosmovisorctl prepare 'my v2; rm -rf' --link URL")]
    [InlineData("it's", @"cosmovisorctl prepare 'it'\''s' --link URL")]
    public static void ACommandCanBePasted(string name, string todo) =>
        Assert.Equal(todo, CheckRules.Binary(Seen.Plan(name, 700), "there is none").Todo);

    [Fact]
    public static void AnUpgradeThatIsNotReadyIsToldEveryDay()
    {
        var first = Reminder.AddTo(NotReady(Seen.Noon, eta: Seen.Noon.AddDays(2)));
        var hoursLater = Reminder.AddTo(NotReady(Seen.Noon.AddHours(6), Seen.Noon.AddDays(2), first.Outlook));
        var dayLater = Reminder.AddTo(NotReady(Seen.Noon.AddHours(24), Seen.Noon.AddDays(2), hoursLater.Outlook));

        Assert.Equal([0, 0, 1], new[] { first, hoursLater, dayLater }.Select(one => one.Due.Count));
    }

    [Fact]
    public static void AnUpgradeIsToldADayAnHourAndTenMinutesAhead()
    {
        var (outlook, told) = (NotReady(Seen.Noon, Seen.Noon.AddDays(2)), new List<string>());

        foreach (var hours in new[] { 0, 23.9, 24.1, 30, 46.9, 47.1, 47.5, 47.8, 47.9, 48 })
        {
            (outlook, var due) = NearMarks.AddTo(outlook with { At = Seen.Noon.AddHours(hours) });
            told.AddRange(due.Select(change => $"{hours} {change.Says}"));
        }

        Assert.Equal(
            [
                "24.1 an upgrade comes in less than a day: a coming upgrade is not ready: x",
                "47.1 an upgrade comes in less than an hour: a coming upgrade is not ready: x",
                "47.9 an upgrade comes in less than ten minutes: a coming upgrade is not ready: x"
            ],
            told);
    }

    [Fact]
    public static void AnUpgradeThatComesReadyIsNoWarning()
    {
        var near = NotReady(Seen.Noon, Seen.Noon.AddMinutes(5));
        var ready = near with { Plans = [near.Plans[0] with { Checks = [Check(CheckResult.Ok)] }] };

        Assert.Equal(LogLevel.Warning, Assert.Single(NearMarks.AddTo(near).Due).Level);
        Assert.Equal(LogLevel.Info, Assert.Single(NearMarks.AddTo(ready).Due).Level);
    }

    [Fact]
    public static void AnUpgradeThatIsSeenLateIsToldOnce()
    {
        var (outlook, due) = NearMarks.AddTo(NotReady(Seen.Noon, Seen.Noon.AddMinutes(5)));

        Assert.Single(due);
        Assert.Empty(NearMarks.AddTo(outlook).Due);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public static void AClockThatJumpsBetweenTwoLooksSilencesNoReminder(int days)
    {
        var first = Reminder.AddTo(NotReady(Seen.Noon, Seen.Noon.AddDays(2)));
        var jumped = Reminder.AddTo(NotReady(Seen.Noon.AddDays(days), Seen.Noon.AddDays(days + 2), first.Outlook));
        var soonAfter = Reminder.AddTo(NotReady(Seen.Noon.AddDays(days).AddMinutes(10), Seen.Noon.AddDays(days + 2), jumped.Outlook));
        var dayLater = Reminder.AddTo(NotReady(Seen.Noon.AddDays(days + 1), Seen.Noon.AddDays(days + 2), soonAfter.Outlook));

        Assert.Equal([0, 1, 0, 1], new[] { first, jumped, soonAfter, dayLater }.Select(one => one.Due.Count));
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public static void AClockThatJumpsBetweenTwoLooksHasTheDataWalkedAgain(int days) =>
        Assert.False(new BackupLook(Seen.Noon, 100).StillHolds(Seen.Noon.AddDays(days), 100, Seen.Noon.AddDays(days + 9)));

    private static Outlook NotReady(DateTimeOffset at, DateTimeOffset eta, Outlook? before = null) =>
        new(at, Seen.Node, [new ComingPlan("v2", 700, PlanSource.Chain, PlanStatus.Decided)
        {
            Eta = eta,
            Checks = [Check(CheckResult.Problem)],
            Reminded = before?.Plans[0].Reminded
        }]);

    private static ReadinessCheck Check(CheckResult result) => new("x", result, "x");
}
