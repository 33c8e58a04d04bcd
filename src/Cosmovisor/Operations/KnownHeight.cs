using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Layout;

namespace Cosmovisor.Operations;

/// <summary>A height that the node has passed for certain, told from the disk and, if it runs, by the node. One that has only just begun may have none.</summary>
/// <param name="Height">At least so high.</param>
/// <param name="Witness">Who says so.</param>
internal sealed record KnownHeight(long Height, string Witness)
{
    /// <param name="version">The version that runs.</param>
    /// <param name="data">The node's data folder.</param>
    /// <param name="node">Asked, and not missed if it does not answer.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<KnownHeight?> OfAsync(CurrentVersion version, string data, NodeQuestions node, CancellationToken ct) =>
        new[]
        {
            OfTheUpgrade(DaemonHome.PlanFileIn(version.Folder)), OfTheUpgrade(DaemonHome.PlanFileIn(data)), OfTheValidator(Path.Join(data, SignState.FileName)),
            (await node.StatusAsync(ct)).IsOk(out var status, out _) ? new KnownHeight(status.Height, "says the node itself") : null,
        }.MaxBy(known => known?.Height);

    private static KnownHeight? OfTheUpgrade(string path) =>
        PlanFileOnDisk.Read(path).IsOk(out var plan, out _) && !PlanFileOnDisk.IsAheadOfItsHeight(path) ? new KnownHeight(plan.Height, path) : null;

    // The node's alone, as a rule: an operator of another name is not told by it.
    private static KnownHeight? OfTheValidator(string path)
    {
        try
        {
            return File.Exists(path) && SignState.Parse(File.ReadAllBytes(path)).IsOk(out var state, out _) ? new KnownHeight(state.Height, path) : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
