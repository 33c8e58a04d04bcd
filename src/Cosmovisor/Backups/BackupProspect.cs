namespace Cosmovisor.Backups;

/// <summary>What a backup would have to do now.</summary>
/// <param name="Copied">Bytes on disk to be copied at the halt.</param>
/// <param name="Ahead">Bytes that were copied before, and are taken over.</param>
internal sealed record BackupProspect(long Copied, long Ahead);
