using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>What can be done in an upgrade, each step by itself. Only <see cref="UpgradeRunner"/> knows their order.</summary>
/// <remarks>
/// A step that cannot be done throws <see cref="RefusedException"/>; one that was interrupted, <see cref="OperationCanceledException"/>.
/// Each may be done again after any crash in the middle of it, and then ends as if it had been done once.
/// </remarks>
internal interface IUpgradeSteps
{
    bool WantsBackup { get; }

    bool WantsPreUpgrade { get; }

    bool HasScripts(UpgradePlan plan);

    bool HasNewGenesis(UpgradePlan plan);

    /// <summary>
    /// Sees to it that the new binary is in place and usable, and checks all that can be checked while the old node may still run.
    /// </summary>
    /// <returns>The new target of <c>current</c>.</returns>
    string Stage(UpgradePlan plan, Journal journal);

    /// <summary>Ends the daemon, if one runs, and everything that descends from it; returns when its data is free.</summary>
    /// <returns>The data folder.</returns>
    string Stop(Journal journal);

    /// <summary>After Stop: whether the daemon did not end within its grace.</summary>
    bool DaemonWasKilled { get; }

    /// <returns>Where the previous data is.</returns>
    string? BackUp(UpgradePlan plan);

    bool IsThere(string backup);

    /// <summary>Runs the operator's scripts.</summary>
    /// <param name="plan">What is carried out.</param>
    /// <param name="from">The version that was stopped.</param>
    /// <param name="target">The staged version.</param>
    /// <param name="backup">Where the previous data is; null when there is no backup.</param>
    /// <param name="attempt">1 at the first; a crash may have ended an earlier one in the middle of it.</param>
    void Migrate(UpgradePlan plan, CurrentVersion from, string target, string? backup, int attempt);

    /// <returns>Where the old one is kept; null when there was none.</returns>
    string? PutGenesisInForce(UpgradePlan plan);

    void UndoGenesis(UpgradePlan plan);

    /// <summary>Lets the new binary prepare itself.</summary>
    void PreUpgrade(UpgradePlan plan, string target);

    /// <summary>Leaves the plan beside the version that carried it out, where the SDK's cosmovisor leaves it.</summary>
    /// <param name="plan">What was carried out.</param>
    /// <param name="target">The version that is current now.</param>
    /// <param name="firstBlock">The first block that it makes, where the operator's schedule asked for it: it is left where the chain would
    /// leave its plan, too.</param>
    /// <remarks>A loss of power may take it before <see cref="FlushPlan"/>; the journal is there then, and it is left again.</remarks>
    void LeavePlan(UpgradePlan plan, string target, long? firstBlock);

    /// <summary>On disk when this returns, as far as it could be left.</summary>
    void FlushPlan(string target, long? firstBlock);
}
