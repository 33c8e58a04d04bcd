using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>The paths that follow from the settings: the SDK's five under its own names, then ours.</summary>
internal static class DerivedValues
{
    public static IReadOnlyList<(string Label, string Value)> Of(EffectiveSettings settings)
    {
        var home = settings.Home;

        return !Path.IsPathFullyQualified(home.Path) ? [] :
        [
            ("Root Dir", home.Versions),
            ("Upgrade Dir", home.Upgrades),
            ("Genesis Bin", home.BinaryIn(home.GenesisFolder)),
            ("Monitored File", DaemonHome.PlanFileIn(settings.TextOrNull(SettingTable.DataFolder) ?? home.Data)),
            ("Data Backup Dir", settings.Contract == Contract.Sdk ? settings.TextOrNull(SettingTable.BackupFolder) ?? home.Path
                : home.Backups),
            ("Current Link", home.Current),
            ("Config File", settings.File?.Path ?? home.ConfigFile),
            .. settings.ValueOrNull(SettingTable.Log) is null or LogPlace.Auto or LogPlace.File ? [("Log File", home.Log)]
                : Array.Empty<(string, string)>(),
        ];
    }
}
