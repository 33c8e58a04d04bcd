
namespace Cosmovisor.Detection;

/// <summary>The table of heights: what a plan file that was written in this life means.</summary>
/// <remarks>
/// Story's node writes it when an upgrade is scheduled, days ahead, and again at the halt; Galactica's and Celestia's new binaries record
/// an upgrade that they carry out themselves, and go on; Omni's old one writes a height that has passed, and ends. Tools write it ahead
/// (cosmos-sdk issues 22167, 19227), and restores touch old ones.
/// </remarks>
internal static class PlanFileRule
{
    /// <param name="written">What was written, and how.</param>
    /// <param name="running">Name of the upgrade whose binary runs; null for genesis.</param>
    /// <param name="runningSince">The height by which it became current; null when nobody wrote it down.</param>
    /// <param name="at">The node's height; null when nothing is known.</param>
    /// <param name="showsItsWork">The node keeps files by which it can be seen whether it stands still.</param>
    /// <param name="hasWaited">It has waited for its height, and nobody has written it since. A node that halts writes it again, so that a
    /// height alone does not make it due: the node may be making the blocks before it, or its chain may have cancelled the plan.</param>
    /// <returns>And why it is not due, as the end of the sentence "the plan file …: …"; null when it is.</returns>
    public static (PlanFileMeaning Meaning, string? Reason) Of(
        PlanFileWritten written, string? running, long? runningSince, NodeHeight? at, bool showsItsWork, bool hasWaited = false)
    {
        var plan = written.Plan;

        return at switch
        {
            _ when plan.Name.Equals(running, StringComparison.OrdinalIgnoreCase) =>
                (PlanFileMeaning.Own,
                    "its version runs already. If the node has halted for it nevertheless, the binary of that version is the wrong one"),

            { Height: var height } when height > plan.Height => (PlanFileMeaning.Passed, At(height, "beyond its height")),
            { Height: var height } when height >= plan.Height - DataHeight.Tolerance => hasWaited
                ? (PlanFileMeaning.Near, At(height, "close to its height. The upgrade is due when the node halts there"))
                : (PlanFileMeaning.Due, null),

            { Height: var height } when hasWaited => (PlanFileMeaning.Coming, At(height, "and has not reached its height")),
            null when hasWaited => (PlanFileMeaning.Coming, "the height of the node is not known"),

            { MayBeOld: true, Height: var height } when !written.IsMarked && !written.HasForeignMode =>
                (PlanFileMeaning.Doubtful, At(height, "by an old sign state, far below its height")),
            { Height: var height } => (PlanFileMeaning.Coming, At(height, "and has not reached its height")),

            null when plan.Height < runningSince => (PlanFileMeaning.Coming, $"it is older than the running version, which belongs to height {runningSince}"),
            null when written is { IsMarked: true, IsMarkOlder: false } => (
                PlanFileMeaning.Coming,
                "a tool wrote it, ahead of its height. It waits for the next start, which runs the node up to that height"),
            null when written.HasForeignMode && showsItsWork =>
                (PlanFileMeaning.Doubtful, "its mode is not that of a file that a node writes"),
            null => (PlanFileMeaning.Due, null),
        };
    }

    private static string At(long height, string where) => $"the node is at {height}, {where}";
}
