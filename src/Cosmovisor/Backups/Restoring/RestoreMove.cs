namespace Cosmovisor.Backups;

/// <summary>
/// What of a restore stands on the disk, in this order. A process may be killed after any of them, and the next restore goes on from there.
/// </summary>
internal enum RestoreMove
{
    Recorded,

    /// <summary>Only where two folders cannot swap names in one step.</summary>
    OldDataAside,
    DataInPlace,
    OldDataNamed,
    NewerGenesisAside,
    GenesisBack,
    CurrentBack,
    Rescheduled,
    UpgradeGivenUp,
}
