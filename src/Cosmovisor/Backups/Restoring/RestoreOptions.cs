namespace Cosmovisor.Backups;

/// <summary>What an operator may ask of a restore beyond the usual.</summary>
/// <param name="OldSignState">Take the backup's priv_validator_state.json even where a newer one is known, or where none can be read.
/// Invites double-signing.</param>
/// <param name="Mode">Copy for independent files; anything else shares with the backup what can be shared.</param>
/// <param name="SignStateFile">Where in the data folder the node keeps what its validator has signed; null when it keeps that
/// elsewhere.</param>
/// <param name="To">The folder that is replaced; null for this home's data folder, the only one that a manifest may name.</param>
/// <param name="Half">Restore it although databases that the node keeps elsewhere are not in it.</param>
internal sealed record RestoreOptions(bool OldSignState = false, BackupMode Mode = BackupMode.Auto,
    string? SignStateFile = SignState.FileName, string? To = null, bool Half = false);
