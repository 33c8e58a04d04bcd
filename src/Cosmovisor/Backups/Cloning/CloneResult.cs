using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>How one file got to its new place.</summary>
/// <param name="Way">Shared or copied.</param>
/// <param name="Sha256">Of the content, when it was read on the way.</param>
/// <param name="Made">The new file, as its file system reports it: it may keep less than the old one's, of times above all.</param>
/// <param name="Trouble">What it could not be given, in words; null when it got all.</param>
internal sealed record CloneResult(CloneWay Way, string? Sha256, FileFacts Made, string? Trouble)
{
    /// <summary>It was copied before the halt.</summary>
    public bool WasAhead { get; init; }
}
