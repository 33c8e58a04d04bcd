using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>add-upgrade NAME PATH [--upgrade-height H]</c>: a binary into its place, and a height into the operator's schedule; both, or nothing
/// and every reason why.
/// </summary>
/// <param name="home">Whose.</param>
/// <param name="version">The version that runs.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="node">Asked for its height, if it runs.</param>
/// <param name="staging">How binaries are staged.</param>
/// <param name="news">Told what was done.</param>
/// <param name="output">The operator.</param>
internal sealed class AddUpgradeCommand(
    DaemonHome home, CurrentVersion version, string data, NodeTasks node, StagingSettings staging, INews news, TextWriter output)
{
    private readonly UpgradesByHand _byHand = new(home, version, staging, news, output);
    private readonly SdkBatchFile _theirs = new(data);

    /// <summary>Puts a question to the operator at a terminal; null where there is none.</summary>
    public Func<string, bool>? Ask { get; init; }

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

        if (upgrade.HasHeight && _theirs.IsThere)
        {
            new PendingBatch(_theirs, news, output).Write(schedule);
        }

        if (upgrade.HasHeight || restart)
        {
            TellOrRestart(upgrade, restart);
        }

        return ExitCodes.Done;
    }

    // The node halts for its chain's own plan without a halt height: nothing has to be restarted for it.
    private void TellOrRestart(ManualUpgrade upgrade, bool restart)
    {
        if (!restart && new OutlookFile(home).Decided is { } decided && decided.Height == upgrade.Plan.Height && decided.Name.Equals(
            upgrade.Plan.Name, StringComparison.OrdinalIgnoreCase))
        {
            output.WriteLine("The chain has decided on this upgrade too: the node halts for it by itself, and needs no restart for it");
            return;
        }

        RunningSupervisor.TellOrRestart(home, restart, Ask, output);
    }

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

        if (upgrade.Plan.Name.Equals(version.UpgradeName, StringComparison.OrdinalIgnoreCase))
        {
            _byHand.Refuse($"the upgrade \"{upgrade.Plan.Name}\" is the version that runs: it cannot be scheduled any more");
        }
        else if (CurrentHeight.Of(version, data, node, ct) is { } known && upgrade.Plan.Height <= known.Height)
        {
            _byHand.Refuse(
                $"the upgrade \"{upgrade.Plan.Name}\" is to happen at height {upgrade.Plan.Height}, and this node has passed {known.Height} ({known.Witness})");
        }
    }
}
