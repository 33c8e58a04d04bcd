using System.Text;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>What lies in etcd was written by others: what is refused of it, and why, for the operator who has to mend it.</summary>
public static class RecordsThatAreRefused
{
    private const string Start = "\"version\":1,\"id\":\"r\",\"name\":\"v\",\"link\":\"l\",";

    [Theory]
    [InlineData("\"maxUnavailable\":0,\"soak\":0,\"members\":[]", "its limits are out of range")]
    [InlineData("\"maxUnavailable\":1,\"soak\":-1,\"members\":[]", "its limits are out of range")]
    [InlineData("\"maxUnavailable\":1,\"soak\":0,\"members\":[null]", "one of its elements is null")]
    [InlineData(
        "\"maxUnavailable\":1,\"soak\":0,\"kind\":\"restart\",\"members\":[]", "it restarts members, and names no entry of the schedule")]
    [InlineData(
        "\"maxUnavailable\":1,\"soak\":0,\"members\":[{\"id\":\"a\",\"name\":\"a\",\"group\":\"\",\"turn\":\"waiting\"},"
        + "{\"id\":\"a\",\"name\":\"b\",\"group\":\"\",\"turn\":\"done\"}]",
        "a member is there twice")]
    [InlineData("\"maxUnavailable\":1,\"soak\":0,\"members\":[]", null)]
    public static void AreRolloutsThatCannotBeWalked(string rest, string? why) => Assert.Equal(why, Rollout($"{{{Start}{rest}}}"));

    [Theory]
    [InlineData(0, "its height is not above 0")]
    [InlineData(-1, "its height is not above 0")]
    [InlineData(1, null)]
    public static void AreEntriesWithoutAHeight(long height, string? why) => Assert.Equal(why, Reason(FleetText.Entry(
        Encoding.UTF8.GetBytes($$"""{"version":1,"id":"e","name":"v","height":{{height}},"link":"l"}"""))));

    [Theory]
    [InlineData("null", "it is empty")]
    [InlineData("""{"version":2,"id":"a","name":"a","labels":{}}""", "it has version 2, and 1 is known: update the agent")]
    [InlineData("""{"version":1,"id":"a","name":"a","labels":{}}""", null)]
    public static void AreThoseOfANewerAgent(string known, string? why) =>
        Assert.Equal(why, Reason(FleetText.Known(Encoding.UTF8.GetBytes(known))));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    public static void AreOtherTextsInTheWordsOfTheReaderOnOneLine(string text)
    {
        var why = Reason(FleetText.Known(Encoding.UTF8.GetBytes(text)));

        Assert.NotNull(why);
        Assert.StartsWith("it is not a record of the fleet (", why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', why);
    }

    /// <summary>A name becomes a word of a command line.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("--force")]
    [InlineData("v2\u0007")]
    public static void AreNamesThatNoUpgradeCanHave(string name) => Assert.Equal(
        $"{ForeignText.Quote(name)} cannot be the name of an upgrade", Reason(FleetText.Entry(Named(name))));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public static void AreNamesOfMoreThan200Characters(int length, bool isOk) =>
        Assert.Equal(isOk, Reason(FleetText.Entry(Named(new string('v', length)))) is null);

    [Fact]
    public static void AreNotThoseWithNotesOfASchedule()
    {
        var notes = new MemberNotes("a", []) { Scheduled = new Dictionary<string, string> { ["e1"] = "v2" } };

        Assert.True(FleetText.Notes(FleetText.Write(notes)).IsOk(out var read, out _));
        Assert.Equal("v2", read.Scheduled["e1"]);
    }

    /// <summary>Someone looks with etcdctl, or opens agent/fleet.json.</summary>
    [Fact]
    public static void AreWrittenForPeopleToo()
    {
        var known = Encoding.UTF8.GetString(FleetText.Write(new KnownMember("a", "Zoë's <node>", new Dictionary<string, string>())));
        var notes = Encoding.UTF8.GetString(FleetText.Write(
            new MemberNotes("a", [new BegunTurn("r", 1, "v2", SomeFleet.Now, Done: false, "it's full")])));

        Assert.Contains("\"Zoë's <node>\"", known, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', known);
        Assert.Contains("\n  \"id\": \"a\"", notes.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\"it's full\"", notes, StringComparison.Ordinal);
    }

    private static string? Rollout(string json) => Reason(FleetText.Rollout(Encoding.UTF8.GetBytes(json)));

    private static byte[] Named(string name) => FleetText.Write(new FleetScheduleEntry("e", name, 9, "l"));

    private static string? Reason<T>(Parsed<T> parsed) => parsed.IsOk(out _, out var reason) ? null : reason;
}
