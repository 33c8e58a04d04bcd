using Cosmovisor.Settings;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>A variable that looks like a setting and is none is told, with the one that is meant.</summary>
public static class VariablesThatMeanNothing
{
    [Theory]
    [InlineData("COSMOVISOR_SKIP_BACKUP", "; is UNSAFE_SKIP_BACKUP meant?")]
    [InlineData("DAEMON_SKIP_BACKUP", "; is UNSAFE_SKIP_BACKUP meant?")]
    [InlineData("UNSAFE_SKIP_BACKUPS", "; is UNSAFE_SKIP_BACKUP meant?")]
    [InlineData("DAEMON_ALLOW_DOWNLOAD_BINARY", "; is DAEMON_ALLOW_DOWNLOAD_BINARIES meant?")]
    [InlineData("DAEMON_ALLOW_DOWNLOAD", "; is DAEMON_ALLOW_DOWNLOAD_BINARIES meant?")]
    [InlineData("DAEMON_RESTART_AFTER_UPGADE", "; is DAEMON_RESTART_AFTER_UPGRADE meant?")]
    [InlineData("DAEMON_BACKUP_DIR", "; is DAEMON_DATA_BACKUP_DIR or DAEMON_BACKUP_DATA_DIR meant?")]
    [InlineData("COSMOVISOR_HOME", "; is DAEMON_HOME meant?")]
    [InlineData("daemon_name", ": names of variables are in capitals, DAEMON_NAME")]
    [InlineData("DAEMON_LOG_BUFFER_SIZE", ": it is not needed, a line of the node's may have any length")]
    [InlineData(
        "DAEMON_UPGRADE_INFO_FILE", ": the plan file is looked for in the node's data folder, DAEMON_DATA_DIR if that is elsewhere")]
    [InlineData("COSMOVISOR_ZEBRA", "")]
    public static void AreToldWithTheNearestThatDoes(string name, string rest) =>
        Assert.Equal([$"the variable {name} has no effect{rest}"], UnknownVariables.Warnings([name, "PATH"]));

    [Fact]
    public static void AreNeitherOursNorThoseOfOtherPrograms() =>
        Assert.Empty(UnknownVariables.Warnings(
        [
            "HOME", "SIMD_HOME", "MY_DAEMON_HOME", "DAEMON", "DAEMON_INFO", "COSMOVISOR_OLD_BIN", "COSMOVISOR_UPGRADE_NAME",
            "COSMOVISOR_NEW_BIN", "COSMOVISOR_BACKUP_DIR", "COSMOVISOR_ATTEMPT", "COSMOVISOR_BACKUP_SOURCE", "COSMOVISOR_UPGRADE_FOLDER",
            "COSMOVISOR_UPGRADE_HEIGHT", "COSMOVISOR_LISTEN", "COSMOVISOR_LISTEN_TOKEN_FILE", "COSMOVISOR_LISTEN_HOSTS",
            "COSMOVISOR_METRICS_FILE", "COSMOVISOR_AGENT_STATE", "COSMOVISOR_NOTIFY", "COSMOVISOR_NOTIFY_FILE", "COSMOVISOR_NOTIFY_LEVEL",
            "COSMOVISOR_NOTIFY_SECRET", "COSMOVISOR_NOTIFY_SECRET_FILE", "COSMOVISOR_FLEET",
            .. SettingTable.All.Select(setting => setting.Variable),
            "COSMOVISOR_SERVICE_HOST", "COSMOVISOR_SERVICE_PORT", "COSMOVISOR_SERVICE_PORT_RPC", "COSMOVISOR_PORT",
            "COSMOVISOR_PORT_26657_TCP", "COSMOVISOR_PORT_26657_TCP_ADDR",
        ]));

    [Fact]
    public static void AreAllToldUpToTenInTheOrderOfTheirNames()
    {
        var warnings = UnknownVariables.Warnings(Enumerable.Range(0, 10).Reverse().Select(i => $"COSMOVISOR_ZEBRA{i}"));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"the variable COSMOVISOR_ZEBRA{i} has no effect"), warnings);
    }

    [Fact]
    public static void AreToldTenAtATime()
    {
        var warnings = UnknownVariables.Warnings(Enumerable.Range(10, 13).Select(i => $"COSMOVISOR_ZEBRA{i}"));

        Assert.Equal(11, warnings.Count);
        Assert.Equal("3 more variables have no effect", warnings[^1]);
    }
}
