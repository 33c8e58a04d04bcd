using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>config [--json]</c>: every setting, its value and where it came from, also when they are wrong.</summary>
/// <param name="settings">As far as they can be read.</param>
/// <param name="complaints">What is wrong with them.</param>
/// <param name="output">The operator.</param>
/// <param name="warn">Receives what has no effect.</param>
internal sealed class ConfigCommand(EffectiveSettings settings, IReadOnlyList<string> complaints, TextWriter output, Action<string> warn)
{
    /// <exception cref="RefusedException">The settings are wrong; code 78. They are printed before.</exception>
    public int Run(bool json)
    {
        if (json)
        {
            output.Write($"{JsonSerializer.Serialize(Report(), ConfigJson.Default.ConfigReport)}\n");
        }
        else
        {
            WriteText();
        }

        foreach (var remark in settings.IsContractAssumed && complaints.Count == 0 ? [.. settings.Warnings, settings.AssumedContract]
            : settings.Warnings)
        {
            warn(remark);
        }

        return complaints.Count == 0 ? ExitCodes.Done : throw CheckedSettings.Refusal(complaints);
    }

    // The SDK's text, whose every line NAME: value scripts may look for, and behind it what it does not tell.
    private void WriteText()
    {
        output.Write("Configurable Values:\n");

        foreach (var one in settings.All)
        {
            output.Write($"  {one.Setting.Variable}: {one.Shown}\n");
        }

        output.Write("Derived Values:\n");

        foreach (var (label, value) in DerivedValues.Of(settings))
        {
            output.Write($"  {label,15}: {value}\n");
        }

        output.Write("Origins:\n");

        foreach (var one in settings.All.Where(one => one.Origin != SettingInForce.Default))
        {
            output.Write($"  {one.Setting.Variable} ({(one.Line > 0 ? $"{settings.File?.Path} line {one.Line}" : one.Origin)})\n");
        }

        var contract = $"{ContractName.Of(settings.Contract)} contract";
        output.Write($"  the {contract} ({settings.ContractOrigin})\n");
        output.Write($"  all others (default of the {contract})\n");
    }

    private ConfigReport Report() => new()
    {
        Contract = ContractName.Of(settings.Contract),
        ContractOrigin = settings.ContractOrigin,
        File = settings.File?.Path,
        Settings = settings.All.ToDictionary(
            one => one.Setting.Variable, one => new ConfigValue(one.Shown, one.Origin, one.Line > 0 ? one.Line : null)),
        Derived = DerivedValues.Of(settings).ToDictionary(one => one.Label.Replace(' ', '_').ToLowerInvariant(), one => one.Value),
        Wrong = complaints,
        Warnings = settings.Warnings,
    };
}

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
}

/// <summary>One setting: what holds, from where, and on which line of the file.</summary>
internal sealed record ConfigValue(string Value, string Origin, int? Line);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ConfigReport))]
internal sealed partial class ConfigJson : JsonSerializerContext;
