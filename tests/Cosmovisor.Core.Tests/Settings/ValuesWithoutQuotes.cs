using Cosmovisor.Settings;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>A config.toml as guides print it: values without quotes are taken, and every one of them is told with its cure.</summary>
public static class ValuesWithoutQuotes
{
    [Theory]
    [InlineData("daemon_restart_delay = 30s", "30s")]
    [InlineData("daemon_restart_delay = 30s   # as the guide says", "30s")]
    [InlineData("  DAEMON_RESTART_DELAY=30s\r", "30s")]
    [InlineData("export daemon_restart_delay=30s", "30s")]
    [InlineData("daemon_restart_delay = “30s”", "30s")]
    [InlineData("daemon_restart_delay = 1h30m", "1h30m")]
    public static void AreTakenWithAWarning(string line, string value)
    {
        var file = SettingsToml.Parse("c.toml", $"daemon_name = 'simd'\n{line}\nunsafe_skip_backup = true\n");

        Assert.Empty(file.Complaints);
        Assert.Equal(
            (value, "simd", "true"),
            (file.Of(SettingTable.RestartDelay)?.Value, file.Of(SettingTable.Name)?.Value, file.Of(SettingTable.SkipBackup)?.Value));
        Assert.StartsWith("c.toml line 2: ", Assert.Single(file.Warnings), StringComparison.Ordinal);
        Assert.Contains($"restart_delay = \"{value}\"", file.Warnings[0], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("daemon_home = /root/.simd", "/root/.simd")]
    [InlineData("daemon_home = C:\\x\\\"y", "C:\\x\\\"y")]
    [InlineData("daemon_home =", "")]
    public static void MayBeAnything(string line, string value) =>
        Assert.Equal(value, SettingsToml.Parse("c.toml", $"{line}\n").Of(SettingTable.Home)?.Value);

    [Fact]
    public static void AreAllToldAtOnceWhereTheFileIsNotTomlForAnotherReasonToo()
    {
        var file = SettingsToml.Parse("c.toml", "daemon_restart_delay = 30s\ndaemon_shutdown_grace = 15s\ndaemon_name = 'simd\n");

        Assert.False(file.IsReadable);
        Assert.Equal(
            [
                "c.toml line 1: 30s has no quotes, which is not TOML. Write daemon_restart_delay = \"30s\"",
                "c.toml line 2: 15s has no quotes, which is not TOML. Write daemon_shutdown_grace = \"15s\"",
            ],
            file.Complaints.Take(2));
        Assert.StartsWith("c.toml line 3, column ", Assert.Single(file.Complaints.Skip(2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("daemon_poll_interval = 300_000_000\nx = 1")]
    [InlineData("unsafe_skip_backup = true\ndaemon_name = \"simd\"\n[a]\nb = 'c'")]
    [InlineData("# daemon_restart_delay = 30s\n")]
    public static void AreNotSeenInWhatIsToml(string text) => Assert.DoesNotContain(
        SettingsToml.Parse("c.toml", text).Warnings, warning => warning.Contains("without quotes", StringComparison.Ordinal));
}
