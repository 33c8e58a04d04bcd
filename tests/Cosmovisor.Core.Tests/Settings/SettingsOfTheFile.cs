using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>Environment before config.toml before default.</summary>
public static class SettingsOfTheFile
{
    // The SDK's own table, TestConfigFromFile of 1.6 and 1.7.
    private const string Sdks =
        "daemon_home = '/foo'\ndaemon_name = 'test'\ndaemon_restart_delay = 406000000\ndaemon_poll_interval = 8000000\ncosmovisor_timeformat_logs = 'kitchen'\ncosmovisor_disable_recase = true\ndaemon_shutdown_grace = 10000000000\n";

    [Fact]
    public static void HoldAsTheSdkReadsThem()
    {
        var (settings, complaints) = Read(Sdks, isNamed: true);

        Assert.Empty(complaints);
        Assert.Equal(("/foo", "test"), (settings.Home.Path, settings.Home.DaemonName));
        Assert.Equal(
            [TimeSpan.FromMilliseconds(406), TimeSpan.FromMilliseconds(8), TimeSpan.FromSeconds(10)],
            [settings.Value(SettingTable.RestartDelay), settings.Value(SettingTable.PollInterval), settings.Value(
                SettingTable.ShutdownGrace)]);
        Assert.Equal(("kitchen", true), (settings.Text(SettingTable.TimeFormatLogs), settings.Value(SettingTable.DisableRecase)));
    }

    [Fact]
    public static void GiveWayToTheEnvironmentAndSayWhereTheyCameFrom()
    {
        var (settings, _) = Read(Sdks, isNamed: true, ("DAEMON_NAME", "env-name"), ("DAEMON_RESTART_DELAY", ""));

        Assert.Equal(new SettingInForce(SettingTable.Name, "env-name", SettingInForce.Environment), settings.Of(SettingTable.Name));
        Assert.Equal(
            new SettingInForce(SettingTable.RestartDelay, "406ms", SettingInForce.ConfigFile, 3), settings.Of(SettingTable.RestartDelay));
        Assert.Equal(
            new SettingInForce(SettingTable.MustHaveChecksum, "false", SettingInForce.Default), settings.Of(SettingTable.MustHaveChecksum));
    }

    [Theory]
    [InlineData(
        "daemon_poll_interval = 50", "daemon_poll_interval must be a duration of at least 100ns, not \"50ns\"; leave it out for 300ms")]
    [InlineData("daemon_restart_delay = -5", "daemon_restart_delay must be a duration above 0, not \"-5ns\"; leave it out for none")]
    [InlineData(
        "daemon_restart_delay = -3000000000", "daemon_restart_delay must be a duration above 0, not \"-3s\"; leave it out for none")]
    [InlineData("cosmovisor_confirm_within = -5", "cosmovisor_confirm_within must be a duration of 0 or more, not \"-5ns\"")]
    public static void ThatAreNoTimeAreToldAsTheyWereWritten(string text, string complaint)
    {
        var (_, complaints) = Read(text, isNamed: false, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"));

        Assert.EndsWith($" line 1: {complaint}", Assert.Single(complaints), StringComparison.Ordinal);
    }

    [Fact]
    public static void LeaveTheDefaultWhereTheGoVersionsWroteThatNobodyHadSetIt()
    {
        var (settings, complaints) = Read("daemon_shutdown_grace = 0\ncosmovisor_custom_preupgrade = ''\n", isNamed: false,
            ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"));

        Assert.Empty(complaints);
        Assert.Equal(
            (TimeSpan.FromSeconds(60), SettingInForce.Default),
            (settings.Value(SettingTable.ShutdownGrace), settings.Of(SettingTable.ShutdownGrace).Origin));
        Assert.Null(settings.TextOrNull(SettingTable.CustomPreUpgrade));
    }

    [Theory]
    [InlineData("''", null, "")]
    [InlineData("'kitchen'", "", "")]
    [InlineData("'kitchen'", null, "kitchen")]
    [InlineData("''", "ansic", "ansic")]
    public static void MayTurnTheTimeOffByBeingEmpty(string written, string? given, string value)
    {
        var (settings, complaints) = SettingsReader.Read(Contract.Sdk, variable => variable == "COSMOVISOR_TIMEFORMAT_LOGS" ? given : null,
            SettingsToml.Parse("/c.toml", $"cosmovisor_timeformat_logs = {written}"));

        Assert.DoesNotContain(complaints, complaint => complaint.Contains("TIMEFORMAT", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(value, settings.Text(SettingTable.TimeFormatLogs));
    }

    [Fact]
    public static void DoNotMoveTheHomeTheyWereFoundIn()
    {
        var (settings, complaints) = Read(Sdks, isNamed: false, ("DAEMON_HOME", "/moved"));

        Assert.Empty(complaints);
        Assert.Equal("/moved", settings.Home.Path);
        Assert.Equal(
            ["/c.toml line 1: daemon_home is /foo, and has no effect: the file was found by way of DAEMON_HOME, which holds"],
            settings.Warnings);
    }

    [Fact]
    public static void ThatAreWrongAreToldWithTheOthersAndWithTheirLine()
    {
        var (_, complaints) = Read(
            "daemon_home = 'rel'\ndaemon_restart_delay = '5'\nunsafe_skip_backup = 3\n", isNamed: true, ("DAEMON_SHUTDOWN_GRACE", "bad"));

        Assert.Equal(
            [
                "/c.toml line 3: unsafe_skip_backup must be true or false, not 3",
                "/c.toml line 1: daemon_home must be an absolute path, not \"rel\"",
                "DAEMON_NAME is not set",
                "/c.toml line 2: daemon_restart_delay must be a duration: \"5\" is not a duration such as 300ms, 15s or 1h30m",
                "DAEMON_SHUTDOWN_GRACE must be a duration: \"bad\" is not a duration such as 300ms, 15s or 1h30m",
            ],
            complaints);
    }

    [Fact]
    public static void ThatCannotBeReadAreNotToldToLackAnything()
    {
        var (_, complaints) = Read("daemon_home = '", isNamed: true, ("DAEMON_SHUTDOWN_GRACE", "bad"));

        Assert.Equal(["/c.toml line 1", "DAEMON_SHUTDOWN_GRACE must"], complaints.Select(complaint =>
            complaint.Split(',', ' ') is var words && words[0] == "/c.toml" ? string.Join(' ', words[..3]) : string.Join(' ', words[..2])));
    }

    [Theory]
    [InlineData("localhost:9090", 0)]
    [InlineData("localhost:9191", 1)]
    public static void WithAGrpcAddressAreToldThatItHasNoEffectOnlyWhenSomebodyChoseIt(string address, int warnings)
    {
        var (settings, complaints) =
            Read($"daemon_grpc_address = '{address}'", isNamed: false, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"));

        Assert.Empty(complaints);
        Assert.Equal(
            Enumerable.Repeat(
                "/c.toml line 1: daemon_grpc_address has no effect: the node is asked over its RPC, where its own config.toml says that it listens",
                warnings),
            settings.Warnings);
    }

    private static (EffectiveSettings Settings, IReadOnlyList<string> Complaints) Read(
        string text, bool isNamed, params (string Variable, string Value)[] environment) =>
        SettingsReader.Read(Contract.Sdk, variable => environment.FirstOrDefault(one => one.Variable == variable).Value,
            SettingsToml.Parse("/c.toml", text), isNamed);
}
