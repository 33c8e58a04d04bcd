namespace Cosmovisor.Linux;

/// <summary>
/// Tells the layered file system that containers run on: a link(2) there copies the whole file up first, and the folders above it become
/// others.
/// </summary>
internal static class OverlayDisk
{
    private const long Kind = 0x794c7630; // OVERLAYFS_SUPER_MAGIC

    public static bool Holds(string path) => FileSystemKind.Of(path) == Kind;
}
