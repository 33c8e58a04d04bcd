using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Settings;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Upgrading;

/// <summary>From the table of settings to what each stage of an upgrade wants to know.</summary>
internal static class UpgradePartsOf
{
    public static StagingSettings ForStaging(EffectiveSettings settings) => new()
    {
        Recase = settings.Contract == Contract.Sdk && !settings.IsOn(SettingTable.DisableRecase),
        AllowDownload = settings.IsOn(SettingTable.AllowDownload),
        MustHaveChecksum = settings.IsOn(SettingTable.MustHaveChecksum),
        MaxSize = long.Parse(settings.Text(SettingTable.DownloadMaxSize), CultureInfo.InvariantCulture),
        TrustedKeys = settings.TextOrNull(SettingTable.TrustedKeys),
    };

    /// <param name="settings">Checked.</param>
    /// <param name="node">Where the node keeps its data, and its own settings.</param>
    public static BackupSettings ForBackups(EffectiveSettings settings, NodeFolders node)
    {
        var isSdk = settings.Contract == Contract.Sdk;

        return new()
        {
            Source = settings.TextOrNull(SettingTable.BackupSource) ?? (isSdk && !settings.IsOn(SettingTable.SkipBackup) ? node.Data : null),
            NodeHome = node.Home,
            Placing = isSdk
                ? new BackupPlacing.Sdk(settings.TextOrNull(SettingTable.BackupFolder) ?? settings.Home.Path, DateOnly.FromDateTime(DateTime.Now))
                : new BackupPlacing.Classic(),
            Mode = BackupModes.Parse(settings.Text(SettingTable.BackupMode)).IsOk(out var mode, out _) ? mode : BackupMode.Auto,
            Keep = settings.Number(SettingTable.BackupKeep),
            Command = isSdk && settings.IsOn(SettingTable.SkipBackup) ? null : settings.TextOrNull(SettingTable.BackupCommand),
            CommandGrace = settings.Time(SettingTable.ShutdownGrace),
        };
    }

    /// <param name="settings">Checked.</param>
    /// <param name="daemonHome">What the daemon is given as --home; null for nothing.</param>
    public static HookSettings ForHooks(EffectiveSettings settings, string? daemonHome) => new(
        settings.TextOrNull(SettingTable.CustomPreUpgrade) is { } script ? Path.Join(settings.Home.Root, script) : null,
        settings.Time(SettingTable.HookTimeout),
        settings.Time(SettingTable.ShutdownGrace),
        settings.Number(SettingTable.PreUpgradeRetries),
        daemonHome);
}
