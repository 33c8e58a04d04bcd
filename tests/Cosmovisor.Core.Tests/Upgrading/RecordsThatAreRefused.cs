using System.Text;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>A record that is not whole says why, in words an operator can read.</summary>
public static class RecordsThatAreRefused
{
    private const string Stage = """{"step":"Stage","tries":1,"began":"2026-11-28T12:00:00Z"}""";

    [Theory]
    [InlineData("[]", "it is not a journal of cosmovisor")]
    [InlineData("{}", "it is not a journal of cosmovisor")]
    [InlineData("""{"journal":"x"}""", "it is not a journal of cosmovisor")]
    [InlineData("""{"journal":7}""", "it has the form 7, and this cosmovisor knows 1: another version of cosmovisor wrote it")]
    [InlineData("""{"journal":1,"plan":"v2","height":5,"info":"","from":"","began":"2026-11-28T12:00:00Z","steps":[]}""",
        "it does not say what current pointed to")]
    [InlineData("{\"journal\":1,\"plan\":\"v2\",\"height\":5,\"info\":\"\",\"from\":\"genesis\",\"began\":\"2026-11-28T12:00:00Z\",\"steps\":["
        + Stage + "," + Stage + "]}", "its steps contradict each other")]
    [InlineData("{\"journal\":1,\"plan\":\"v2\",\"height\":5,\"info\":\"\",\"from\":\"genesis\",\"began\":\"2026-11-28T12:00:00Z\",\"steps\":[null]}",
        "its steps contradict each other")]
    public static void AJournal(string json, string why) => Assert.Equal(why, Reason(JournalText.Parse(json)));

    [Theory]
    [InlineData("[]", false)]
    [InlineData("""{"name":"v2","height":5}""", false)]
    [InlineData("""{"journal":1,"steps":[]}""", false)]
    [InlineData("""{"journal":1,"steps":[{"step":"Stage"},{"step":"Stop"},{"step":"Backup"}]}""", false)]
    [InlineData("""{"journal":1,"steps":[{"step":"Stage"},{"step":"CustomPreUpgrade"}]}""", true)]
    [InlineData("""{"journal":1,"steps":[{"step":"Stage"},{"step":1}]}""", true)]
    [InlineData("""{"journal":1,"steps":[null]}""", true)]
    [InlineData("""{"journal":1,"steps":{}}""", true)]
    [InlineData("""{"journal":1}""", true)]
    [InlineData("""{"journal":2,"steps":[{"step":"Stage"}]}""", true)]
    [InlineData("""{"journal":"1","steps":[]}""", true)]
    [InlineData("""{"steps":[{"step":"PreUpgrade"}]}""", true)]
    [InlineData("""{"journal":1,"steps":[{"step":"Stage"}""", true)]
    [InlineData("""{"journal":1,"steps":[{"step":"\ud800"}]}""", true)]
    [InlineData("\0{", true)]
    public static void AJournalThatMayTellOfAMigration(string text, bool may) => Assert.Equal(may, JournalText.MayTellOfAMigration(text));

    [Fact]
    public static void AJournalThatIsCut() =>
        Assert.StartsWith("it is not whole (", Reason(JournalText.Parse("{\"journal\":1,")), StringComparison.Ordinal);

    [Fact]
    public static void ALineOfTheHistoryWithoutAnEnd() => Assert.Equal(
        "it does not say how the upgrade ended",
        Reason(JournalText.ParseEnding(
            """{"journal":1,"plan":"v2","height":5,"info":"","from":"genesis","began":"2026-11-28T12:00:00Z","steps":[],"result":"done"}""")));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    public static void AJournalRemembersThatTheChainsFileNamedItsPlan(string written, bool had)
    {
        var json = "{\"journal\":1,\"plan\":\"v2\",\"height\":5,\"info\":\"\",\"from\":\"genesis\",\"began\":\"2026-11-28T12:00:00Z\",\"steps\":[],\"planFile\":"
            + written + "}";

        Assert.True(JournalText.Parse(json).IsOk(out var journal, out var reason), reason);
        Assert.Equal(had, journal.HadPlanFile);
        Assert.Equal(had, JournalText.Of(journal).Contains("\"planFile\":true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null", "it is empty")]
    [InlineData("""{"version":2,"id":"0123456789abcdef0123456789abcdef","name":"v2","from":"genesis","asked":"2026-11-28T12:00:00Z"}""",
        "it has version 2, and 1 is known")]
    [InlineData("""{"version":1,"id":"../x","name":"v2","from":"genesis","asked":"2026-11-28T12:00:00Z"}""", "its id is not one of cosmovisor")]
    [InlineData("""{"version":1,"id":"0123456789abcdef0123456789abcdef","name":"","from":"genesis","asked":"2026-11-28T12:00:00Z"}""",
        "the upgrade has no name")]
    [InlineData("""{"version":1,"id":"0123456789abcdef0123456789abcdef","name":"v2","from":"","asked":"2026-11-28T12:00:00Z"}""",
        "it does not say what current pointed to")]
    public static void ARequest(string json, string why) =>
        Assert.Equal(why, Reason(UpgradeRequestText.Read(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public static void ARequestThatIsCut() =>
        Assert.StartsWith("it is not a request of cosmovisor (", Reason(UpgradeRequestText.Read("{"u8.ToArray())), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"downtime":2,"plan":"v4","height":680,"began":"2026-11-28T17:34:56Z","firstBlock":"2026-11-28T17:34:57Z","down":{"total":1,"stage":0,"stop":0,"backup":0,"hooks":0,"switch":0,"start":0,"migration":1,"network":0}}""",
        "it is of another version")]
    [InlineData("null", "it is of another version")]
    public static void ADowntime(string line, string why) => Assert.Equal(why, Reason(DowntimeText.Parse(line)));

    [Fact]
    public static void ADowntimeThatIsCut() =>
        Assert.StartsWith("it does not say how long a node was down (", Reason(DowntimeText.Parse("{")), StringComparison.Ordinal);

    private static string? Reason<T>(Parsed<T> answer) => answer.IsOk(out _, out var reason) ? null : reason;
}
