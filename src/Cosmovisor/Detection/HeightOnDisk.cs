using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Home;

namespace Cosmovisor.Detection;

/// <summary>How high the node is, as the disk shows it, whether the node runs or not.</summary>
internal static class HeightOnDisk
{
    /// <param name="version">The version that runs.</param>
    /// <param name="data">The node's data folder.</param>
    /// <returns>Null when nothing shows it.</returns>
    public static KnownHeight? Of(CurrentVersion version, string data) =>
        new[] { OfTheUpgrade(DaemonHome.PlanFileIn(version.Folder)), OfThePlanFile(version, data), OfTheData(data) }
            .MaxBy(known => known?.Height);

    /// <summary>What the data alone says.</summary>
    /// <remarks>
    /// The consensus's own log first: it is part of the data, as the sign state is not. A restore keeps the newer sign state beside older
    /// data, and what is scheduled for a height between the two is still to come.
    /// </remarks>
    public static KnownHeight? OfTheData(string data) =>
        ConsensusLog.LastHeight(data) is { } height ? new KnownHeight(height, ConsensusLog.PathIn(data), IsBegun: true)
            : OfTheValidator(data);

    private static KnownHeight? OfTheUpgrade(string path, bool isBegun = false) =>
        PlanFileOnDisk.Read(path).IsOk(out var plan, out _) && !PlanFileOnDisk.IsAheadOfItsHeight(path)
            ? new KnownHeight(plan.Height, path, isBegun) : null;

    // It says what is planned; that the node has come there is certain when the running version is the one it names.
    private static KnownHeight? OfThePlanFile(CurrentVersion version, string data) =>
        PlanFileOnDisk.Read(DaemonHome.PlanFileIn(data)).IsOk(out var plan, out _) && plan.Name.Equals(
            version.UpgradeName, StringComparison.OrdinalIgnoreCase)
            ? OfTheUpgrade(DaemonHome.PlanFileIn(data), isBegun: true)
            : null;

    private static KnownHeight? OfTheValidator(string data) =>
        DataHeightOnDisk.SignedHeight(data) is { } height ? new KnownHeight(height, Path.Join(data, SignState.FileName), IsBegun: true)
            : null;
}
