using Cosmovisor.Settings;

namespace Cosmovisor.Chain;

/// <summary>How the chain is asked what comes.</summary>
/// <param name="Interval">Between two looks; zero for never.</param>
/// <param name="NodeRpc">Where this home's node is asked; null for what its own settings say.</param>
/// <param name="Fallbacks">Other nodes of the chain, asked where this home's does not answer.</param>
/// <param name="GovPackage">The protobuf package of the chain's governance.</param>
internal sealed record LookAheadSettings(TimeSpan Interval, string? NodeRpc, IReadOnlyList<string> Fallbacks, string GovPackage)
{
    public static LookAheadSettings From(EffectiveSettings settings) => new(
        settings.Value(SettingTable.LookAhead),
        settings.TextOrNull(SettingTable.NodeRpc),
        settings.TextOrNull(SettingTable.RpcFallbacks) is null ? [] : settings.Value(SettingTable.RpcFallbacks),
        settings.Value(SettingTable.GovPackage));
}
