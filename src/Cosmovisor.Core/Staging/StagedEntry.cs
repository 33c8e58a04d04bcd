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
internal sealed record StagedEntry(string Path, StagedEntryKind Kind, bool IsExecutable)
{
    /// <summary>Of a file: what its first bytes say it is.</summary>
    public FileFormat Format { get; init; }

    /// <summary>Of a program: which machine it was built for.</summary>
    public ElfMachine? Machine { get; init; }

    public bool IsLibrary => Kind is not StagedEntryKind.Folder && SharedLibrary.IsNameOfOne(Path);

    public bool IsProgram => Kind is StagedEntryKind.File && Format is FileFormat.ElfProgram && !IsLibrary;

    /// <summary>The path of the folder it lies in; empty at the top.</summary>
    public string Folder => Path.LastIndexOf('/') is >= 0 and var slash ? Path[..slash] : "";
}
