using Cosmovisor.Home;
using Cosmovisor.Plans;
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
                "/foo/cosmovisor/backups",
                "/foo/cosmovisor/config.toml",
                "/foo/cosmovisor/journal.json",
                "/foo/cosmovisor/history.jsonl",
                "/foo/cosmovisor/outlook.json",
                "/foo/cosmovisor/state.json",
                "/foo/cosmovisor/events.jsonl",
                "/foo/cosmovisor/schedule.json",
                "/foo/cosmovisor/holds",
                "/foo/cosmovisor/upgrade-request.json",
                "/foo/cosmovisor/restore.json",
            ],
            [
                home.Current, home.Lock, home.Log, home.Upgrades, home.Backups, home.ConfigFile, home.Journal, home.History, home.Outlook,
                home.State, home.Events, home.Schedule, home.Holds, home.Request, home.RestoreRecord,
            ]);
    }

    [Fact]
    public static void OfAVersionStandInItsFolder()
    {
        Assert.Equal("/foo/cosmovisor/upgrades/v2/lib", DaemonHome.LibrariesIn("/foo/cosmovisor/upgrades/v2"));
        Assert.Equal("/foo/cosmovisor/upgrades/v2/migrate", DaemonHome.MigrationScriptIn("/foo/cosmovisor/upgrades/v2"));
        Assert.Equal("/foo/cosmovisor/upgrades/v2/upgrade-info.json", DaemonHome.PlanFileIn("/foo/cosmovisor/upgrades/v2"));
    }

    /// <summary>A rename within one file system puts them in place.</summary>
    [Fact]
    public static void WhereAVersionIsPutTogetherStandBesideIt() =>
        Assert.Equal("/foo/cosmovisor/upgrades/.staging-v2", new DaemonHome("/foo", "myd").StagingFolder("v2"));

    /// <summary>A folder of the operator's may have a name that we would have escaped.</summary>
    [Fact]
    public static void OfAFolderThatWasFoundKeepItsName() => Assert.Equal("upgrades/some spaces", DaemonHome.TargetOfFolder("some spaces"));

    [Fact]
    public static void OfTheSchedulesOfTheSdkStandBesideItsPlan()
    {
        var batch = DaemonHome.BatchFileIn("/foo/data");

        Assert.Equal("/foo/data/upgrade-info.json.batch", batch);
        Assert.Equal("/foo/data/upgrade-info.json.batch.taken", DaemonHome.TakenOver(batch));
    }

    [Fact]
    public static void OfAGenesisFileAreTheUpgradesTheNodesAndTheBackups()
    {
        var paths = GenesisPaths.Of(new DaemonHome("/foo", "myd"), "/node", "/foo/cosmovisor/upgrades/x%2Ftoken", Plan("x/token"));

        Assert.Equal(
            new GenesisPaths(
                "/foo/cosmovisor/upgrades/x%2Ftoken/genesis.json", "/node/config/genesis.json",
                "/foo/cosmovisor/backups/x%2Ftoken/genesis.json"),
            paths);
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

    private static UpgradePlan Plan(string name) => UpgradePlan.Create(name, 100, "").IsOk(out var plan, out var reason) ? plan
        : throw new ArgumentException(reason);
}
