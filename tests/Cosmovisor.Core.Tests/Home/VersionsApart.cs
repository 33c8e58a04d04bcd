using Cosmovisor.Home;
using Cosmovisor.Settings;
using Xunit;

namespace Cosmovisor.Tests.Home;

/// <summary>A home whose versions lie in an image and whose link lies on a volume.</summary>
public static class VersionsApart
{
    private static readonly DaemonHome Image = HomeOf.Values("/home/", "simd", "/opt/chain/", "/vol/cosmovisor/current");

    [Fact]
    public static void AreFoundInTheCustomRoot()
    {
        Assert.Equal("/opt/chain/genesis", Image.GenesisFolder);
        Assert.Equal("/opt/chain/upgrades/v2", Image.UpgradeFolder("v2"));
    }

    [Fact]
    public static void LeaveAllThatIsWrittenBesideTheLink()
    {
        Assert.Equal("/vol/cosmovisor/current", Image.Current);
        Assert.All([Image.Lock, Image.Journal, Image.State, Image.Log, Image.Backups, Image.ConfigFile, Image.Schedule],
            path => Assert.StartsWith("/vol/cosmovisor/", path, StringComparison.Ordinal));
        Assert.Equal("/home/data", Image.Data);
    }

    [Theory]
    [InlineData("/opt/chain/upgrades/v2", "upgrades/v2")]
    [InlineData("../../opt/chain/genesis", "genesis")]
    [InlineData("/elsewhere/v2", "/elsewhere/v2")]
    public static void AreToldAsIfTheyWereTogether(string link, string target) =>
        Assert.Equal(target, CurrentVersion.Of(Image, link).Target);

    [Fact]
    public static void StayTogetherWithACustomRootAlone()
    {
        var home = HomeOf.Values("/home", "simd", "/opt/chain", null);

        Assert.Equal(("/opt/chain/current", "/opt/chain/lock", false), (home.Current, home.Lock, home.IsApart));
    }
}
