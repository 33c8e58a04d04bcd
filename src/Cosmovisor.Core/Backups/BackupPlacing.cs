namespace Cosmovisor.Backups;

/// <summary>Where backups go, by whose habits: section 8 of the contract.</summary>
internal abstract record BackupPlacing
{
    private BackupPlacing() { }

    /// <summary><c>cosmovisor/backups/NAME/data</c>, with the stamp <c>.keep</c> when whole.</summary>
    internal sealed record Classic : BackupPlacing;

    /// <summary><c>FOLDER/data-backup-Y-M-D</c>.</summary>
    /// <param name="Folder">DAEMON_DATA_BACKUP_DIR.</param>
    /// <param name="Day">Names the next one; null for the day on which it is taken, by the operator's clock.</param>
    internal sealed record Sdk(string Folder, DateOnly? Day = null) : BackupPlacing;
}
