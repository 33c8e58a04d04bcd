using Cosmovisor.Detection;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class Halts
{
    [Theory]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("\tpanic: UPGRADE \"v2\" NEEDED at height: 100: [recovered]")]
    [InlineData("panic: Failed to process committed block (100:0544): UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("1:00PM ERR panic: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("2:04AM ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \" module=consensus stack=\"goroutine 1\\n\"")]
    [InlineData("E[2021-01-02|03:04:05.678] CONSENSUS FAILURE!!!                         module=consensus err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \" stack=\"x\"")]
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
    [InlineData("time=2025-01-01T00:00:00Z level=ERROR msg=\"CONSENSUS FAILURE!!!\" module=consensus err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"")]
    [InlineData("{\"level\":\"error\",\"err\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \",\"stack\":\"x\",\"message\":\"CONSENSUS FAILURE!!!\"}")]
    [InlineData("{\"msg\":\"CONSENSUS FAILURE!!!\",\"error\":\"failed to apply block; error UPGRADE \\\"v2\\\" NEEDED at height: 100: \"}")]
    public static void NameTheirPlan(string line) => Assert.Equal(new Observation.Halted("v2"), Watched.Line(line));

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
    [InlineData("3:07AM ERR CONSENSUS FAILURE!!! err=\"BINARY UPDATED BEFORE TRIGGER! UPGRADE \\\"v2\\\" - in binary but not executed on chain")]
    [InlineData("panic: BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\" - in binary but not executed on chain")]
    [InlineData("panic: BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\" - in binary, UPGRADE \"v3\" NEEDED at height: 5: ")]
    [InlineData("{\"message\":\"BINARY UPDATED BEFORE TRIGGER! UPGRADE \\\"v2\\\" - in binary but not executed on chain\"}")]
    [InlineData("level=ERROR msg=\"BINARY UPDATED BEFORE TRIGGER! UPGRADE \\\"v2\\\" - in binary but not executed on chain\"")]
    public static void OfABinaryThatIsAheadAreToldApart(string line) => Assert.Equal(new Observation.BinaryAhead("v2"), Watched.Line(line));
}
