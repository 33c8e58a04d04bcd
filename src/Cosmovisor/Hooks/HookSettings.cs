using Cosmovisor.Settings;

namespace Cosmovisor.Hooks;

/// <param name="CustomPreUpgrade">The operator's script for every upgrade, absolute; null for none.</param>
/// <param name="TimeLimit">How long one run of a hook may take.</param>
/// <param name="Grace">How long a hook that is stopped may take to end, before it is killed.</param>
/// <param name="PreUpgradeRetries">How often the new binary's <c>pre-upgrade</c> may request a retry; null when it is not asked at
/// all.</param>
/// <param name="DaemonHome">What the daemon was given as <c>--home</c>; null when nothing was.</param>
internal sealed record HookSettings(
    string? CustomPreUpgrade, TimeSpan TimeLimit, TimeSpan Grace, int? PreUpgradeRetries, string? DaemonHome)
{
    /// <param name="settings">Checked.</param>
    /// <param name="daemonHome">What the daemon is given as --home; null for nothing.</param>
    public static HookSettings From(EffectiveSettings settings, string? daemonHome) => new(
        settings.TextOrNull(SettingTable.CustomPreUpgrade) is { } script ? Path.Join(settings.Home.Versions, script) : null,
        settings.Value(SettingTable.HookTimeout),
        settings.Value(SettingTable.ShutdownGrace),
        settings.ValueOrNull(SettingTable.PreUpgradeRetries),
        daemonHome);
}
