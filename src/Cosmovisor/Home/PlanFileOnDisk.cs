using Cosmovisor.Disk;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Home;

/// <summary>Reads a plan file, the node's or our own record of one, whatever lies in its place.</summary>
internal static class PlanFileOnDisk
{
    private const int Executable = 0x49; // --x--x--x

    public static bool IsThere(string path) => Path.Exists(path);

    /// <summary>
    /// Whether a plan file was written by a tool, before the node has reached its height: a node writes it when it halts.
    /// </summary>
    /// <remarks>
    /// The add-upgrade command of SDK 1.6 and 1.7 leaves it executable. 1.7 hands the entries of its batch out one by one, each some time
    /// before its height: it writes the plan file and then the batch without that entry. A node writes neither an executable file nor the
    /// batch.
    /// </remarks>
    public static bool IsAheadOfItsHeight(string path)
    {
        if (Path.GetDirectoryName(path) is not { } data || FileFacts.OfTarget(path) is not { Kind: FileKind.File } file)
        {
            return false;
        }

        var batch = DaemonHome.BatchFileIn(data);
        return IsExecutable(file)
            || new[] { batch, DaemonHome.TakenOver(batch) }
                .Any(one => FileFacts.IfReadable(one) is { } handedOut && handedOut.Modified >= file.Modified);
    }

    /// <summary>The mark that add-upgrade of SDK 1.6 and 1.7 leaves on the files it writes.</summary>
    public static bool IsExecutable(in FileFacts file) => (file.Mode & Executable) > 0;

    /// <summary>A node writes its plan file with 0600 (x/upgrade, DumpUpgradeInfoToDisk).</summary>
    public static bool HasForeignMode(string path) => FileFacts.OfTarget(path) is { } file && (file.Mode & 0x1FF) != 0x180;

    /// <summary>
    /// The plan that lies beside a version, genesis included: the last that it has done, whoever put it there. Guides copy the plan file of
    /// a snapshot there.
    /// </summary>
    public static UpgradePlan? DoneBy(CurrentVersion version) =>
        Read(DaemonHome.PlanFileIn(version.Folder)).IsOk(out var plan, out _) ? plan : null;

    /// <summary>The plan by which a version became current, as it was written down at the switch; null when nobody did.</summary>
    /// <remarks>Believed only as far as it speaks of the folder it lies in: folders are copied.</remarks>
    public static UpgradePlan? RecordOf(CurrentVersion version) =>
        Read(DaemonHome.PlanFileIn(version.Folder)).IsOk(out var plan, out _)
            && plan.Name.Equals(version.UpgradeName, StringComparison.OrdinalIgnoreCase) ? plan : null;

    /// <summary>The plan, or why there is none. Never takes more than a plan's worth into memory, and never waits.</summary>
    public static Parsed<UpgradePlan> Read(string path) =>
        BoundedFile.Read(path).IsOk(out var bytes, out var reason) ? PlanFile.Parse(bytes) : Parsed.Invalid<UpgradePlan>($"it {reason}");
}
