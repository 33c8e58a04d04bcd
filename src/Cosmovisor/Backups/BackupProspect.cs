namespace Cosmovisor.Backups;

/// <summary>What a backup would have to do now.</summary>
/// <param name="Copied">Bytes on disk to be copied at the halt.</param>
/// <param name="Ahead">Bytes that were copied before, and are taken over.</param>
internal sealed record BackupProspect(long Copied, long Ahead)
{
    /// <summary>Where it would go.</summary>
    public required string Place { get; init; }

    /// <summary>Bytes on disk that are shared with the data, and take no room.</summary>
    public long Shared { get; init; }
}
