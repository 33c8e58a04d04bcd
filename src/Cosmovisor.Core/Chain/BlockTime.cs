namespace Cosmovisor.Chain;

/// <summary>When a block was made, as its header says.</summary>
internal readonly record struct BlockTime(long Height, DateTimeOffset Time);
