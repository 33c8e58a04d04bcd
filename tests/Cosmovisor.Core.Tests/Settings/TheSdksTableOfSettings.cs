using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>
/// The table by which the SDK's cosmovisor 1.6 and 1.7 test their reading of the environment, case by case. Where we differ, the remark
/// says so.
/// </summary>
public static class TheSdksTableOfSettings
{
    private static readonly Dictionary<string, string> Base = new()
    {
        ["DAEMON_HOME"] = "/home",
        ["DAEMON_NAME"] = "testname",
        ["DAEMON_ALLOW_DOWNLOAD_BINARIES"] = "true",
        ["DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM"] = "true",
        ["DAEMON_RESTART_AFTER_UPGRADE"] = "false",
        ["DAEMON_RESTART_DELAY"] = "600ms",
        ["UNSAFE_SKIP_BACKUP"] = "true",
        ["DAEMON_DATA_BACKUP_DIR"] = "",
        ["DAEMON_POLL_INTERVAL"] = "303ms",
        ["DAEMON_PREUPGRADE_MAX_RETRIES"] = "1",
        ["COSMOVISOR_DISABLE_LOGS"] = "false",
        ["COSMOVISOR_COLOR_LOGS"] = "true",
        ["COSMOVISOR_TIMEFORMAT_LOGS"] = "kitchen",
        ["COSMOVISOR_CUSTOM_PREUPGRADE"] = "preupgrade.sh",
        ["COSMOVISOR_DISABLE_RECASE"] = "false",
    };

    [Fact]
    public static void AllBadIsThirteenErrors()
    {
        var bad = Base.Keys.Where(name => name is not ("DAEMON_HOME"
            or "DAEMON_NAME"
            or "COSMOVISOR_DISABLE_LOGS"
            or "COSMOVISOR_COLOR_LOGS"
            or "COSMOVISOR_CUSTOM_PREUPGRADE"))
            .Append("DAEMON_SHUTDOWN_GRACE").ToDictionary(name => name, _ => "bad");

        Assert.Equal(13, SettingsReader.Read(Contract.Sdk, bad.GetValueOrDefault).Complaints.Count);
    }

    [Fact]
    public static void AllGoodIsAsGiven()
    {
        var (settings, complaints) = Read(("COSMOVISOR_DISABLE_RECASE", "true"), ("DAEMON_SHUTDOWN_GRACE", "10s"));

        Assert.Empty(complaints);
        Assert.All(Base.Where(one => one.Value.Length > 0 && one.Key != "COSMOVISOR_DISABLE_RECASE"),
            one => Assert.Equal(one.Value, settings.All.Single(row => row.Setting.Variable == one.Key).Value));
        Assert.Equal("localhost:9090", settings.Text(SettingTable.GrpcAddress));
        Assert.Equal("/home", DerivedValues.Of(settings).Single(one => one.Label == "Data Backup Dir").Value);
    }

    // Theirs are three: without a home they have no backup folder either, and say so.
    [Fact]
    public static void NothingSetIsTwoErrors() =>
        Assert.Equal(
            ["DAEMON_HOME is not set", "DAEMON_NAME is not set"],
            SettingsReader.Read(Contract.Sdk, name => name is "COSMOVISOR_DISABLE_LOGS" or "COSMOVISOR_COLOR_LOGS"
                ? "false" : null).Complaints);

    [Theory]
    [InlineData("DAEMON_ALLOW_DOWNLOAD_BINARIES", "bad")]
    [InlineData("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "bad")]
    [InlineData("DAEMON_RESTART_AFTER_UPGRADE", "bad")]
    [InlineData("UNSAFE_SKIP_BACKUP", "bad")]
    [InlineData("DAEMON_POLL_INTERVAL", "bad")]
    [InlineData("DAEMON_POLL_INTERVAL", "0")]
    [InlineData("DAEMON_POLL_INTERVAL", "600")]
    [InlineData("DAEMON_POLL_INTERVAL", "987")]
    [InlineData("DAEMON_POLL_INTERVAL", "-3m")]
    [InlineData("DAEMON_RESTART_DELAY", "bad")]
    [InlineData("DAEMON_RESTART_DELAY", "0")]
    [InlineData("DAEMON_RESTART_DELAY", "600")]
    [InlineData("DAEMON_RESTART_DELAY", "-3m")]
    [InlineData("DAEMON_SHUTDOWN_GRACE", "0s")]
    [InlineData("DAEMON_PREUPGRADE_MAX_RETRIES", "bad")]
    [InlineData("DAEMON_PREUPGRADE_MAX_RETRIES", "-1")] // theirs take it, and then fail every pre-upgrade
    [InlineData("COSMOVISOR_DISABLE_LOGS", "bad")]
    [InlineData("COSMOVISOR_COLOR_LOGS", "bad")]
    [InlineData("COSMOVISOR_TIMEFORMAT_LOGS", "invalid")]
    [InlineData("COSMOVISOR_DISABLE_RECASE", "bad")]
    public static void OneBadIsOneErrorThatNamesIt(string variable, string value) =>
        Assert.StartsWith($"{variable} must be ", Assert.Single(Read((variable, value)).Complaints), StringComparison.Ordinal);

    [Theory]
    [InlineData("DAEMON_ALLOW_DOWNLOAD_BINARIES", "", "false")]
    [InlineData("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true", "true")]
    [InlineData("DAEMON_ALLOW_DOWNLOAD_BINARIES", "false", "false")]
    [InlineData("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "false", "false")]
    [InlineData("DAEMON_RESTART_AFTER_UPGRADE", "", "true")]
    [InlineData("DAEMON_RESTART_AFTER_UPGRADE", "true", "true")]
    [InlineData("DAEMON_RESTART_AFTER_UPGRADE", "false", "false")]
    [InlineData("UNSAFE_SKIP_BACKUP", "", "false")]
    [InlineData("UNSAFE_SKIP_BACKUP", "true", "true")]
    [InlineData("UNSAFE_SKIP_BACKUP", "false", "false")]
    [InlineData("DAEMON_POLL_INTERVAL", "", "300ms")]
    [InlineData("DAEMON_POLL_INTERVAL", "1s", "1s")]
    [InlineData("DAEMON_RESTART_DELAY", "", "0s")]
    [InlineData("DAEMON_RESTART_DELAY", "1s", "1s")]
    [InlineData("DAEMON_PREUPGRADE_MAX_RETRIES", "0", "0")]
    [InlineData("DAEMON_PREUPGRADE_MAX_RETRIES", "", "0")]
    [InlineData("DAEMON_PREUPGRADE_MAX_RETRIES", "5", "5")]
    [InlineData("COSMOVISOR_DISABLE_LOGS", "true", "true")]
    [InlineData("COSMOVISOR_COLOR_LOGS", "false", "false")]
    [InlineData("COSMOVISOR_COLOR_LOGS", "", "true")]
    [InlineData("COSMOVISOR_TIMEFORMAT_LOGS", "", "")]
    [InlineData("COSMOVISOR_TIMEFORMAT_LOGS", "rfc3339", "rfc3339")]
    [InlineData("COSMOVISOR_TIMEFORMAT_LOGS", null, "rfc3339milli")] // theirs: kitchen, which has no seconds and no day
    [InlineData("COSMOVISOR_DISABLE_RECASE", "true", "true")]
    [InlineData("DAEMON_SHUTDOWN_GRACE", "15s", "15s")]
    [InlineData("DAEMON_SHUTDOWN_GRACE", "", "60s")] // theirs: none, and the node is killed in the middle of a flush
    public static void OneGoodHolds(string variable, string? value, string holds)
    {
        var (settings, complaints) = Read((variable, value));

        Assert.Empty(complaints);
        Assert.Equal(holds, settings.All.Single(row => row.Setting.Variable == variable).Value);
    }

    private static (EffectiveSettings Settings, IReadOnlyList<string> Complaints) Read(params (string Variable, string? Value)[] changed) =>
        SettingsReader.Read(
            Contract.Sdk,
            name => changed.FirstOrDefault(one => one.Variable == name) is (not null, var value) ? value : Base.GetValueOrDefault(name));
}
