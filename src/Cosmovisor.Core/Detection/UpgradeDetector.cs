using Cosmovisor.Layout;
using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>The whole rule for "is it time?".</summary>
internal static class UpgradeDetector
{
    /// <summary>From what is known and what was just seen, to what is known now and what to do.</summary>
    public static (Knowledge Next, Decision Decision) Observe(Knowledge known, Observation seen)
    {
        var next = seen switch
        {
            Observation.Announced { Plan: var plan } when !IsSkipped(known, plan) => known with { Announced = plan },
            Observation.Halted halted => known with { Halted = Fuller(known.Halted, halted) },
            Observation.BinaryAhead { Name: var name } => known with { Ahead = name },
            Observation.NeedsVersion { Name: var name } => known with { Needs = name },
            Observation.StopAsked => known with { StopAsked = true },
            _ => known,
        };

        return (next, Decide(next, seen));
    }

    private static Decision Decide(Knowledge known, Observation seen) => (seen, known) switch
    {
        // Told to end, we end. A node that still needs its upgrade says so again at the next start.
        (Observation.DaemonExited { End: var end }, { StopAsked: true }) => new Decision.Exit(end.ExitCode),
        (_, { StopAsked: true }) => new Decision.KeepRunning(),

        // Two lines on two streams may be read in either order.
        (Observation.Halted or Observation.Announced, { Announced: { } plan, Halted: { Name: var name } halted }) when name.Equals(plan.Name, StringComparison.Ordinal) =>
            CarryOut(known, Whole(plan, halted), "halted"),

        // Its logger was silenced, or writes to a file: only the panic is seen. What is x/upgrade's own sentence from its first word on, and the
        // node's last one, says as much as an announcement and a halt.
        (Observation.DaemonExited { End: var end }, { Announced: null, Halted.Plan: { } plan }) when !IsSkipped(known, plan) =>
            CarryOut(known, plan, end.ToString()),
        (Observation.DaemonExited { End: var end }, { Announced: null }) => new Decision.Exit(end.ExitCode),

        // Whatever its code: a node that announced its upgrade and is gone, is gone for that.
        (Observation.DaemonExited { End: var end }, { Announced: { } plan }) => CarryOut(known, plan, end.ToString()),

        (Observation.PlanFileSeen { Plan: var plan, Doubt: null }, _) when !IsSkipped(known, plan) && !IsRunning(known, plan) =>
            new Decision.Upgrade(plan),

        (Observation.NodeStarted { Height: var at }, { Scheduled: { } plan }) when at >= plan.Height => AtHeight(plan, at),
        (Observation.HaltHeightReached { Height: var height, At: var at }, { Scheduled: { } plan }) when height == plan.Height => AtHeight(plan, at ?? height),

        _ => new Decision.KeepRunning(),
    };

    // A node that was past the height when it was given it stops too, and that is not where the operator wanted the new binary.
    private static Decision AtHeight(UpgradePlan plan, long at) => at <= plan.Height
        ? new Decision.Upgrade(plan)
        : new Decision.Refuse(
            $"the upgrade \"{plan.Name}\" is scheduled for height {plan.Height}, and the node is at {at} already. Nothing was switched. "
            + "If the running binary is the right one from here on, take the entry out of cosmovisor/schedule.json; if not, restore a backup from before that height");

    // Switching to what runs already would make the same binary halt again, for ever.
    private static Decision CarryOut(Knowledge known, UpgradePlan plan, string whatItDid) => IsRunning(known, plan)
        ? new Decision.Refuse(
            $"the daemon in {DaemonHome.TargetOf(known.Running ?? "")} asked for the upgrade \"{plan.Name}\" and {whatItDid}, "
            + $"so it is not the binary of that upgrade. Nothing was switched. Put the binary that carries out \"{plan.Name}\" in its place and start again.")
        : new Decision.Upgrade(plan);

    // A plain line ends where the info has a line break, and its info where a logger's fields seem to begin. The error of the halt is quoted, and whole.
    private static UpgradePlan Whole(UpgradePlan announced, Observation.Halted halted) =>
        halted.Plan is { } said && said.Height == announced.Height && said.Info.StartsWith(announced.Info, StringComparison.Ordinal) ? said : announced;

    // The same halt may be said more than once, and less each time.
    private static Observation.Halted Fuller(Observation.Halted? before, Observation.Halted now) =>
        now.Plan is null && before?.Name == now.Name ? before : now;

    private static bool IsSkipped(Knowledge known, UpgradePlan plan) => known.Skip.Contains(plan.Height);

    // Folders may have been lower-cased (recase), plans have not.
    private static bool IsRunning(Knowledge known, UpgradePlan plan) => plan.Name.Equals(known.Running, StringComparison.OrdinalIgnoreCase);
}
