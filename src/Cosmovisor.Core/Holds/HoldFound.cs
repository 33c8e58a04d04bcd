namespace Cosmovisor.Holds;

/// <summary>A file among the holds.</summary>
/// <param name="File">Its name.</param>
/// <param name="Content">The hold, or why it is none.</param>
internal sealed record HoldFound(string File, Parsed<Hold> Content);
