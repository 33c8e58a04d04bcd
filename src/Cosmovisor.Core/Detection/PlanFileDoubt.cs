using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>Why a plan file that was written while the daemon runs is not taken for the node's own word that it has halted.</summary>
/// <remarks>
/// A node writes it as it halts, and that is enough. But the file is also written by the SDK's add-upgrade ahead of its height (cosmos-sdk issues
/// 22167, 19227), and by whatever restores or touches old ones. Where one of these is likely, the node's height decides: at its plan's height, or one
/// block before it, nobody else can be meant.
/// </remarks>
internal static class PlanFileDoubt
{
    /// <param name="written">What was written, and how.</param>
    /// <param name="running">Name of the upgrade whose binary runs; null for genesis.</param>
    /// <param name="runningPlan">The plan by which it became current; null when nobody wrote it down.</param>
    /// <param name="height">Asks the node for its last block, and is asked only in doubt; null when it does not answer.</param>
    /// <returns>The end of the sentence "the plan file is left alone: …"; null when the plan is due.</returns>
    public static string? Of(PlanFileWritten written, string? running, UpgradePlan? runningPlan, Func<long?> height)
    {
        var plan = written.Plan;

        if (plan.Name.Equals(running, StringComparison.OrdinalIgnoreCase))
        {
            return "its version runs already. If the node has halted for it nevertheless, the binary of that version is the wrong one";
        }

        var isOlder = runningPlan is { Height: var since } && plan.Height < since;

        return !isOlder && !written.IsMarked ? null
            : height() is { } at ? Against(plan, at)
            : isOlder ? $"it is older than the running version, which is that of height {runningPlan!.Height}"
            : written.IsMarkOlder ? null // a node that writes over a marked file leaves the mark
            : "a tool wrote it, ahead of its height. It waits for the next start, which runs the node up to that height";
    }

    private static string? Against(UpgradePlan plan, long at) =>
        at == plan.Height || at == plan.Height - 1 ? null
        : at > plan.Height ? $"the node is at {at}, beyond its height"
        : $"the node is at {at} and has not reached its height. It waits for the next start, which runs the node up to that height";
}

/// <summary>A plan file as it was written in a life of the daemon.</summary>
/// <param name="Plan">What it says.</param>
/// <param name="IsMarked">It bears the mark of a file that a tool wrote ahead of its height.</param>
/// <param name="IsMarkOlder">The file bore that mark before it was written anew, so that the mark tells nothing of who wrote last.</param>
internal sealed record PlanFileWritten(UpgradePlan Plan, bool IsMarked, bool IsMarkOlder);
