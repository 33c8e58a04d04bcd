using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>add-upgrade NAME PATH [--upgrade-height H]</c>: a binary into its place, and a height into the operator's schedule; both, or nothing
/// and every reason why.
/// </summary>
/// <param name="scheduling">Where it is added.</param>
internal sealed class AddUpgradeCommand(ManualScheduling scheduling)
{
    private readonly UpgradesByHand _byHand = scheduling.Begin();

    /// <param name="name">The upgrade's name.</param>
    /// <param name="path">Of its binary.</param>
    /// <param name="height">Where the node is run up to; null to wait for the chain's plan.</param>
    /// <param name="force">Another one of that name, scheduled or in place, gives way.</param>
    /// <param name="restart">Restart the node that runs now.</param>
    /// <param name="ct">Gives up, leaving nothing behind.</param>
    /// <exception cref="RefusedException">Nothing was changed, and why.</exception>
    public async Task<int> RunAsync(string name, string path, long? height, bool force, bool restart, CancellationToken ct)
    {
        var upgrade = _byHand.Recased(Asked(name, path, height));
        LookAtHeight(upgrade, ct);
        var schedule = await _byHand.PutAsync([upgrade], force, force, ct);

        if (upgrade.HasHeight && scheduling.Batch.IsThere)
        {
            scheduling.WriteBatch(schedule);
        }

        // The node halts for its chain's own plan without a halt height: nothing has to be restarted for it.
        if (!restart && IsDecidedByTheChain(upgrade.Plan))
        {
            await scheduling.Output.WriteLineAsync(
                "The chain has decided on this upgrade too: the node halts for it by itself, and needs no restart for it");
        }
        else
        {
            scheduling.TellOrRestart(upgrade.HasHeight, restart);
        }

        return ExitCodes.Done;
    }

    private bool IsDecidedByTheChain(UpgradePlan plan) =>
        new OutlookFile(scheduling.Home).Decided is { } decided && decided.Height == plan.Height
        && decided.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase);

    private static ManualUpgrade Asked(string name, string path, long? height) =>
        path.Length == 0 ? throw UpgradesByHand.Misused("the path of the binary is empty")
        : UpgradePlan.Create(name, height ?? 0, "").IsOk(out var plan, out var reason) ? new ManualUpgrade(plan, path)
        : throw UpgradesByHand.Misused(reason);

    private void LookAtHeight(ManualUpgrade upgrade, CancellationToken ct)
    {
        if (!upgrade.HasHeight)
        {
            return;
        }

        if (upgrade.Plan.Name.Equals(scheduling.Version.UpgradeName, StringComparison.OrdinalIgnoreCase))
        {
            _byHand.Refuse($"the upgrade \"{upgrade.Plan.Name}\" is the version that runs: it cannot be scheduled any more");
        }
        else if (scheduling.Height(ct) is { } known && upgrade.Plan.Height <= known.Height)
        {
            _byHand.Refuse(
                $"the upgrade \"{upgrade.Plan.Name}\" is to happen at height {upgrade.Plan.Height}, and this node has passed {known.Height} ({known.Witness})");
        }
    }
}
