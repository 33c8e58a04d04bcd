using Cosmovisor.Layout;
using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>What can be done in an upgrade, each step by itself. Only <see cref="UpgradeRunner"/> knows their order.</summary>
/// <remarks>A step that cannot be done throws <see cref="RefusedException"/>; one that was interrupted, <see cref="OperationCanceledException"/>.</remarks>
internal interface IUpgradeSteps
{
    /// <summary>The signal that asked us to end, if one has.</summary>
    int? StopAsked { get; }

    /// <summary>Sees to it that the new binary is in place and usable, and checks all that can be checked while the old node may still run.</summary>
    /// <returns>The new target of <c>current</c>.</returns>
    string Stage(UpgradePlan plan);

    /// <summary>Ends the daemon and everything that descends from it; returns when its data is free.</summary>
    void Stop();

    /// <returns>Where the data of before is, or null when the operator wants no backup.</returns>
    string? BackUp(UpgradePlan plan);

    /// <summary>Runs the operator's scripts.</summary>
    void Migrate(UpgradePlan plan, CurrentVersion from, string target, string? backup);

    /// <returns>Whether there was a new genesis.</returns>
    bool PutGenesisInForce(UpgradePlan plan);

    void UndoGenesis(UpgradePlan plan);

    /// <summary>Lets the new binary prepare itself.</summary>
    void PreUpgrade(UpgradePlan plan, string target);
}
