namespace Cosmovisor.Backups;

/// <summary>What a restore has done.</summary>
/// <param name="Backup">Its name.</param>
/// <param name="Data">Where the restored data is.</param>
/// <param name="Aside">Where the data that was there before is kept; null when there was none.</param>
/// <param name="Current">What <c>current</c> points to now; null when it was left.</param>
/// <param name="SignState">Which priv_validator_state.json is in place, in words; null when there is none.</param>
/// <param name="Genesis">The genesis file that was put back; null when it was left.</param>
/// <param name="GenesisAside">Where the newer one is kept.</param>
internal sealed record RestoreDone(
    string Backup, string Data, string? Aside, string? Current, string? SignState, string? Genesis, string? GenesisAside);
