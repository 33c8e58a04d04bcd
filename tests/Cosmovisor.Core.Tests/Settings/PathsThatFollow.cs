using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>The paths that <c>config</c> shows below the settings; scripts read them by these names.</summary>
public static class PathsThatFollow
{
    [Fact]
    public static void LieInTheHome() => Assert.Equal(
        [
            "Root Dir=/foo/cosmovisor", "Upgrade Dir=/foo/cosmovisor/upgrades", "Genesis Bin=/foo/cosmovisor/genesis/bin/simd",
            "Monitored File=/foo/data/upgrade-info.json", "Data Backup Dir=/foo/cosmovisor/backups",
            "Current Link=/foo/cosmovisor/current", "Config File=/foo/cosmovisor/config.toml", "Log File=/foo/cosmovisor/cosmovisor.log",
        ],
        Derived(Contract.Classic));

    [Fact]
    public static void LieWhereTheOperatorSays()
    {
        var derived = Derived(
            Contract.Sdk, new SettingsFile("/etc/cosmovisor.toml", [], [], []), ("DAEMON_DATA_DIR", "/ssd/data"),
            ("DAEMON_DATA_BACKUP_DIR", "/hdd/backups"));

        Assert.Contains("Monitored File=/ssd/data/upgrade-info.json", derived);
        Assert.Contains("Data Backup Dir=/hdd/backups", derived);
        Assert.Contains("Config File=/etc/cosmovisor.toml", derived);
    }

    [Theory]
    [InlineData(nameof(Contract.Classic), "Data Backup Dir=/foo/cosmovisor/backups")]
    [InlineData(nameof(Contract.Sdk), "Data Backup Dir=/foo")]
    public static void HaveTheBackupsWhereTheContractHasThem(string contract, string line) =>
        Assert.Contains(line, Derived(Enum.Parse<Contract>(contract)));

    [Theory]
    [InlineData("auto", true)]
    [InlineData("file", true)]
    [InlineData("stderr", false)]
    [InlineData("journal", false)]
    [InlineData("none", false)]
    [InlineData("wrong", true)] // as without it
    public static void NameALogFileWhereThereMayBeOne(string log, bool isNamed) => Assert.Equal(
        isNamed, Derived(Contract.Sdk, null, ("COSMOVISOR_LOG", log)).Contains("Log File=/foo/cosmovisor/cosmovisor.log"));

    [Fact]
    public static void AreNoneWithoutAHome() =>
        Assert.Empty(DerivedValues.Of(SettingsReader.Read(Contract.Sdk, name => name == "DAEMON_HOME" ? "foo" : null).Settings));

    [Theory]
    [InlineData("/foo/../bar/", "/bar")]
    [InlineData("/", "/")]
    [InlineData("foo/../bar", "foo/../bar")] // complained about elsewhere
    [InlineData("/foo/../\0", "/foo/../\0")]
    public static void HaveOneSpelling(string home, string path) => Assert.Equal(path, HomeOf.Values(home, "simd", null, null).Path);

    private static List<string> Derived(Contract contract, SettingsFile? file = null, params (string Variable, string Value)[] more)
    {
        (string Variable, string Value)[] given = [("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"), .. more];
        var (settings, _) = SettingsReader.Read(contract, name => given.FirstOrDefault(one => one.Variable == name).Value, file);
        return [.. DerivedValues.Of(settings).Select(one => $"{one.Label}={one.Value}")];
    }
}
