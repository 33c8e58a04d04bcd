using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>
/// Writes <c>data/upgrade-info.json</c> for a version of the operator's schedule, as x/upgrade does for the chain's own plans.
/// </summary>
/// <remarks>
/// A new binary adds its stores when it finds its own name there, with the height of the first block it makes (the SDK's UpgradeStoreLoader
/// compares that with the last block of the data and one). Without the file it dies: "new stores should be added using StoreUpgrades". For
/// us the file asks for nothing: its name is that of the version that runs.
/// </remarks>
/// <param name="data">The node's data folder.</param>
/// <param name="news">Receives what was written, or why not.</param>
internal sealed class PlanForTheNode(string data, INews news)
{
    /// <param name="plan">Of the version that is about to run.</param>
    /// <param name="firstBlock">The first block that it makes.</param>
    public void Leave(UpgradePlan plan, long firstBlock)
    {
        var path = DaemonHome.PlanFileIn(data);

        var told = PlanFileOnDisk.Read(path).IsOk(out var there, out _)
            && there.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase) ? there : plan;

        // The chain's own, or ours of this try. Of an earlier try, or of a tool, it may have another height: no store would be added.
        if ((told == there && told.Height == firstBlock)
            || !UpgradePlan.Create(told.Name, firstBlock, told.Info).IsOk(out var next, out _))
        {
            return;
        }

        try
        {
            AtomicFile.Write(path, [PlanFile.Text(next)], AtomicFile.OwnerAlone, Flush.None);
            news.Tell(new Happening.PlanFileForTheNode(path, next.Name, next.Height));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.PlanFileForTheNodeLost(path, next.Name, next.Height, ex.Message));
        }
    }
}
