using Cosmovisor.Backups;
using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>A height that the node has come to for certain. One that has only just begun may have none.</summary>
/// <param name="Height">At least so high.</param>
/// <param name="Witness">Who says so.</param>
/// <param name="IsBegun">Its block was begun, and may not have been made: a node that halts there stands just before it.</param>
internal sealed record KnownHeight(long Height, string Witness, bool IsBegun = false)
{
    /// <summary>Whether a node that is run up to <paramref name="height"/> could never halt there any more.</summary>
    public bool IsBeyond(long height) => height < Height || (height == Height && !IsBegun);

    /// <summary>What the disk says, whether the node runs or not.</summary>
    /// <param name="version">The version that runs.</param>
    /// <param name="data">The node's data folder.</param>
    public static KnownHeight? OnDisk(CurrentVersion version, string data) => new[]
    {
        OfTheUpgrade(DaemonHome.PlanFileIn(version.Folder)), OfTheUpgrade(DaemonHome.PlanFileIn(data), isBegun: true), OfTheValidator(Path.Join(data, SignState.FileName)),
    }.MaxBy(known => known?.Height);

    private static KnownHeight? OfTheUpgrade(string path, bool isBegun = false) =>
        PlanFileOnDisk.Read(path).IsOk(out var plan, out _) && !PlanFileOnDisk.IsAheadOfItsHeight(path) ? new KnownHeight(plan.Height, path, isBegun) : null;

    // The node's alone, as a rule: an operator of another name is not told by it.
    private static KnownHeight? OfTheValidator(string path) =>
        SmallFile.Read(path).IsOk(out var bytes, out _) && SignState.Parse(bytes).IsOk(out var state, out _) ? new KnownHeight(state.Height, path, IsBegun: true) : null;
}
