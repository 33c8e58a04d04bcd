using System.Text;
using System.Text.Json;
using Cosmovisor.Logging;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Agent.Files;

/// <param name="Name">The variable's.</param>
/// <param name="Value">Without secrets.</param>
/// <param name="Origin">environment, config.toml or default.</param>
internal sealed record SettingSeen(string Name, string Value, string Origin);

/// <summary>
/// The settings that the supervisor said it started with. Its environment is its own, so what it said is all there is to know.
/// </summary>
internal static class SettingsSeen
{
    private const int LongestConfig = 1024 * 1024;

    /// <returns>Those of the file and the defaults, where no start is on record any more.</returns>
    public static IReadOnlyList<SettingSeen> Of(HomeFiles home)
    {
        var started = LastStart(home);
        var inFile = InFile(home.ConfigFile);
        var contract = home.State.Value?.Supervisor?.Contract == "sdk" ? Contract.Sdk : Contract.Classic;
        return [.. SettingTable.All.Select(
            setting => One(setting, contract, Said(started, setting), inFile.GetValueOrDefault(setting.Variable), home.Path))];
    }

    /// <summary>Where the sdk contract keeps backups, if not in the home; null for there.</summary>
    public static string? BackupFolder(HomeFiles home)
    {
        var setting = SettingTable.BackupFolder;
        return (Said(LastStart(home), setting) ?? InFile(home.ConfigFile).GetValueOrDefault(setting.Variable)) is ['/', ..] path ? path
            : null;
    }

    private static JsonElement LastStart(HomeFiles home) => home.Events.LastOf("supervisor-started");

    private static SettingSeen One(Setting setting, Contract contract, string? said, string? inFile, string home)
    {
        var value = setting == SettingTable.Home ? home : said ?? inFile ?? setting.DefaultIn(contract);
        var origin = value == inFile ? "config.toml" : said is not null || setting == SettingTable.Home ? "environment" : "default";
        return new SettingSeen(setting.Variable, LinkSecrets.Hide(value), origin);
    }

    private static string? Said(JsonElement started, Setting setting)
    {
        if (started.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return setting == SettingTable.Name && started.TryGetProperty("daemon", out var daemon) && daemon.ValueKind == JsonValueKind.String
            ? daemon.GetString()
            : started.TryGetProperty("settings", out var settings) && settings.ValueKind == JsonValueKind.Object
                && settings.EnumerateObject()
                    .FirstOrDefault(one => setting.IsCalled(one.Name)) is { Value.ValueKind: JsonValueKind.String } found
                ? found.Value.GetString()
            : null;
    }

    private static Dictionary<string, string> InFile(string path) =>
        RegularFile.Read(path, LongestConfig).IsOk(out var bytes, out _) && bytes is not null
            ? SettingsToml.Parse(path, Encoding.UTF8.GetString(bytes)).Settings
                .ToDictionary(one => one.Setting.Variable, one => one.Value, StringComparer.Ordinal)
            : [];
}
