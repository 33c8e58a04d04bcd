using Cosmovisor.Home;
using Xunit;

namespace Cosmovisor.Tests.Layout;

public static class WhereTheNodeKeepsItsThings
{
    [Theory]
    [InlineData(null, null, "/foo", "/foo/data")]
    [InlineData("/node", null, "/node", "/node/data")]
    [InlineData("/node/", null, "/node", "/node/data")]
    [InlineData("node", null, "/work/node", "/work/node/data")]
    [InlineData("../node", null, "/node", "/node/data")]
    [InlineData(null, "/home/bob/.simapp/data", "/home/bob/.simapp", "/home/bob/.simapp/data")] // as in issue 20947
    [InlineData(null, "/home/bob/.simapp/data/", "/home/bob/.simapp", "/home/bob/.simapp/data")]
    [InlineData(null, "/mnt/chain", "/foo", "/mnt/chain")]
    [InlineData("/node", "/mnt/chain", "/node", "/mnt/chain")]
    [InlineData("/node", "/mnt/data", "/node", "/mnt/data")]
    public static void IsToldByItsArgumentsAndTheSettings(string? homeFlag, string? dataFolder, string home, string data) =>
        Assert.Equal(new NodeFolders(home, data), NodeFolders.Of(new DaemonHome("/foo", "myd"), homeFlag, dataFolder, "/work"));

    [Theory]
    [InlineData("gaiad", "/home/bob/.gaiad", "/home/bob/.gaia")]
    [InlineData("wasm", "/home/bob/.wasm")]
    [InlineData("d", "/home/bob/.d")]
    public static void IsSoughtUnderTheDaemonsNameWithAndWithoutItsEnd(string daemonName, params string[] homes) =>
        Assert.Equal(homes, NodeFolders.UsualHomes("/home/bob", daemonName));
}
