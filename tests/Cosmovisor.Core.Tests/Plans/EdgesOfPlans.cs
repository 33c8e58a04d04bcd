using System.Text;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Plans;

/// <summary>The last value that is still right, and the first one that is not.</summary>
public static class EdgesOfPlans
{
    [Fact]
    public static void APlanFileOfOursKeepsNameHeightAndInfo()
    {
        var plan = Plan("v2", 5, "{\"binaries\":{}}");

        Assert.Equal(plan, Ok(PlanFile.Parse(Encoding.UTF8.GetBytes(PlanFile.Text(plan)))));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, "the upgrade \"v2\" has the height -1; a height is 1 or more")]
    public static void AHeightBelowZeroIsNone(long height, string? why)
    {
        _ = UpgradePlan.Create("v2", height, "").IsOk(out _, out var reason);

        Assert.Equal(why, reason);
    }

    [Theory]
    [InlineData("", "the upgrade has no name")]
    [InlineData("..", "the upgrade name \"..\" would be a folder outside upgrades/")]
    public static void ANameWithoutAFolderIsRefusedInWords(string name, string why) => Assert.Equal(why, UpgradeName.WhatIsWrong(name));

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, "the upgrade name is too long for a folder (201 characters, at most 200)")]
    public static void ANameHasTwoHundredCharactersAtMost(int length, string? why) =>
        Assert.Equal(why, UpgradeName.WhatIsWrong(new string('v', length)));

    [Theory]
    [InlineData("start --unsafe-skip-upgrades=5,6", "5 6")]
    [InlineData("start --unsafe-skip-upgrades 5 6 --x 7", "5 6")]
    [InlineData("start --unsafe-skip-upgrades=5 6", "5")] // behind a flag that has its value comes another word
    [InlineData("start --unsafe-skip-upgrades 5 -- 6", "5")]
    [InlineData("start 5 --unsafe-skip-upgrades 6", "6")]
    [InlineData("start --unsafe-skip-upgrades 0,-5,x,7", "7")]
    public static void HeightsToSkipAreThoseBehindTheirFlag(string arguments, string heights)
    {
        var skipped = SkipHeights.FromArguments(arguments.Split(' '));

        Assert.Equal(
            heights.Split(' ').Select(height => long.Parse(height, System.Globalization.CultureInfo.InvariantCulture)),
            Enumerable.Range(0, 10).Select(height => (long)height).Where(skipped.Contains));
    }

    [Theory]
    [InlineData("v1.2", "v1.2.0", -1)]
    [InlineData("v1.2", "v1.2.9", -1)]
    [InlineData("v1.2.9", "v1.2", 1)]
    [InlineData("v2.1", "v1.2.9", 1)] // what differs first decides
    [InlineData("v1", "v1-rc", null)]
    [InlineData("v1", "v1.x", null)]
    [InlineData("v010", "v9", 1)]
    [InlineData("a1b2", "A1B3", -1)]
    [InlineData("a1b2", "a1c2", null)]
    [InlineData("v1", "v", null)]
    [InlineData("1", "1", 0)]
    public static void NamesAreInOrderWhereOnlyNumbersDiffer(string name, string other, int? order)
    {
        Assert.Equal(order, UpgradeNameOrder.Compare(name, other) is { } found ? Math.Sign(found) : null);
        Assert.Equal(order is not 1, UpgradeNameOrder.IsNotAfter(name, other));
    }

    [Theory]
    [InlineData("""[{"name":"v2","height":5},5]""", "its entry 2 is not a plan: ")]
    [InlineData("""[{"name":"v2","height":5},{"name":"v3","height":6},{}]""", "its entry 3 is not a plan: ")]
    public static void AScheduleSaysWhichOfItsEntriesIsNoPlan(string json, string why)
    {
        Assert.False(UpgradeSchedule.Parse(Encoding.UTF8.GetBytes(json)).IsOk(out _, out var reason));
        Assert.StartsWith(why, reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void AScheduleTakesNoPlanWithoutAHeight()
    {
        Assert.False(UpgradeSchedule.Empty.With(Plan("v2", 0)).IsOk(out _, out var reason));
        Assert.Equal("the upgrade \"v2\" needs a height above 0", reason);
    }

    [Fact]
    public static void AScheduleHasTheNamesOfItsEntriesInAnyCase()
    {
        var schedule = Ok(Ok(UpgradeSchedule.Empty.With(Plan("v2", 5))).With(Plan("v3", 6)));

        Assert.True(schedule.Has("V3"));
        Assert.False(schedule.Has("v4"));
        Assert.False(UpgradeSchedule.Empty.Has("v2"));
        Assert.Equal(["[", "  {\"name\":\"v2\",\"height\":5,\"info\":\"\"},", "  {\"name\":\"v3\",\"height\":6,\"info\":\"\"}", "]"], schedule.Lines());
        Assert.Equal(["[]"], UpgradeSchedule.Empty.Lines());
    }

    [Fact]
    public static void AnEntryHandedOverThatContradictsOursIsLeftOutWithTheReason()
    {
        var ours = Ok(UpgradeSchedule.Empty.With(Plan("v2", 5)));
        var theirs = Ok(UpgradeSchedule.Empty.With(Plan("v2", 7)));

        var imported = ImportedSchedule.Of(ours, theirs, _ => null);

        Assert.Equal(
            "our own schedule wins: the upgrade \"v2\" is scheduled already, for height 5", Assert.Single(imported.LeftOut).Why);
    }

    [Theory]
    [InlineData("\ufeff \r\n\t[{\"name\":\"v2\",\"path\":\"/a\",\"height\":5}]")]
    [InlineData("\ufeffv2,/a,5\n")]
    [InlineData("v2, \t/a,5")]
    public static void ABatchMayBeginAsAnEditorSavesIt(string text)
    {
        var upgrade = Assert.Single(Ok(UpgradeBatch.FromFile(text)));

        Assert.Equal((Plan("v2", 5), "/a"), (upgrade.Plan, upgrade.Binary));
        Assert.Null(upgrade.Unread);
        Assert.True(upgrade.HasHeight);
        Assert.False(new ManualUpgrade(Plan("v2", 0), null).HasHeight);
    }

    [Fact]
    public static void WhatTheSdkWritesIntoABatchIsKnown()
    {
        const string Entry =
            """[{"name":"v2","path":"/a","height":5,"info":"x","time":"0001-01-01T00:00:00Z","upgraded_client_state":null}]""";

        Assert.Null(Assert.Single(Ok(UpgradeBatch.FromFile(Entry))).Unread);
    }

    [Theory]
    [InlineData("", "{\"binaries\":{\"any\":\"/a\"}}", "{\"binaries\":{\"any\":\"/a\"}}")] // what leads to a binary wins
    [InlineData("words", "other words", "words")]
    [InlineData("{\"binaries\":{\"any\":\"/a\"}}", "{\"binaries\":{\"any\":\"/b\"}}", "{\"binaries\":{\"any\":\"/b\"}}")] // the trusted first
    public static void ThePlansBestInfoIsTaken(string own, string told, string best)
    {
        Assert.Equal(Plan("v2", 5, best), BestInfo.Of(Plan("v2", 5, own), Plan("V2", 9, told), null));
        Assert.Equal(Plan("v2", 5, own), BestInfo.Of(Plan("v2", 5, own), Plan("v3", 5, told)));
    }

    private static UpgradePlan Plan(string name, long height, string info = "") => Ok(UpgradePlan.Create(name, height, info));

    private static T Ok<T>(Parsed<T> answer) => answer.IsOk(out var value, out var reason) ? value : throw new ArgumentException(reason);
}
