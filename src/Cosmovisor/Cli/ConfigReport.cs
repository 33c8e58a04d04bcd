using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>What <c>config --json</c> prints.</summary>
internal sealed record ConfigReport
{
    public required string Contract { get; init; }

    /// <summary>What decided on it.</summary>
    public required string ContractOrigin { get; init; }

    /// <summary>The config.toml that was read.</summary>
    public string? File { get; init; }

    public required IReadOnlyDictionary<string, ConfigValue> Settings { get; init; }

    public required IReadOnlyDictionary<string, string> Derived { get; init; }

    public required IReadOnlyList<string> Wrong { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public static string Json(EffectiveSettings settings, IReadOnlyList<string> complaints) => JsonSerializer.Serialize(
        new ConfigReport
        {
            Contract = settings.Contract.ToString().ToLowerInvariant(),
            ContractOrigin = settings.ContractOrigin,
            File = settings.File?.Path,
            Settings = settings.All.ToDictionary(one => one.Setting.Variable, one => new ConfigValue(one.Value, one.Origin, one.Line > 0 ? one.Line : null)),
            Derived = DerivedValues.Of(settings).ToDictionary(one => one.Label.Replace(' ', '_').ToLowerInvariant(), one => one.Value),
            Wrong = complaints,
            Warnings = settings.Warnings,
        },
        ConfigJson.Default.ConfigReport);
}

/// <summary>One setting: what holds, from where, and on which line of the file.</summary>
internal sealed record ConfigValue(string Value, string Origin, int? Line);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ConfigReport))]
internal sealed partial class ConfigJson : JsonSerializerContext;
