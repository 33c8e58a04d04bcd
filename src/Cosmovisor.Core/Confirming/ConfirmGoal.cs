namespace Cosmovisor.Confirming;

/// <summary>What has to be seen before an upgrade counts as agreed to by its network.</summary>
/// <param name="Plan">Its name.</param>
/// <param name="Height">The plan's; 0 for an upgrade without one.</param>
/// <param name="At">The last block whose result is this node's word alone; null while that is not known: of an upgrade without a height it
/// is the block after the first one heard of.</param>
/// <param name="Since">When its version was first started.</param>
internal sealed record ConfirmGoal(string Plan, long Height, long? At, DateTimeOffset Since)
{
    /// <summary>
    /// A command asked for it: its height is only where the node stood then, and no block of the network's depends on it.
    /// </summary>
    public bool IsRequested { get; init; }

    public bool HasHeight => Height > 0 && !IsRequested;

    /// <summary>The same, once the node has said where it is.</summary>
    public ConfirmGoal From(long appHeight) => At is null ? this with { At = appHeight + 1 } : this;

    /// <summary>
    /// The migration ran through: the application stands at the upgrade's block, or the new version answers at all where there is none.
    /// </summary>
    public bool IsApplied(long appHeight) => !HasHeight || appHeight >= At;

    /// <summary>The network has built on the result.</summary>
    /// <remarks>
    /// The header of a block holds the result of the one before. A node that catches up is shown the same by the blocks it fetches; without
    /// a height that says nothing of this version.
    /// </remarks>
    public bool IsConfirmed(long appHeight, bool catchingUp) => appHeight > At && (HasHeight || !catchingUp);
}
