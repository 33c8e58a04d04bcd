using Cosmovisor.Settings;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>What a config.toml says.</summary>
public static class SettingsTomls
{
    // As `cosmovisor init` of the SDK's 1.6 and 1.7 writes it: no key left out, durations in nanoseconds, 0 for those nobody set.
    private const string OfTheGoVersion = """
        daemon_home = '/root/.simapp'
        daemon_name = 'simd'
        daemon_allow_download_binaries = false
        daemon_download_must_have_checksum = false
        daemon_restart_after_upgrade = true
        daemon_restart_delay = 0
        daemon_shutdown_grace = 0
        daemon_poll_interval = 300000000
        unsafe_skip_backup = false
        daemon_data_backup_dir = '/root/.simapp'
        daemon_preupgrade_max_retries = 0
        daemon_grpc_address = 'localhost:9090'
        cosmovisor_disable_logs = false
        cosmovisor_color_logs = true
        cosmovisor_timeformat_logs = 'kitchen'
        cosmovisor_custom_preupgrade = ''
        cosmovisor_disable_recase = false

        """;

    [Fact]
    public static void OfTheGoVersionAreReadToTheLastKey()
    {
        var file = Read(OfTheGoVersion);

        Assert.Empty(file.Complaints);
        Assert.Empty(file.Warnings);
        Assert.Equal(
            [
                "1 DAEMON_HOME=/root/.simapp", "2 DAEMON_NAME=simd", "3 DAEMON_ALLOW_DOWNLOAD_BINARIES=false",
                "4 DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM=false",
                "5 DAEMON_RESTART_AFTER_UPGRADE=true", "6 DAEMON_RESTART_DELAY=", "7 DAEMON_SHUTDOWN_GRACE=",
                "8 DAEMON_POLL_INTERVAL=300ms", "9 UNSAFE_SKIP_BACKUP=false",
                "10 DAEMON_DATA_BACKUP_DIR=/root/.simapp", "11 DAEMON_PREUPGRADE_MAX_RETRIES=0", "12 DAEMON_GRPC_ADDRESS=localhost:9090",
                "13 COSMOVISOR_DISABLE_LOGS=false",
                "14 COSMOVISOR_COLOR_LOGS=true", "15 COSMOVISOR_TIMEFORMAT_LOGS=kitchen", "16 COSMOVISOR_CUSTOM_PREUPGRADE=",
                "17 COSMOVISOR_DISABLE_RECASE=false",
            ],
            file.Settings.Select(one => $"{one.Line} {one.Setting.Variable}={one.Value}"));
    }

    [Theory]
    [InlineData("daemon_restart_delay = 406000000", "406ms")]
    [InlineData("daemon_restart_delay = 1_500_000_000", "1.5s")]
    [InlineData("daemon_restart_delay = 5400000000000", "1h30m0s")]
    [InlineData("daemon_restart_delay = \"406ms\"", "406ms")]
    [InlineData("daemon_restart_delay = -1000000000", "-1s")]
    [InlineData("daemon_restart_delay = 0", "")]
    [InlineData("cosmovisor_confirm_within = 0", "")]
    [InlineData("cosmovisor_confirm_within = '0s'", "0s")]
    [InlineData("daemon_preupgrade_max_retries = 3", "3")]
    [InlineData("daemon_preupgrade_max_retries = '3'", "3")]
    [InlineData("cosmovisor_download_max_size = 0x80000000", "2147483648")]
    [InlineData("unsafe_skip_backup = true", "true")]
    [InlineData("unsafe_skip_backup = \"TRUE\"", "TRUE")]
    [InlineData("UNSAFE_SKIP_BACKUP = true", "true")]
    [InlineData("\"unsafe_skip_backup\" = true", "true")]
    [InlineData("daemon_name = \"\"\"simd\"\"\" # the daemon", "simd")]
    [InlineData("daemon_home = 'C:\\no \"escapes\"'", "C:\\no \"escapes\"")]
    [InlineData("\r\n\r\ndaemon_name = 'simd'\r\n", "simd")]
    public static void SayItAsAVariableWouldSayIt(string text, string value)
    {
        var file = Read(text);

        Assert.Empty(file.Complaints);
        Assert.Equal(value, Assert.Single(file.Settings).Value);
    }

    [Theory]
    [InlineData("daemon_home = 5", "daemon_home must be a text in quotes, not 5")]
    [InlineData("daemon_home = true", "daemon_home must be a text in quotes, not true")]
    [InlineData("unsafe_skip_backup = 1", "unsafe_skip_backup must be true or false, not 1")]
    [InlineData(
        "daemon_restart_delay = true",
        "daemon_restart_delay must be a duration in quotes, such as \"15s\", or a number of nanoseconds, not true")]
    [InlineData(
        "daemon_restart_delay = 1.5",
        "daemon_restart_delay must be a duration in quotes, such as \"15s\", or a number of nanoseconds, not 1.5")]
    [InlineData("daemon_preupgrade_max_retries = [1, 2]", "daemon_preupgrade_max_retries must be a whole number, not [1, 2]")]
    [InlineData("daemon_preupgrade_max_retries = 2024-01-01", "daemon_preupgrade_max_retries must be a whole number, not 2024-01-01")]
    [InlineData("daemon_name = { simd = 1 }", "daemon_name must be a text in quotes, not { simd = 1 }")]
    public static void OfTheWrongTypeAreTold(string text, string complaint) =>
        Assert.Equal([$"/c.toml line 2: {complaint}"], Read($"# settings\n{text} # why\n").Complaints);

    [Fact]
    public static void ThatSayAThingTwiceAreToldEvenInOtherLetters() =>
        Assert.Equal(
            ["/c.toml line 2: DAEMON_NAME is set for the second time, after line 1"],
            Read("daemon_name = 'a'\nDAEMON_NAME = 'b'\n").Complaints);

    [Theory]
    [InlineData("daemon_name = 'a'\ndaemon_home = 'x\ndaemon_restart_delay = 3\n", "line 2, column 17 is not TOML")]
    [InlineData("daemon_name = 'a'\ndaemon_name = 'b'\n", "line 2, column 1 is not TOML")]
    [InlineData("a = 1 b = 2", "line 1, column 7 is not TOML")]
    [InlineData("\0", "line 1, column 1 is not TOML")]
    public static void ThatAreBrokenAreToldOnceWithThePlace(string text, string place)
    {
        var file = Read(text);

        Assert.StartsWith($"/c.toml {place}: ", Assert.Single(file.Complaints), StringComparison.Ordinal);
        Assert.EndsWith(". Nothing of the file was taken", file.Complaints[0], StringComparison.Ordinal);
        Assert.Empty(file.Settings);
        Assert.False(file.IsReadable);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a=")]
    public static void NestedWithoutEndAreToldAndNotFollowed(string bracket) =>
        Assert.Contains("is not TOML that can be read",
            Assert.Single(Read("a = " + string.Concat(Enumerable.Repeat(bracket, 100_000))).Complaints), StringComparison.Ordinal);

    [Fact]
    public static void WithUnknownKeysAreReadAndTheNearestKeyIsNamed() =>
        Assert.Equal(
            [
                "/c.toml line 1: there is no setting daemon_hme, so it has no effect; is daemon_home meant?",
                "/c.toml line 3: there is no setting max_restart_retries, so it has no effect",
                "/c.toml line 4: there is no setting daemon.name, so it has no effect; is daemon_name meant?",
                "/c.toml line 5: there are no sections in this file, so [more] and what is in it has no effect",
                "/c.toml line 7: there are no sections in this file, so [again] and what is in it has no effect",
            ],
            Read(
                "daemon_hme = '/x'\ndaemon_name = 'simd'\nmax_restart_retries = 5\ndaemon.name = 'x'\n[more]\ndaemon_home = '/y'\n[[again]]\nx = 1\n").Warnings);

    [Fact]
    public static void FullOfUnknownKeysAreNotToldLineByLine()
    {
        var file = Read(string.Concat(Enumerable.Range(1, 1000).Select(line => $"key{line} = 1\n")) + "daemon_name = 'simd'\n");

        Assert.Equal(11, file.Warnings.Count);
        Assert.Equal("/c.toml: 990 more keys have no effect", file.Warnings[^1]);
        Assert.Equal("simd", Assert.Single(file.Settings).Value);
    }

    [Fact]
    public static void NeverThrowWhateverIsWritten() => Gen.String.Sample(text => Answer.IsWhole(Read(text)));

    [Fact]
    public static void NeverThrowHoweverTheirPartsAreMixed() =>
        Gen.OneOf("daemon_name", "unsafe_skip_backup", "=", " ", "\n", "'", "\"", "\"\"\"", "[", "]", "{", "}", ".", ",",
            "1", "-", "true", "#", "\r", "\\", "\\u00", "1979-05-27", "inf", "é", "\ud800", "\0")
            .Array[0, 30].Sample(parts => Answer.IsWhole(Read(string.Concat(parts))));

    private static SettingsFile Read(string text) => SettingsToml.Parse("/c.toml", text);
}
