using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>Anyone can put any text into a transaction, and nodes log transactions.</summary>
public static class ForgedLines
{
    [Theory]
    [InlineData("1:00PM INF executed tx memo=\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"")]
    [InlineData("1:00PM INF executed tx memo=\"UPGRADE \\\"x\\\" NEEDED at height: 5: \" panic: UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("INF received memo UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("INF received memo: panic: UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("INF memo[5]: UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("2021-06-07T11:28:40Z INF memo[5]: UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("2021-06-07T11:28:40Z host memo: UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("INF CONSENSUS FAILURE!!! UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("INF quoted CONSENSUS FAILURE!!! err=\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"")]
    [InlineData("INF executed tx \e[31mUPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("{\"message\":\"executed tx\",\"memo\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"}")]
    [InlineData("{\"message\":\"executed tx\",\"tx\":{\"message\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"}}")]
    [InlineData("{\"message\":\"executed tx\",\"txs\":[{\"msg\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"}]}")]
    [InlineData("{\"message\":\"memo UPGRADE \\\"x\\\" NEEDED at height: 5: \"}")]
    [InlineData(
        "{\"message\":\"executed tx\",\"memo\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"} panic: UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("{\"message\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"} panic: UPGRADE \"x\" NEEDED at height: 5: ")]
    [InlineData("{\"message\":\"panic: UPGRADE \\\"x\\\" NEEDED at height: 5: \"}")]
    [InlineData("{\"message\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \",\"message\":\"last one counts\"}")]
    [InlineData("{\"message\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \",\"message\":5}")]
    [InlineData("{\"message\":\"other\",\"err\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"}")]
    [InlineData("{\"message\":\"\\ud800\",\"error\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"}")]
    [InlineData("{\"message\":\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"")]
    [InlineData("time=1 level=INFO msg=\"executed tx\" memo=\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"")]
    [InlineData("time=1 level=INFO msg=\"executed tx\" memo=\" msg=\\\"UPGRADE x\\\"\" msg=\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"")]
    [InlineData("time=1 memo=\"quoted\"msg=\"UPGRADE \\\"x\\\" NEEDED at height: 5: \"")]
    [InlineData("time=1 err=\"UPGRADE \\\"x\\\" NEEDED at height: 5: \" msg=\"tx failed\"")]
    public static void MeanNothing(string line) => Assert.Null(Watched.Line(line));
}
