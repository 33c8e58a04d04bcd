namespace Cosmovisor.Detection;

/// <summary>A height of the node while it runs, and how far it can be believed.</summary>
/// <param name="Height">Of the last block that the witness knows.</param>
/// <param name="MayBeOld">Only a sign state that has not moved in this life: the key may be that of a node that signs no more.</param>
internal sealed record NodeHeight(long Height, bool MayBeOld = false);
