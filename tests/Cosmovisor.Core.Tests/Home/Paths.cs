using Cosmovisor.Home;
using Xunit;

namespace Cosmovisor.Tests.Layout;

public static class Paths
{
    [Theory]
    [InlineData("/foo", "myd", "bar", "/foo/cosmovisor", "upgrades/bar/bin/myd")]
    [InlineData("/longer/prefix/", "yourd", "some spaces", "/longer/prefix/cosmovisor", "upgrades/some%20spaces/bin/yourd")]
    [InlineData("/longer/prefix/", "appd", "myUpgrade", "/longer/prefix/cosmovisor", "upgrades/myUpgrade/bin/appd")]
    [InlineData("/", "simd", "x/token", "/cosmovisor", "upgrades/x%2Ftoken/bin/simd")]
    public static void AreThoseOfTheGoVersions(string home, string name, string upgrade, string root, string binary)
    {
        var paths = new DaemonHome(home, name);

        Assert.Equal(root, paths.Root);
        Assert.Equal($"{root}/genesis/bin/{name}", paths.BinaryIn(paths.GenesisFolder));
        Assert.Equal($"{root}/{binary}", paths.BinaryIn(paths.UpgradeFolder(upgrade)));
    }

    [Fact]
    public static void OfOurOwnStandBesideCurrent()
    {
        var home = new DaemonHome("/foo", "myd");

        Assert.Equal(
            [
                "/foo/cosmovisor/current",
                "/foo/cosmovisor/lock",
                "/foo/cosmovisor/cosmovisor.log",
                "/foo/cosmovisor/upgrades",
                "/foo/cosmovisor/backups"
            ],
            [home.Current, home.Lock, home.Log, home.Upgrades, home.Backups]);
    }

    [Fact]
    public static void OfTheChainStandBesideOurFolder()
    {
        var home = new DaemonHome("/foo", "myd");

        Assert.Equal(["/foo/data", "/foo/data/upgrade-info.json"], [home.Data, home.PlanFile]);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("/etc")]
    [InlineData("a/../../b")]
    public static void OfAnUpgradeNeverLeaveItsFolder(string name) =>
        Assert.Equal(
            "/foo/cosmovisor/upgrades", Path.GetDirectoryName(Path.GetFullPath(new DaemonHome("/foo", "myd").UpgradeFolder(name))));
}
