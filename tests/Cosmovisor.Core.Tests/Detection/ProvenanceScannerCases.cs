using Cosmovisor.Detection;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>The cases of the fork this program replaces, each as one stream.</summary>
/// <remarks>
/// Their scanner holds both halves of the rule; here LogLine knows the lines and UpgradeDetector the order. Ours differ on purpose:
/// info keeps its blanks, the halt must name the announced plan, and a quotation of either line is neither.
/// </remarks>
public static class ProvenanceScannerCases
{
    private const string Sum = "dc48829b4126ae95bc0db316c66d4e9da5f3db95e212665b6080638cca77e998";
    private const string Document = "{\"binaries\":{\"linux/amd64\":\"https://x.io/chain2.zip?checksum=sha256:" + Sum + "\"}}";
    private const string Url = "https://really.cool.network/downloads/v0/download.zip?sha256:" + Sum;

    [Theory]
    [InlineData("some", "random\ninfo")]
    [InlineData("first line\nUPGRADE \"myname\" NEEDED at height: 123: ", "next line")]
    [InlineData("first line\nUPGRADE \"take2\" NEEDED at height: 123:   DownloadData here!", "next line")]
    [InlineData("first line", "CONSENSUS FAILURE!!! err=\"some random error\" module=consensus")]
    // theirs does not compare the names
    [InlineData("UPGRADE \"one\" NEEDED at height: 123: ", "panic: UPGRADE \"two\" NEEDED at height: 123: ")]
    public static void WithoutAnUpgrade(string first, string second) => Assert.Null(Decide(first, second));

    [Theory]
    [InlineData("myname", 123, "", "01:00 ERR UPGRADE \"myname\" NEEDED at height: 123: ",
        "err=\"UPGRADE \\\"myname\\\" NEEDED at height: 123: \" module=consensus message=\"CONSENSUS FAILURE!!!\"")]
    [InlineData("test", 10, "/app/plan.json", "01:00 ERR UPGRADE \"test\" NEEDED at height: 10: /app/plan.json",
        "err=\"UPGRADE \\\"test\\\" NEEDED at height: 10: /app/plan.json\" module=consensus stack=\"goroutine 103 [running]:\\nruntime/debug.Stack(0xc0, 0x1)\\n\\t/src/stack.go:24 +0x9f\" message=\"CONSENSUS FAILURE!!!\"")]
    [InlineData(
        "jsontest",
        10,
        "",
        "{\"level\":\"error\",\"time\":\"2021-03-24T20:33:13Z\",\"message\":\"UPGRADE \\\"jsontest\\\" NEEDED at height: 10: \"}",
        "{\"level\":\"error\",\"module\":\"consensus\",\"err\":\"UPGRADE \\\"jsontest\\\" NEEDED at height: 10: \",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    [InlineData("jsontest", 10, "/app/plan.json",
        "{\"level\":\"error\",\"time\":\"2021-03-24T20:33:13Z\",\"message\":\"UPGRADE \\\"jsontest\\\" NEEDED at height: 10: /app/plan.json\"}",
        "{\"level\":\"error\",\"module\":\"consensus\",\"err\":\"UPGRADE \\\"jsontest\\\" NEEDED at height: 10: /app/plan.json\",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    [InlineData("test-panic", 10, "", "01:00 ERR UPGRADE \"test-panic\" NEEDED at height: 10: ",
        "panic: UPGRADE \"test-panic\" NEEDED at height: 10: ")]
    [InlineData("test-panic", 10, "/app/plan.json", "01:00 ERR UPGRADE \"test-panic\" NEEDED at height: 10: /app/plan.json",
        "panic: UPGRADE \"test-panic\" NEEDED at height: 10: /app/plan.json")]
    [InlineData("chain2", 49, Document, "01:00 ERR UPGRADE \"chain2\" NEEDED at height: 49: "
        + Document, "panic: UPGRADE \"chain2\" NEEDED at height: 49: " + Document)]
    [InlineData("chain2", 49, Document, "01:00 ERR UPGRADE \"chain2\" NEEDED at height: 49: "
        + Document, "message=\"CONSENSUS FAILURE!!!\" err=\"UPGRADE \\\"chain2\\\" NEEDED at height: 49: {\\\"binaries\\\":{}}\"")]
    [InlineData("chain2", 49, Url, "01:00 ERR UPGRADE \"chain2\" NEEDED at height: 49: "
        + Url, "panic: UPGRADE \"chain2\" NEEDED at height: 49: " + Url)]
    [InlineData("chain2", 49, Url, "01:00 ERR UPGRADE \"chain2\" NEEDED at height: 49: "
        + Url, "message=\"CONSENSUS FAILURE!!!\" err=\"UPGRADE \\\"chain2\\\" NEEDED at height: 49: " + Url + "\"")]
    // theirs ends a plain info at its first blank
    [InlineData("take2", 123, "DownloadData here!", "UPGRADE \"take2\" NEEDED at height: 123:   DownloadData here!",
        "panic: UPGRADE \"take2\" NEEDED at height: 123: ")]
    public static void WithAnUpgrade(string name, long height, string info, string first, string second) =>
        Assert.Equal(new Decision.Upgrade(Watched.Plan(name, height, info)), Decide(first, second));

    [Fact]
    public static void WithASyslogHeaderAndALongStack()
    {
        const string Header = "Jun  7 11:28:40 query-node-us-east1-0 cosmovisor[245614]: ";
        const string Info = "https://github.com/provenance-io/provenance/releases/download/v1.4.1/plan-v1.4.1.json";
        var stack = string.Concat(Enumerable.Repeat("goroutine 103 [running]:\\nruntime/debug.Stack(0xc0)\\n\\t", 80));

        var decision = Decide(
            Header
                + "{\"level\":\"error\",\"time\":\"2021-06-07T11:28:40Z\",\"message\":\"UPGRADE \\\"citrine\\\" NEEDED at height: 1582700: "
                + Info
                + "\"}",
            Header + "{\"level\":\"error\",\"module\":\"consensus\",\"err\":\"UPGRADE \\\"citrine\\\" NEEDED at height: 1582700: " + Info
                + "\",\"stack\":\"" + stack + "\",\"message\":\"CONSENSUS FAILURE!!!\"}");

        Assert.Equal(new Decision.Upgrade(Watched.Plan("citrine", 1582700, Info)), decision);
    }

    private static Decision? Decide(string first, string second) =>
        Watched.Decide(Watched.Genesis(), Watched.InOnePiece(Watched.Output(first, second)));
}
