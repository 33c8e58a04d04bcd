namespace Cosmovisor.Staging;

/// <summary>What a file is, told by its first bytes. The compressed kinds hold a tar or one single file: unpack, then look again.</summary>
internal enum ArchiveKind
{
    /// <summary>None of the others: taken as the binary itself.</summary>
    None,
    Zip,
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}
