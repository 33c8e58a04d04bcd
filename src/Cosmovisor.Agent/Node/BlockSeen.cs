namespace Cosmovisor.Agent.Node;

/// <summary>A height, and when it was seen.</summary>
internal readonly record struct BlockSeen(DateTimeOffset At, long Height);
