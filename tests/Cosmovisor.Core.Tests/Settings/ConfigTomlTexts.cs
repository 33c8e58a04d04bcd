using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>The config.toml that <c>init</c> writes.</summary>
public static class ConfigTomlTexts
{
    private static readonly Dictionary<string, string> Given = new()
    {
        ["DAEMON_HOME"] = "/with space/\"quotes\" \\ é \t",
        ["DAEMON_NAME"] = "simd",
        ["DAEMON_RESTART_DELAY"] = "1.5s",
        ["DAEMON_PREUPGRADE_MAX_RETRIES"] = "007",
        ["UNSAFE_SKIP_BACKUP"] = "TRUE",
        ["COSMOVISOR_TIMEFORMAT_LOGS"] = "",
        ["COSMOVISOR_BACKUP_COMMAND"] = "zfs snapshot \"tank@$COSMOVISOR_UPGRADE_FOLDER\"",
    };

    [Theory]
    [InlineData(Contract.Classic)]
    [InlineData(Contract.Sdk)]
    internal static void AreReadAgainAsTheyWereWritten(Contract contract)
    {
        var (settings, complaints) = SettingsReader.Read(contract, Given.GetValueOrDefault);

        var file = Parsed(settings);
        var (again, complaintsAgain) = SettingsReader.Read(contract, _ => null, file, fileGivesHome: true);

        Assert.Empty(complaints.Concat(complaintsAgain).Concat(file.Warnings));
        Assert.Equal(
            settings.All.Where(one => one.Setting != SettingTable.Profile).Select(one => $"{one.Setting.Variable}={Plain(one.Value)}"),
            again.All.Where(one => one.Setting != SettingTable.Profile).Select(one => $"{one.Setting.Variable}={Plain(one.Value)}"));
    }

    [Fact]
    public static void LeaveEveryDefaultADefault()
    {
        var (settings, _) = SettingsReader.Read(Contract.Sdk, Given.GetValueOrDefault);

        Assert.Equal(
            Given.Keys.Order(StringComparer.Ordinal),
            Parsed(settings).Settings.Select(one => one.Setting.Variable).Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void SayWhatTheyAreAndWhatEachKeyIsFor()
    {
        var lines = ConfigTomlText.Lines(SettingsReader.Read(Contract.Sdk, Given.GetValueOrDefault).Settings);

        Assert.Equal(
            [
                "# Settings of cosmovisor for this home. A variable of the environment of the same name, in capitals, wins.",
                "# A line that begins with # and a key shows the default; take the # away to change it.",
                "",
                $"# {SettingTable.Home.Summary}",
            ],
            lines.Take(4));
        Assert.All(SettingTable.All, setting => Assert.Contains($"# {setting.Summary}", lines));
    }

    [Theory]
    [InlineData("UNSAFE_SKIP_BACKUP", "TRUE", "unsafe_skip_backup = true")]
    [InlineData("DAEMON_PREUPGRADE_MAX_RETRIES", "007", "daemon_preupgrade_max_retries = 7")]
    [InlineData("COSMOVISOR_BACKUP_KEEP", "03", "cosmovisor_backup_keep = 3")]
    [InlineData("DAEMON_NAME", "7", "daemon_name = \"7\"")]
    [InlineData("DAEMON_RESTART_DELAY", "1.5s", "daemon_restart_delay = \"1.5s\"")]
    [InlineData("COSMOVISOR_TIMEFORMAT_LOGS", "", "cosmovisor_timeformat_logs = \"\"")]
    public static void HaveEachValueInItsOwnForm(string variable, string value, string line)
    {
        var (settings, _) = SettingsReader.Read(Contract.Sdk, name => name == variable ? value : null);

        Assert.Contains(line, ConfigTomlText.Lines(settings));
    }

    /// <summary>What the environment keeps to itself is not written into a file that others may read.</summary>
    [Fact]
    public static void HoldNoSecretOfTheEnvironment()
    {
        var (settings, complaints) = SettingsReader.Read(
            Contract.Sdk, name => name == "COSMOVISOR_NODE_RPC" ? "https://me:word@x.org/token" : Given.GetValueOrDefault(name));

        Assert.Empty(complaints);
        Assert.DoesNotContain("me:word", string.Concat(ConfigTomlText.Lines(settings)), StringComparison.Ordinal);
        Assert.Null(Parsed(settings).Of(SettingTable.NodeRpc));
    }

    [Fact]
    public static void KeepASecretThatStoodInTheFileBefore()
    {
        var file = SettingsToml.Parse("/c.toml", "cosmovisor_node_rpc = \"https://me:word@x.org/token\"");

        var (settings, _) = SettingsReader.Read(Contract.Sdk, Given.GetValueOrDefault, file);

        Assert.Equal("https://me:word@x.org/token", Parsed(settings).Of(SettingTable.NodeRpc)?.Value);
    }

    [Theory]
    [InlineData(Contract.Classic, "classic")]
    [InlineData(Contract.Sdk, null)]
    internal static void KeepAClassicHomeClassic(Contract contract, string? profile)
    {
        var (settings, _) = SettingsReader.Read(contract, Given.GetValueOrDefault);

        Assert.Equal(profile, Parsed(settings).Of(SettingTable.Profile)?.Value);
    }

    [Theory]
    [InlineData(Contract.Classic)]
    [InlineData(Contract.Sdk)]
    internal static void ShowEveryOtherKeyWithItsDefaultBehindAHash(Contract contract)
    {
        var (settings, _) = SettingsReader.Read(contract, Given.GetValueOrDefault);
        var lines = ConfigTomlText.Lines(settings);
        var uncommented = SettingsToml.Parse("/c.toml", string.Join('\n', lines.Skip(2).Select(
            line => line.StartsWith("# ", StringComparison.Ordinal) && line.Contains(" = ", StringComparison.Ordinal) ? line[2..] : line)));

        Assert.Empty(uncommented.Complaints);
        Assert.Equal(SettingTable.All.Count, uncommented.Settings.Count);
        Assert.All(uncommented.Settings.Where(one => one.Value.Length > 0 && one.Value != "0s"),
            one => Assert.Null(one.Setting.WhatIsWrong(one.Value)));
    }

    [Fact]
    public static void HoldAnyTextThereIs() =>
        Gen.String.Where(text => text.Length > 0 && !text.Any(char.IsSurrogate)).Sample(text =>
        {
            var (settings, _) = SettingsReader.Read(Contract.Sdk, variable => variable == "DAEMON_GRPC_ADDRESS" ? text : null);
            return Parsed(settings).Of(SettingTable.GrpcAddress)?.Value == text;
        });

    // Written in the form's own way, not in the operator's: 007 is 7, TRUE is true.
    private static string Plain(string value) => value switch { "007" => "7", "TRUE" => "true", _ => value };

    private static SettingsFile Parsed(EffectiveSettings settings) =>
        SettingsToml.Parse("/c.toml", string.Join('\n', ConfigTomlText.Lines(settings)));
}
