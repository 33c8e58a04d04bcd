using Cosmovisor.Home;
using Cosmovisor.Settings;

namespace Cosmovisor.Supervision;

/// <summary>What the SDK's cosmovisor leaves in a home or its environment, for a home that ours has not run yet.</summary>
internal static class SdkTraces
{
    // The forks that read the daemon's output have none of these.
    private static readonly Setting[] OfTheSdkAlone =
    [
        SettingTable.SkipBackup, SettingTable.BackupFolder, SettingTable.MustHaveChecksum, SettingTable.RestartDelay,
        SettingTable.ShutdownGrace,
        SettingTable.PollInterval, SettingTable.PreUpgradeRetries, SettingTable.GrpcAddress, SettingTable.DisableLogs,
        SettingTable.ColorLogs,
        SettingTable.TimeFormatLogs, SettingTable.CustomPreUpgrade, SettingTable.DisableRecase,
    ];

    /// <param name="variable">The environment.</param>
    /// <param name="hasBatch">Whether its schedule lies beside the chain's plan file.</param>
    /// <returns>The first one, by its name; null when there is none.</returns>
    public static string? Find(Func<string, string?> variable, bool hasBatch) =>
        hasBatch ? DaemonHome.BatchFileName
            : OfTheSdkAlone.FirstOrDefault(setting => variable(setting.Variable) is { Length: > 0 })?.Variable;
}
