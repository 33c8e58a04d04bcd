using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Cosmovisor.Staging;

/// <summary>Reads compressed files; see docs/adr/0010 for whose decoder does what.</summary>
internal static class Decompression
{
    public static bool IsCompressed(ArchiveKind kind) =>
        kind is ArchiveKind.Gzip or ArchiveKind.Bzip2 or ArchiveKind.Xz or ArchiveKind.Zstd;

    /// <summary>Takes <paramref name="packed"/> over: it is closed with the stream that is returned.</summary>
    public static Stream Open(ArchiveKind kind, Stream packed) => kind switch
    {
        ArchiveKind.Gzip => new WholeGzipStream(packed),
        ArchiveKind.Bzip2 => BZip2Stream.Create(packed, CompressionMode.Decompress, true, false, false),
        ArchiveKind.Xz => new XzFileStream(packed),
        ArchiveKind.Zstd => new SharpCompress.Compressors.ZStandard.DecompressionStream(packed, 0, true, false),
        _ => packed,
    };
}
