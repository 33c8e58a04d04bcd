using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Node;

/// <summary>What the node's own RPC said when it was asked.</summary>
/// <param name="At">When that was.</param>
/// <param name="Status">Its answer; null when there was none.</param>
/// <param name="Moved">When its height last rose, by its block's time or by our own eyes; null while it has no block.</param>
/// <param name="Problem">Why there was no answer.</param>
internal sealed record NodeSeen(DateTimeOffset At, NodeStatus? Status, DateTimeOffset? Moved, string? Problem)
{
    /// <summary>What follows from a new answer. A node that was away has not stood still.</summary>
    public static NodeSeen After(NodeSeen? before, Parsed<NodeStatus> answer, DateTimeOffset now)
    {
        if (!answer.IsOk(out var status, out var reason))
        {
            return new NodeSeen(now, null, before?.Moved, reason);
        }

        var rose = before?.Status is { } last && status.Height > last.Height ? now : (DateTimeOffset?)null;

        // A clock that is wrong must not make a node look alive for ever.
        var block = status.LastBlockTime is { } time && time <= now ? time : (DateTimeOffset?)null;
        return new NodeSeen(now, status, new[] { rose, block, before?.Moved }.Max(), null);
    }
}
