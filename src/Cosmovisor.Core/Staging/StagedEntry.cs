namespace Cosmovisor.Staging;

internal enum StagedEntryKind
{
    File,
    Folder,
    Link,
}

/// <summary>One thing an archive brought, at its place in the unpacked tree.</summary>
/// <param name="Path">Relative, checked by <see cref="ArchiveEntryPath"/>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsExecutable">The archive says so by an execute bit.</param>
internal sealed record StagedEntry(string Path, StagedEntryKind Kind, bool IsExecutable);
