using Cosmovisor.Detection;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class Halts
{
    [Theory]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 100: go [recovered]")]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 100: go [recovered, repanicked]")]
    [InlineData("error during handshake: error on replay: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("Error: error during handshake: error on replay: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("panic: Failed to process committed block (100:0544): UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("1:00PM ERR panic: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData(
        "2:04AM ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \" module=consensus stack=\"goroutine 1\\n\"")]
    [InlineData(
        "E[2021-01-02|03:04:05.678] CONSENSUS FAILURE!!!                         module=consensus err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \" stack=\"x\"")]
    [InlineData("ERR CONSENSUS FAILURE!!! \e[36merr=\e[0m\e[31m\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"\e[0m")]
    [InlineData("ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error UPGRADE \\\"v2\\\" NEEDED at height: 100: \"")]
    [InlineData("ERR CONSENSUS FAILURE!!! err=\"failed: \\\"UPGRADE \\\\\\\"v2\\\\\\\" NEEDED at height: 100: \\\"\"")]
    [InlineData("panic: a: \"b: \\\"UPGRADE \\\\\\\"v2\\\\\\\" NEEDED at height: 100: \\\"\"")]
    [InlineData("ERR CONSENSUS FAILURE!!! err=UPGRADE \"v2\" NEEDED at height: 100: module=consensus")]
    [InlineData("ERR CONSENSUS FAILURE!!! err=failed to apply block; error UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: cut off he")]
    [InlineData("err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \" module=consensus message=\"CONSENSUS FAILURE!!!\"")]
    [InlineData("message=\"CONSENSUS FAILURE!!!\" err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: {\\\"binaries\\\":{}}\"")]
    [InlineData("01:00 ERR err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \" module=consensus message=\"CONSENSUS FAILURE!!!\"")]
    [InlineData(
        "time=2025-01-01T00:00:00Z level=ERROR msg=\"CONSENSUS FAILURE!!!\" module=consensus err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"")]
    [InlineData(
        "{\"level\":\"error\",\"err\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \",\"stack\":\"x\",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    [InlineData("{\"msg\":\"CONSENSUS FAILURE!!!\",\"error\":\"failed to apply block; error UPGRADE \\\"v2\\\" NEEDED at height: 100: \"}")]
    public static void NameTheirPlan(string line) => Assert.Equal("v2", Assert.IsType<Observation.Halted>(Watched.Line(line)).Name);

    [Theory]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 100: go [recovered]")]
    [InlineData("panic: Failed to process committed block (100:0544): UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("panic: Failed to process committed block (100:0544): failed to finalize block: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("error during handshake: error on replay: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\" module=consensus")]
    [InlineData(
        "ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error UPGRADE \\\"v2\\\" NEEDED at height: 100: go\" module=consensus")]
    [InlineData(
        "{\"module\":\"server\",\"module\":\"consensus\",\"module\":\"x\",\"err\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    public static void TellTheWholePlanWhereTheirFirstWordsAreItsOwn(string line) =>
        Assert.Equal(new Observation.Halted("v2", Watched.Plan("v2", 100, "go")), Watched.Line(line));

    [Theory]
    [InlineData("panic: cannot pay: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("panic: Failed to process committed block (memo of a stranger): UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("ERR CONSENSUS FAILURE!!! err=\"memo hello\\nUPGRADE \\\"v2\\\" NEEDED at height: 100: go\"")]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 100")] // no whole sentence
    public static void TellOnlyANameWhereTheSentenceStandsFurtherBack(string line) =>
        Assert.Equal(new Observation.Halted("v2"), Watched.Line(line));

    [Theory]
    [InlineData("9:01PM ERR CONSENSUS FAILURE!!!")]
    [InlineData("9:01PM ERR CONSENSUS FAILURE!!! module=consensus stack=\"goroutine 1\"")]
    [InlineData("{\"level\":\"error\",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    [InlineData("time=1 level=ERROR msg=\"CONSENSUS FAILURE!!!\" module=consensus")]
    public static void WithoutAReasonTakeThatOfTheBlockBeforeThem(string line)
    {
        const string Block =
            "9:01PM ERR error in proxyAppConn.FinalizeBlock err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\" module=state";

        Assert.Equal(
            [new Observation.Halted("v2", Watched.Plan("v2", 100, "go"))], Watched.InOnePiece(Watched.Output(Block, "between", line)));
        Assert.Empty(Watched.InOnePiece(Watched.Output(line, Block)));
    }

    [Theory]
    [InlineData("9:01PM ERR error in proxyAppConn.FinalizeBlock err=\"no such account\" module=state", "9:01PM ERR CONSENSUS FAILURE!!!")]
    [InlineData(
        "9:01PM ERR error in proxyAppConn.FinalizeBlock err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"",
        "9:01PM ERR CONSENSUS FAILURE!!! err=\"another\"")]
    [InlineData(
        "9:01PM ERR error in proxyAppConn.FinalizeBlock err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"",
        "9:01PM ERR CONSENSUS FAILURE!!! said a stranger")]
    [InlineData(
        "{\"err\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \",\"message\":\"error in proxyAppConn.FinalizeBlock\"}",
        "{\"message\":\"CONSENSUS FAILURE!!! not\"}")]
    public static void WithoutAPlanAreNone(string block, string failure) =>
        Assert.Empty(Watched.InOnePiece(Watched.Output(block, failure)));

    [Theory]
    [InlineData(
        "9:01PM ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error wrong app version 0, upgrade handler is missing for v 3 upgrade plan\" module=consensus")]
    [InlineData(
        "9:01PM ERR CONSENSUS FAILURE!!! err=\"Wrong app version 2, upgrade handler is missing for v 3 upgrade plan\" module=consensus")]
    [InlineData("error during handshake: error on replay: wrong app version 0, upgrade handler is missing for v 3 upgrade plan")]
    [InlineData("panic: Wrong app version 2, upgrade handler is missing for v 3 upgrade plan")]
    [InlineData(
        "{\"err\":\"failed to apply block; error wrong app version 0, upgrade handler is missing for v 3 upgrade plan\",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    public static void OfABinaryThatIsBehindNameTheVersionThatTheDataNeeds(string line) =>
        Assert.Equal([new Observation.NeedsVersion("v 3")], Watched.InOnePiece(Watched.Output(line)));

    [Theory]
    [InlineData("panic: a stranger says: wrong app version 0, upgrade handler is missing for v3 upgrade plan")]
    [InlineData("9:01PM ERR wrong app version 0, upgrade handler is missing for v3 upgrade plan")]
    [InlineData("panic: wrong app version 0")]
    public static void OfABinaryThatIsBehindAreNotReadElsewhere(string line) => Assert.Empty(Watched.InOnePiece(Watched.Output(line)));

    [Theory]
    [InlineData("CONSENSUS FAILURE!!! err=\"some random error\" module=consensus")]
    [InlineData("CONSENSUS FAILURE!!! err=\"some random error\" memo=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"")]
    [InlineData("CONSENSUS FAILURE!!! err=\"UPGRADE of the disk NEEDED at once\"")]
    [InlineData("{\"err\":\"some random error\",\"memo\":\"UPGRADE \\\"v2\\\" NEEDED at\",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    [InlineData("panic: UPGRADE the disk")]
    [InlineData("panic:")]
    public static void ForOtherReasonsAreNone(string line) => Assert.Null(Watched.Line(line));

    [Theory]
    [InlineData("3:07AM ERR BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\" - in binary but not executed on chain")]
    [InlineData(
        "3:07AM ERR CONSENSUS FAILURE!!! err=\"BINARY UPDATED BEFORE TRIGGER! UPGRADE \\\"v2\\\" - in binary but not executed on chain")]
    [InlineData("panic: BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\" - in binary but not executed on chain")]
    [InlineData("panic: BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\" - in binary, UPGRADE \"v3\" NEEDED at height: 5: ")]
    [InlineData("{\"message\":\"BINARY UPDATED BEFORE TRIGGER! UPGRADE \\\"v2\\\" - in binary but not executed on chain\"}")]
    [InlineData("level=ERROR msg=\"BINARY UPDATED BEFORE TRIGGER! UPGRADE \\\"v2\\\" - in binary but not executed on chain\"")]
    public static void OfABinaryThatIsAheadAreToldApart(string line) => Assert.Equal(new Observation.BinaryAhead("v2"), Watched.Line(line));
}
