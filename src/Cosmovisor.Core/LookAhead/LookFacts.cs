using Cosmovisor.Plans;

namespace Cosmovisor.LookAhead;

/// <summary>All that a look ahead knows before it draws its conclusions.</summary>
/// <param name="Now">The time of the look.</param>
/// <param name="Before">What the last look found; null for the first.</param>
/// <param name="Chain">What the node said.</param>
/// <param name="Schedule">The operator's own upgrades.</param>
internal sealed record LookFacts(DateTimeOffset Now, Outlook? Before, ChainSeen Chain, IReadOnlyList<UpgradePlan> Schedule)
{
    /// <summary>Heights that are left alone here.</summary>
    public SkipHeights Skip { get; init; } = SkipHeights.None;

    /// <summary>What has been carried out here.</summary>
    public IReadOnlyCollection<UpgradePlan> Done { get; init; } = [];

    /// <summary>The node with the pace of its chain.</summary>
    public OutlookNode Node => Chain.Node is { Height: { } height } node ? WithPace(node, height) : Chain.Node;

    private OutlookNode WithPace(OutlookNode node, long height)
    {
        // A node that catches up makes blocks by its own speed, and their times are of long ago.
        var pace = node.CatchingUp != true ? Pace.Of(Chain.Blocks)
            : Before is { Node: { IsForeign: false, Height: { } before }, At: var then } && !node.IsForeign
                ? Pace.OfGrowth(before, then, height, Now)
            : null;
        return node with { SecondsPerBlock = Rounded(pace?.SecondsPerBlock), Spread = Rounded(pace?.Spread) };
    }

    private static double? Rounded(double? seconds) => seconds is { } value ? Math.Round(value, 3) : null;
}
