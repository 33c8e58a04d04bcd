using Cosmovisor.Home;
using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>All settings of a run, checked.</summary>
/// <param name="Contract">Whose defaults hold.</param>
/// <param name="All">In the order of the table.</param>
/// <param name="File">The config.toml, if there is one.</param>
/// <param name="Warnings">What the operator set and has no effect.</param>
internal sealed record EffectiveSettings(
    Contract Contract, IReadOnlyList<SettingInForce> All, SettingsFile? File, IReadOnlyList<string> Warnings)
{
    /// <summary>Where they were read from: another process of ours reads the same there.</summary>
    public SettingsSource Source { get; init; } = new(InvokedAs.Arguments);

    /// <summary>What decided on the contract.</summary>
    public string ContractOrigin { get; init; } = ChosenContract.ByDefault;

    /// <summary>Whether that was a guess: no run of this home, no profile and no config.toml says so.</summary>
    public bool IsContractAssumed { get; init; }

    /// <summary>For the operator: which contract it is, why, and how to have the other one.</summary>
    public string AssumedContract => Contract == Contract.Sdk
        ? $"this home was not run yet, so the sdk contract is assumed ({ContractOrigin}). For a node that is run as cosmovisor ARGS, without the word run: COSMOVISOR_PROFILE=classic"
        : $"this home was not run yet, so the classic contract is assumed ({ContractOrigin}). For a node that is run as cosmovisor run ARGS: COSMOVISOR_PROFILE=sdk";

    /// <summary>Its path without <c>..</c> and a slash at the end: one home has one spelling, also in what is written down.</summary>
    public DaemonHome Home => HomeOf.Values(
        Text(SettingTable.Home), Text(SettingTable.Name), TextOrNull(SettingTable.CustomRoot), TextOrNull(SettingTable.CustomCurrentLink));

    public string Text(Setting setting) => Of(setting).Value;

    public SettingInForce Of(Setting setting) => All.First(one => one.Setting == setting);

    /// <summary>Whether neither the environment nor config.toml sets it, and it has no default.</summary>
    public bool IsMissing(Setting setting) => Text(setting).Length == 0;

    /// <summary>Null when it is not set and has no default.</summary>
    public string? TextOrNull(Setting setting) => Text(setting) is { Length: > 0 } text ? text : null;

    /// <summary>What each of them says, but for those that are not set or wrong; see <see cref="Value{T}"/>.</summary>
    public required Dictionary<string, object> Values { private get; init; }

    /// <summary>What it says. Asking for one that is wrong, or that nobody has set and has no default, is a mistake of ours.</summary>
    public T Value<T>(Setting<T> setting)
        where T : notnull => Values.TryGetValue(setting.Variable, out var value) ? (T)value
            : throw new InvalidOperationException($"{setting.Variable} is not set, or is wrong, and was asked for");

    /// <summary>Null when it is not set and has no default.</summary>
    public T? ValueOrNull<T>(Setting<T> setting)
        where T : struct => Values.ContainsKey(setting.Variable) ? Value(setting) : null;
}

/// <summary>A setting as it is in force.</summary>
/// <param name="Setting">Which.</param>
/// <param name="Value">What holds.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Line">Its line in config.toml; 0 when it came from elsewhere.</param>
internal sealed record SettingInForce(Setting Setting, string Value, string Origin, int Line = 0)
{
    public const string Environment = "environment";
    public const string ConfigFile = "config.toml";
    public const string Default = "default";

    /// <summary>The value as it may be shown and written down: without secrets.</summary>
    public string Shown => Setting.Form.Shown is { } show && Value.Length > 0 ? show(Value) : Value;

    /// <summary>Whether it was given under the name it had before.</summary>
    public bool HasItsOldName { get; init; }

    /// <summary>What the operator has to look for to change it: the variable, or the key with its line.</summary>
    public string Name(SettingsFile? file) => Line > 0 ? $"{file?.Path} line {Line}: {WrittenAs.ToLowerInvariant()}" : WrittenAs;

    private string WrittenAs => HasItsOldName ? Setting.OldVariable! : Setting.Variable;
}
