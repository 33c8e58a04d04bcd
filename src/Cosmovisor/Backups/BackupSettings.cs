using Cosmovisor.Home;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Backups;

/// <summary>What the operator wants backed up, where to, and how.</summary>
internal sealed record BackupSettings
{
    /// <summary>The data folder; null when nothing is to be backed up.</summary>
    public string? Source { get; init; }

    /// <summary>Holds the node's own <c>config/config.toml</c>; null for DAEMON_HOME.</summary>
    public string? NodeHome { get; init; }

    /// <summary>The node's own data folder; null for that of DAEMON_HOME.</summary>
    public string? NodeData { get; init; }

    public BackupPlacing Placing { get; init; } = new BackupPlacing.Classic();

    /// <summary>COSMOVISOR_BACKUP_MODE.</summary>
    public BackupMode Mode { get; init; }

    /// <summary>COSMOVISOR_BACKUP_KEEP: how many backups stay after a successful upgrade; null for all.</summary>
    public int? Keep { get; init; }

    /// <summary>COSMOVISOR_BACKUP_AHEAD: how long before an upgrade its backup is begun; zero for never.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>COSMOVISOR_BACKUP_COMMAND: makes a snapshot of the file system instead of the copy; see docs/backups.md.</summary>
    public string? Command { get; init; }

    /// <summary>DAEMON_SHUTDOWN_GRACE: how long that command may take to end when it is stopped, before it is killed.</summary>
    public TimeSpan CommandGrace { get; init; }

    /// <summary>What a command of the operator works on: the data folder needs no setting then.</summary>
    public string DataOf(DaemonHome home) => Source ?? NodeData ?? home.Data;

    /// <param name="settings">Checked.</param>
    /// <param name="node">Where the node keeps its data, and its own settings.</param>
    public static BackupSettings From(EffectiveSettings settings, NodeFolders node)
    {
        var isSdk = settings.Contract == Contract.Sdk;
        var isSkipped = isSdk && settings.Value(SettingTable.SkipBackup);

        return new()
        {
            Source = settings.TextOrNull(SettingTable.BackupSource) ?? (isSdk && !isSkipped ? node.Data : null),
            NodeHome = node.Home,
            NodeData = node.Data,
            Placing = isSdk
                ? new BackupPlacing.Sdk(settings.TextOrNull(SettingTable.BackupFolder) ?? settings.Home.Path)
                : new BackupPlacing.Classic(),
            Mode = settings.Value(SettingTable.BackupMode),
            Keep = settings.ValueOrNull(SettingTable.BackupKeep) is { } keep ? (int)Math.Min(int.MaxValue, keep) : null,
            Ahead = settings.Value(SettingTable.BackupAhead),
            Command = isSkipped ? null : settings.TextOrNull(SettingTable.BackupCommand),
            CommandGrace = settings.Value(SettingTable.ShutdownGrace),
        };
    }
}
