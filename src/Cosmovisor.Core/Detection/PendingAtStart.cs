using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>What is to be done, before the daemon runs, about a plan file that lies there already.</summary>
internal abstract record PendingAtStart
{
    private PendingAtStart() { }

    /// <summary>There is no plan, or its version runs already.</summary>
    internal sealed record Nothing : PendingAtStart;

    /// <summary>The node halted for it in an earlier life, or on another machine. Its binary comes first.</summary>
    internal sealed record CarryOut(UpgradePlan Plan) : PendingAtStart;

    /// <summary>It was written ahead of its height, and not by the chain. It is run up to like any entry of the operator's schedule.</summary>
    internal sealed record WaitForHeight(UpgradePlan Plan) : PendingAtStart;

    /// <summary>It is left alone, and the operator is told why: <paramref name="Reason"/> ends the sentence "the plan file is left alone: …".</summary>
    internal sealed record LeaveAlone(UpgradePlan Plan, string Reason) : PendingAtStart;

    /// <summary>The whole rule. It asks no node for its height: at this moment none runs, and every answer of a node that is down was wrong for somebody.</summary>
    /// <remarks>
    /// Cases: cosmos-sdk issues 25861 (a restart between the halt and the switch), 22731 and 23720 (the node is down, its height not to be had),
    /// 23947 (a snapshot of a later version over the first binary), 22167 and 19227 (a file written ahead of its height is no reason to switch).
    /// </remarks>
    public static PendingAtStart Of(StartSituation at) => at switch
    {
        { Plan: null } => new Nothing(),
        { Plan: var plan } when IsCalled(plan, at.Running) => new Nothing(),
        { Plan: var plan } when at.Skip.Contains(plan.Height) => new LeaveAlone(plan, "its height is to be skipped"),

        // The chain never writes anything about an upgrade that governance did not vote, so the plan before that one lies there for ever.
        { Plan: var plan, RunningPlan: { } running } when plan.Height < running.Height =>
            new LeaveAlone(plan, $"it is older than the running version, which is that of height {running.Height}"),
        { Plan: var plan, Running: not null, RunningPlan: null, IsCarriedOut: true } =>
            new LeaveAlone(plan, "it was carried out before, and current has been pointed elsewhere since"),

        { Plan: var plan, IsByHand: true } => new WaitForHeight(plan),
        { Plan: var plan } => new CarryOut(plan),
    };

    // Folders may have been lower-cased (recase), plans have not.
    private static bool IsCalled(UpgradePlan plan, string? name) => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the disk says before the first life of the daemon.</summary>
/// <param name="Plan">The node's plan file; null when there is none, or none that is whole.</param>
/// <param name="Running">Name of the upgrade whose binary is current; null for genesis.</param>
/// <param name="RunningPlan">The plan by which it became current, as written down at the switch; null when nobody wrote it down.</param>
/// <param name="IsCarriedOut">The folder of <paramref name="Plan"/> holds the record of a switch for the same name and height.</param>
/// <param name="IsByHand">The plan file is not the node's: a tool wrote it, ahead of its height.</param>
/// <param name="Skip">Heights whose plans are left alone.</param>
internal sealed record StartSituation(
    UpgradePlan? Plan, string? Running, UpgradePlan? RunningPlan, bool IsCarriedOut, bool IsByHand, SkipHeights Skip);
