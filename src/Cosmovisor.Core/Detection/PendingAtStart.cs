using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>What is to be done, before the daemon runs, about a plan file that lies there already.</summary>
/// <remarks>
/// Wherever the rule is not sure, <c>current</c> is started and the node speaks: a binary that is new enough just runs, an old one halts
/// again at once (that is what x/upgrade does), and is upgraded then. No mistake of ours can put an old binary on newer data.
/// </remarks>
internal abstract record PendingAtStart
{
    private PendingAtStart() { }

    /// <summary>There is no plan, or it is done.</summary>
    internal sealed record Nothing : PendingAtStart;

    /// <summary>The node halted for it in an earlier life, or on another machine. Its binary comes first.</summary>
    internal sealed record CarryOut(UpgradePlan Plan) : PendingAtStart;

    /// <summary>The data has not come to its height yet.</summary>
    /// <param name="Plan">What waits.</param>
    /// <param name="IsByHand">A tool wrote it and the chain knows nothing of it: it is run up to like any entry of the operator's
    /// schedule.</param>
    internal sealed record WaitForHeight(UpgradePlan Plan, bool IsByHand) : PendingAtStart;

    /// <summary>
    /// It is left alone, and the operator is told why: <paramref name="Reason"/> ends the sentence "the plan file is ignored: …".
    /// </summary>
    internal sealed record LeaveAlone(UpgradePlan Plan, string Reason) : PendingAtStart;

    /// <summary>Its binary is not there and cannot be got, for <paramref name="Reason"/>. The node is left to speak.</summary>
    internal sealed record LetTheNodeSpeak(UpgradePlan Plan, string Reason) : PendingAtStart;

    /// <summary>The whole rule, a row a line; the first that fits.</summary>
    /// <remarks>
    /// Cases: cosmos-sdk issues 25861 (a restart between the halt and the switch), 22731 and 23720 (the node is down, its height not to be
    /// had), 23947 (a snapshot of a later version over the first binary), 22167 and 19227 (a file written ahead of its height is no reason
    /// to switch).
    /// </remarks>
    public static PendingAtStart Of(StartSituation at) => at switch
    {
        { Plan: null } => new Nothing(),
        { Plan: var plan } when IsCalled(plan, at.Name) || IsCalled(plan, at.Record?.Name) => new Nothing(),
        { Plan: var plan } when at.Skip.Contains(plan.Height) => new LeaveAlone(plan, "its height is skipped"),
        { Plan: var plan, Past: not PlanPast.Nothing } => new LeaveAlone(plan, InWords(at.Past)),

        { Plan: var plan } when IsBehind(plan, at) => LeadsForward(plan, at) ? CarryOutOrSpeak(plan, at)
            : new LeaveAlone(plan, WhyNotBack(plan, at)),

        { Plan: var plan, IsMarked: true } => new WaitForHeight(plan, IsByHand: true),
        { Plan: var plan } when at.Data.IsBelow(plan.Height) => new WaitForHeight(plan, at.HasForeignMode),

        // Nothing tells how high the data is, and nobody wrote down why this version is current.
        { Plan: var plan, Name: { } name, Record: null } when UpgradeNameOrder.IsNotAfter(plan.Name, name) =>
            new LeaveAlone(plan, $"nothing says that it is newer than \"{name}\", which current names"),

        { Plan: var plan } => CarryOutOrSpeak(plan, at),
    };

    private static bool IsBehind(UpgradePlan plan, StartSituation at) => at.Data.HasPassed(plan.Height) || at.Record?.Height > plan.Height;

    // A fresh container, or a snapshot over an older binary.
    private static bool LeadsForward(UpgradePlan plan, StartSituation at) => at.Record is { } record ? record.Height < plan.Height
        : at.Name is null;

    private static PendingAtStart CarryOutOrSpeak(UpgradePlan plan, StartSituation at) =>
        at.CannotBeHad is { } reason ? new LetTheNodeSpeak(plan, reason) : new CarryOut(plan);

    private static string InWords(PlanPast past) => past switch
    {
        PlanPast.Skipped => "the history says that it was skipped",
        PlanPast.TakenBack => "the history says that it was taken back",
        PlanPast.GivenUp => "the history says that it was given up",
        _ => "current was pointed elsewhere by hand since the last switch",
    };

    private static string WhyNotBack(UpgradePlan plan, StartSituation at) => at.Record is { } record && record.Height >= plan.Height
        ? $"it is older than the running version, which belongs to height {record.Height}"
        : $"the data is at {at.Data.AtLeast} at least, beyond its height, and nothing says which height \"{at.Name}\" belongs to";

    // Folders may have been lower-cased (recase), plans have not.
    private static bool IsCalled(UpgradePlan plan, string? name) => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the disk says before a life of the daemon.</summary>
/// <param name="Plan">The node's plan file; null when there is none, or none that is whole.</param>
/// <param name="Running">Name of the upgrade whose binary is current; null where its folder is not an upgrade's.</param>
/// <param name="Record">The plan that lies beside the current version (genesis included): the last one it has done. Null when nobody wrote
/// it down.</param>
/// <param name="Data">How high the data is.</param>
/// <param name="Past">What the history says.</param>
/// <param name="IsMarked">The plan file is not the node's: a tool wrote it, ahead of its height.</param>
/// <param name="HasForeignMode">Its mode is not the 0600 of a node.</param>
/// <param name="CannotBeHad">Why its binary is not there and cannot be got; null when it is there or may be downloaded.</param>
/// <param name="Skip">Heights whose plans are left alone.</param>
internal sealed record StartSituation(
    UpgradePlan? Plan, string? Running, UpgradePlan? Record, DataHeight Data, PlanPast Past, bool IsMarked, bool HasForeignMode,
    string? CannotBeHad, SkipHeights Skip)
{
    /// <summary>The folder's name where <c>current</c> leads to neither genesis nor an upgrade's folder; null otherwise.</summary>
    public string? Unnamed { get; init; }

    /// <summary>What the current version is called; null at genesis alone.</summary>
    public string? Name => Running ?? Unnamed;
}
