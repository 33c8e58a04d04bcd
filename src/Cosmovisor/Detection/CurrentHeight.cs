using Cosmovisor.Chain;
using Cosmovisor.Home;

namespace Cosmovisor.Detection;

/// <summary>How high the node is, as the disk shows it and, if it runs, the node.</summary>
internal static class CurrentHeight
{
    /// <param name="version">The version that runs.</param>
    /// <param name="data">The node's data folder.</param>
    /// <param name="node">Asked, and not missed if it does not answer.</param>
    /// <param name="ct">Gives up.</param>
    public static KnownHeight? Of(CurrentVersion version, string data, NodeTasks node, CancellationToken ct) => new[]
    {
        HeightOnDisk.Of(version, data),
        node.Height(ct).IsOk(out var height, out _) ? new KnownHeight(height, "says the node itself") : null,
    }.MaxBy(known => known?.Height);
}
