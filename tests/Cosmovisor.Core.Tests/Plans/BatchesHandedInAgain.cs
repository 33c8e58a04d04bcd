using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Tests.Detection;
using Xunit;

namespace Cosmovisor.Tests.Plans;

public static class BatchesHandedInAgain
{
    [Theory]
    [InlineData("v2@50 v3@60", "", null, "", "v2 v3", "")]
    [InlineData("v2@50 v3@60", "", null, "49", "v2 v3", "")]
    [InlineData("v2@50 v3@60", "", null, "50", "v3", "v2")]
    [InlineData("v2@50 v3@60", "", null, "50 begun", "v3", "v2")]
    [InlineData("v2@50 v3@60", "v2@50", null, "50 begun", "v2 v3", "")] // it may be about to halt there
    [InlineData("v2@50 v3@60", "v2@50", null, "50", "v3", "v2")]
    [InlineData("v2@50 v3@60", "v2@40", null, "50 begun", "v3", "v2")]
    [InlineData("v2@50 v3@60", "v2@50", null, "100 begun", "", "v2 v3")]
    [InlineData("v2@50 v3@60 v4@70", "", "V3", "", "v4", "v2 v3")]
    [InlineData("v2@50 v4@70", "v3@60", "v3", "", "v4", "v2")]
    [InlineData("v2@50 v4@70", "", "v3", "", "v2 v4", "")]
    [InlineData("v3@60 v2@50", "", "v2", "10", "v3", "v2")]
    public static void LoseWhatIsOver(string asked, string scheduled, string? running, string known, string left, string over)
    {
        var schedule =
            Plans(scheduled).Aggregate(UpgradeSchedule.Empty, (all, plan) => all.With(plan).IsOk(out var more, out _) ? more : all);

        var batch = BatchToAdd.Of([.. Plans(asked).Select(plan => new ManualUpgrade(plan, "/new"))], schedule, running, Known(known));

        Assert.Equal(left, string.Join(' ', batch.Left.Select(upgrade => upgrade.Plan.Name)));
        Assert.Equal(over, string.Join(' ', batch.Over.Select(one => one.Upgrade.Plan.Name)));
    }

    private static IEnumerable<UpgradePlan> Plans(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('@')).Select(
            entry => Watched.Plan(entry[0], long.Parse(entry[1], null)));

    private static KnownHeight? Known(string text) =>
        text.Split(' ') is [{ Length: > 0 } height, .. var more]
            ? new KnownHeight(long.Parse(height, null), "w", IsBegun: more is ["begun"]) : null;
}
