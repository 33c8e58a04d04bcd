namespace Cosmovisor.Backups;

/// <summary>What a backup holds, as it was written down when the backup was taken.</summary>
internal sealed record Manifest(ManifestHeader Header, IReadOnlyList<ManifestEntry> Entries);
