namespace Cosmovisor.Linux;

/// <summary>
/// Whose marks are read or set: an open file or folder by its number, which spares the way through the folders; a link or fifo, which is
/// not opened, by its path.
/// </summary>
/// <param name="Path">Always, for words.</param>
/// <param name="Descriptor">Below 0 when it is not open.</param>
internal readonly record struct MetadataTarget(string Path, int Descriptor = -1)
{
    public bool IsOpen => Descriptor >= 0;

    public FileFacts Facts => IsOpen ? FileFacts.OfOpen(Descriptor, Path)
        : FileFacts.Of(Path) ?? throw new FileNotFoundException($"{Path} is not there", Path);
}
