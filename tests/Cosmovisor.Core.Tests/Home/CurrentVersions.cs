using Cosmovisor.Home;
using Xunit;

namespace Cosmovisor.Tests.Layout;

public static class CurrentVersions
{
    private static readonly DaemonHome Home = new("/foo", "myd");

    [Theory]
    [InlineData("genesis", "genesis", "/foo/cosmovisor/genesis", null)]
    [InlineData("upgrades/v2", "upgrades/v2", "/foo/cosmovisor/upgrades/v2", "v2")]
    [InlineData("upgrades/x%2Ftoken", "upgrades/x%2Ftoken", "/foo/cosmovisor/upgrades/x%2Ftoken", "x/token")]
    [InlineData("upgrades/v2/", "upgrades/v2", "/foo/cosmovisor/upgrades/v2", "v2")]
    [InlineData("/foo/cosmovisor/genesis", "genesis", "/foo/cosmovisor/genesis", null)]
    [InlineData("./genesis", "genesis", "/foo/cosmovisor/genesis", null)]
    [InlineData("./upgrades//v2/.", "upgrades/v2", "/foo/cosmovisor/upgrades/v2", "v2")]
    [InlineData("/foo//cosmovisor/./upgrades/v2", "upgrades/v2", "/foo/cosmovisor/upgrades/v2", "v2")]
    [InlineData("../other/upgrades/v2", "/foo/cosmovisor/../other/upgrades/v2", "/foo/cosmovisor/../other/upgrades/v2", "v2")]
    [InlineData("/foo/cosmovisor/upgrades/v2", "upgrades/v2", "/foo/cosmovisor/upgrades/v2", "v2")]
    [InlineData("/foo/cosmovisor/upgrades/v2/", "upgrades/v2", "/foo/cosmovisor/upgrades/v2", "v2")]
    [InlineData("/elsewhere/upgrades/v2", "/elsewhere/upgrades/v2", "/elsewhere/upgrades/v2", "v2")]
    [InlineData("/foo/cosmovisor2/genesis", "/foo/cosmovisor2/genesis", "/foo/cosmovisor2/genesis", null)]
    public static void AreReadFromTheTextOfTheLink(string link, string target, string folder, string? upgrade)
    {
        var version = CurrentVersion.Of(Home, link);

        Assert.Equal((target, folder, upgrade), (version.Target, version.Folder, version.UpgradeName));
    }

    [Theory]
    [InlineData("genesis", null)]
    [InlineData("upgrades/v2", null)]
    [InlineData("/opt/gaia/v3", "v3")]
    [InlineData("v3", "v3")]
    public static void ThatAreNeitherGenesisNorAnUpgradesAreKnownByTheirFolder(string link, string? unnamed) =>
        Assert.Equal(unnamed, CurrentVersion.Of(Home, link).Unnamed);

    /// <summary>A link that goes up leads out of a folder of ours only where versions lie elsewhere.</summary>
    [Theory]
    [InlineData(null, "../cosmovisor/genesis", "/foo/cosmovisor/../cosmovisor/genesis")]
    [InlineData("/vol/current", "../opt/genesis", "/opt/genesis")]
    [InlineData("/vol/current", "genesis", "/foo/cosmovisor/genesis")]
    [InlineData("/current", "opt/genesis", "/foo/cosmovisor/opt/genesis")]
    public static void AreFoundFromWhereTheLinkLies(string? customCurrent, string link, string folder) =>
        Assert.Equal(folder, CurrentVersion.Of(Home with { CustomCurrent = customCurrent }, link).Folder);

    [Fact]
    public static void LieBesideAllOfOursWhereTheLinkDoes()
    {
        Assert.Equal(("/vol/live", "/vol/lock"), Of(Home with { CustomCurrent = "/vol/live" }));
        Assert.Equal(("/live", "/lock"), Of(Home with { CustomCurrent = "/live" }));

        static (string, string) Of(DaemonHome home) => (home.Current, home.Lock);
    }

    [Fact]
    public static void OfAHomeWrittenWithASlashAtItsEndAreTheSame() =>
        Assert.Equal("genesis", CurrentVersion.Of(new DaemonHome("/foo/", "myd"), "/foo/cosmovisor/genesis").Target);
}
