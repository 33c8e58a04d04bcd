namespace Cosmovisor.Backups;

/// <summary>A whole backup that stands.</summary>
/// <param name="Name">What the commands call it.</param>
/// <param name="Path">The backed-up folder; for a snapshot, the folder with its record.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="WasThere">It had been taken before, for the same plan.</param>
internal sealed record BackupTaken(string Name, string Path, long Files, long Bytes, TimeSpan Elapsed, bool WasThere)
{
    /// <summary>What is not, or only partly, in it: a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
