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
