namespace Cosmovisor.Backups;

/// <summary>How one file got to its new place.</summary>
/// <param name="Way">Shared or copied.</param>
/// <param name="Sha256">Of the content, when it was read on the way.</param>
internal sealed record CloneResult(CloneWay Way, string? Sha256);
