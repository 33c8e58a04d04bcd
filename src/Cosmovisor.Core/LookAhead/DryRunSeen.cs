using Cosmovisor.Backups;

namespace Cosmovisor.LookAhead;

/// <summary>What is so here, as far as an upgrade would meet it.</summary>
/// <param name="Name">The upgrade's.</param>
/// <param name="Height">Null where no plan names one.</param>
/// <param name="From">What <c>current</c> points to.</param>
/// <param name="To">What it would point to.</param>
/// <param name="Binary">Where the new binary is, or is to be.</param>
internal sealed record DryRunSeen(string Name, long? Height, string From, string To, string Binary)
{
    public bool HasBinary { get; init; }

    /// <summary>The link that it would be fetched from, without its secrets; null where nothing would be fetched.</summary>
    public string? Link { get; init; }

    /// <summary>Whether there is a node to stop.</summary>
    public bool NodeRuns { get; init; }

    /// <summary>DAEMON_SHUTDOWN_GRACE.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>DAEMON_RESTART_DELAY.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The folder that is backed up; null for none.</summary>
    public string? BackupOf { get; init; }

    /// <summary>COSMOVISOR_BACKUP_COMMAND, which then takes the place of the copy.</summary>
    public string? BackupCommand { get; init; }

    public BackupMode Mode { get; init; }

    /// <summary>Null where there is nothing to copy, or it cannot be known.</summary>
    public BackupEstimate? Backup { get; init; }

    /// <summary>The backup of this upgrade that exists already.</summary>
    public string? BackupTaken { get; init; }

    /// <summary>The operator's scripts, in their order.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>COSMOVISOR_HOOK_TIMEOUT.</summary>
    public TimeSpan HookLimit { get; init; }

    /// <summary>The new genesis that lies ready; null for none. A script may still write one.</summary>
    public string? Genesis { get; init; }

    /// <summary>How often <c>pre-upgrade</c> may request a retry; null where it is not asked at all.</summary>
    public int? PreUpgradeRetries { get; init; }

    /// <summary>It was asked when it was fetched, and has no such command.</summary>
    public bool HasNoPreUpgrade { get; init; }

    /// <summary>Whether the new version is started by this supervisor.</summary>
    public bool Restarts { get; init; }
}

/// <summary>What a backup would have to do now. Sizes in bytes on disk.</summary>
/// <param name="Place">Where it would go.</param>
/// <param name="Copied">At the halt.</param>
/// <param name="Shared">With the data: they take no room.</param>
/// <param name="Ahead">Copied before.</param>
/// <param name="Room">Free where it goes.</param>
internal sealed record BackupEstimate(string Place, long Copied, long Shared, long Ahead, long Room);
