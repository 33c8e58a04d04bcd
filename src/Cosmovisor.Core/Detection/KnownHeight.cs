namespace Cosmovisor.Detection;

/// <summary>A height that the node has come to for certain. One that has only just begun may have none.</summary>
/// <param name="Height">At least so high.</param>
/// <param name="Witness">Who says so.</param>
/// <param name="IsBegun">Its block was begun, and may not have been made: a node that halts there stands just before it.</param>
internal sealed record KnownHeight(long Height, string Witness, bool IsBegun = false)
{
    /// <summary>Whether a node that is run up to <paramref name="height"/> could never halt there any more.</summary>
    public bool IsBeyond(long height) => height < Height || (height == Height && !IsBegun);
}
