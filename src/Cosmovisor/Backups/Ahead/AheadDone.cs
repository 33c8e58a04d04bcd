namespace Cosmovisor.Backups;

/// <summary>How far a backup is before the halt.</summary>
/// <param name="Files">Files that are copied, and still as they were.</param>
/// <param name="Bytes">Of them.</param>
/// <param name="Copied">Bytes that this round has copied.</param>
/// <param name="Left">Bytes that the halt would have to copy now.</param>
internal sealed record AheadDone(long Files, long Bytes, long Copied, long Left);
