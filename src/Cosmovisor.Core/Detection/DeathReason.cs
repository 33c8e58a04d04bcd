namespace Cosmovisor.Detection;

/// <summary>Why a new version ended, where its own words name a reason that another binary does not remove.</summary>
internal enum DeathReason
{
    /// <summary>CometBFT found the validator's own signature in the newest commits (<c>double_sign_check_height</c>).</summary>
    DoubleSignCheck,

    /// <summary>Another process holds the lock of one of its databases.</summary>
    DatabaseLocked,

    /// <summary>Its binary has a store that the data does not have.</summary>
    MissingStore,

    /// <summary>It does not know a flag that it was started with.</summary>
    UnknownFlag,
}
