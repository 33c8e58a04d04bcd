using Cosmovisor.Plans;

namespace Cosmovisor.Backups;

/// <summary>First line of a manifest: what was backed up, when, why, and what to go back to.</summary>
internal sealed record ManifestHeader
{
    /// <summary>Version of the format; readers refuse one they do not know.</summary>
    public required int Backup { get; init; }

    /// <summary>The plan before whose upgrade this was taken, or the name the operator gave.</summary>
    public required string Plan { get; init; }

    public long Height { get; init; }

    /// <summary>DAEMON_HOME: two nodes may keep their backups in one folder.</summary>
    public required string Home { get; init; }

    /// <summary>The folder that was backed up.</summary>
    public required string Source { get; init; }

    /// <summary>What <c>current</c> pointed to (genesis, upgrades/v2); null when there was no such link.</summary>
    public string? Current { get; init; }

    public required DateTimeOffset Taken { get; init; }

    public required string Mode { get; init; }

    /// <summary>What COSMOVISOR_BACKUP_COMMAND said of its snapshot; null for a backup of our own.</summary>
    public string? Snapshot { get; init; }

    /// <summary>
    /// Folders with databases of the node that are not in the backup, because the node keeps them elsewhere; null for none.
    /// </summary>
    public IReadOnlyList<string>? Elsewhere { get; init; }

    /// <summary>
    /// Whether it was taken for this very upgrade. One that was taken by hand under a plan's name is of another state; who asks by hand
    /// (height 0) asks for the name alone.
    /// </summary>
    public bool IsOf(UpgradePlan plan) => Plan == plan.Name && (plan.Height == 0 || Height == plan.Height);

    /// <summary>Lines that follow; fewer mean that the manifest was cut.</summary>
    public long Entries { get; init; }

    public long Files { get; init; }

    public long Bytes { get; init; }
}
