namespace Cosmovisor.Chain;

/// <summary>How a node is, as it says itself.</summary>
/// <param name="Id">Who it is to its peers.</param>
/// <param name="Height">The last block it has, 1 or more; 0 before its first.</param>
internal sealed record NodeStatus(string Id, long Height);
