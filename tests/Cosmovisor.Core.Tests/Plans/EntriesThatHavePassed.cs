using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Tests.Detection;
using Xunit;

namespace Cosmovisor.Tests.Plans;

public static class EntriesThatHavePassed
{
    [Theory]
    [InlineData("v2@50 v3@60", null, "", "v2 v3", "")]
    [InlineData("v2@50 v3@60", null, "40", "v2 v3", "")]
    [InlineData("v2@50 v3@60", null, "50", "v3", "v2")]
    [InlineData("v2@50 v3@60", null, "50 begun", "v2 v3", "")] // it may stand right there
    [InlineData("v2@50 v3@60", null, "51 begun", "v3", "v2")]
    [InlineData("v2@50 v3@60", null, "100", "", "v2 v3")]
    [InlineData("v2@50 v3@60", "v2", "", "v3", "")]
    [InlineData("v2@50 v3@60", "V3", "", "", "v2")]
    [InlineData("v2@50 v3@60 v4@70", "v3", "", "v4", "v2")]
    [InlineData("v2@50 v3@60 v4@70", "v3", "100 begun", "", "v2 v4")]
    [InlineData("v2@50", "v9", "", "v2", "")]
    public static void LeaveTheSchedule(string schedule, string? running, string known, string left, string passed)
    {
        var entries = schedule.Split(' ').Select(entry => entry.Split('@'))
            .Aggregate(UpgradeSchedule.Empty,
                (all, entry) => all.With(Watched.Plan(entry[0], long.Parse(entry[1], null))).IsOk(out var more, out _) ? more : all);

        var result = PassedEntries.Of(entries, running, Known(known));

        Assert.Equal(left, string.Join(' ', result.Left.Entries.Select(entry => entry.Name)));
        Assert.Equal(passed, string.Join(' ', result.Passed.Select(one => one.Entry.Name)));
    }

    [Fact]
    public static void AreToldWithTheWitness()
    {
        var v2 = Watched.Plan("v2", 50);

        Assert.Equal(
            "the node has passed its height: the sign state shows 100",
            PassedEntries.Why(v2, done: null, new KnownHeight(100, "the sign state")));
        Assert.Equal(
            "the running version is that of \"v3\", which comes after it, at height 60",
            PassedEntries.Why(v2, Watched.Plan("v3", 60), known: null));
    }

    [Theory]
    [InlineData("99", "100 begun", true)]
    [InlineData("", "100 begun", true)]
    [InlineData("100 begun", "100 begun", false)] // it has not moved: nothing says that this life came there
    [InlineData("99", "99 begun", false)]
    [InlineData("99", "101 begun", false)]
    [InlineData("99", "", false)]
    public static void AreOnesANodeCanHaltAtWithoutAWord(string before, string after, bool isAt) =>
        Assert.Equal(isAt, SilentHalt.IsAt(Watched.Plan("v2", 100), Known(before), Known(after)));

    private static KnownHeight? Known(string text) =>
        text.Split(' ') is [{ Length: > 0 } height, .. var more]
            ? new KnownHeight(long.Parse(height, null), "w", IsBegun: more is ["begun"]) : null;
}
