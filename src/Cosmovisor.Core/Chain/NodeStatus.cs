namespace Cosmovisor.Chain;

/// <summary>How a node is, as it says itself.</summary>
/// <param name="Id">Who it is to its peers.</param>
/// <param name="Height">The last block it has, 1 or more; 0 before its first.</param>
internal sealed record NodeStatus(string Id, long Height)
{
    /// <summary>The chain's name; empty when it does not say.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>It is fetching blocks that were made long ago.</summary>
    public bool CatchingUp { get; init; }

    /// <summary>When its last block was made.</summary>
    public DateTimeOffset? LastBlockTime { get; init; }

    /// <summary>Of its validator's key, whether that may vote or not.</summary>
    public string? Address { get; init; }

    /// <summary>Of its validator's vote; 0 for a node that is none.</summary>
    public long? Power { get; init; }
}
