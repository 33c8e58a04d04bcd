using Cosmovisor.Backups;
using Cosmovisor.Detection;
using Cosmovisor.Layout;

namespace Cosmovisor.Operations;

/// <summary>A height that the node has passed for certain, told from the disk alone: no running node is asked, and a node that has only just begun may have none.</summary>
/// <param name="Height">At least so high.</param>
/// <param name="Witness">The file that says so.</param>
internal sealed record KnownHeight(long Height, string Witness)
{
    /// <param name="version">The version that runs.</param>
    /// <param name="data">The node's data folder.</param>
    public static KnownHeight? Of(CurrentVersion version, string data) =>
        new[] { OfTheUpgrade(DaemonHome.PlanFileIn(version.Folder)), OfTheUpgrade(DaemonHome.PlanFileIn(data)), OfTheValidator(Path.Join(data, SignState.FileName)) }.MaxBy(known => known?.Height);

    // The chain writes its plan when it halts; the SDK's add-upgrade writes one ahead of its height, and makes it executable.
    private static KnownHeight? OfTheUpgrade(string path) =>
        PlanFileOnDisk.Read(path).IsOk(out var plan, out _) && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) == 0 ? new KnownHeight(plan.Height, path) : null;

    private static KnownHeight? OfTheValidator(string path) =>
        File.Exists(path) && SignState.Parse(File.ReadAllBytes(path)).IsOk(out var state, out _) ? new KnownHeight(state.Height, path) : null;
}
