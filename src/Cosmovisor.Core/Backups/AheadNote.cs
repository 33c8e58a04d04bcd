namespace Cosmovisor.Backups;

/// <summary>One file of the backup ahead: what it was when it was copied, and where its copy is.</summary>
/// <param name="Path">Below the data folder.</param>
/// <param name="File">Before it was copied, and the same after it.</param>
/// <param name="Number">The copy's file name.</param>
/// <param name="Copy">The copy, when it was finished.</param>
/// <param name="Sha256">Of the content, as a manifest has it.</param>
internal sealed record AheadNote(string Path, FileState File, long Number, FileState Copy, string Sha256)
{
    /// <summary>What the copy could not be given, in words; null when it got all.</summary>
    public string? Trouble { get; init; }
}

/// <summary>First line of the notes: under which circumstances the others can be believed.</summary>
/// <param name="Version">Of the format.</param>
/// <param name="Source">The folder that is copied, links resolved.</param>
/// <param name="Clock">When the last round began.</param>
internal sealed record AheadHeader(int Version, string Source, ClockReading Clock);
