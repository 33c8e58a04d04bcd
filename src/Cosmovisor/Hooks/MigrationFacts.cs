namespace Cosmovisor.Hooks;

/// <summary>What a migration script has to work with.</summary>
/// <param name="OldBinary">The binary that was stopped.</param>
/// <param name="NewBinary">The binary that will be started.</param>
/// <param name="Backup">Where this upgrade's backup is; null when there is none.</param>
/// <param name="Attempt">1 at the first run for this upgrade. A higher one finds what an earlier run left when it failed or was
/// killed.</param>
internal sealed record MigrationFacts(string OldBinary, string NewBinary, string? Backup, int Attempt);
