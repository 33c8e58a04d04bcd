namespace Cosmovisor.Linux;

/// <summary>
/// <see cref="FileFacts"/> from what .NET knows everywhere, for systems without statx(2): no inode, no owner, no count of names.
/// </summary>
internal static class PortableFileFacts
{
    public static FileFacts? Of(string path)
    {
        FileSystemInfo info = new FileInfo(path);

        if (!info.Exists && info.LinkTarget is null)
        {
            info = new DirectoryInfo(path);

            if (!info.Exists)
            {
                return null;
            }
        }

        var size = info is FileInfo { LinkTarget: null } file ? file.Length : 0;
        var modified = (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100;
        return new FileFacts(KindOf(info), size, size, modified, (int)info.UnixFileMode, 0, 0, 0, 0, 1, IsMountRoot: false);
    }

    private static FileKind KindOf(FileSystemInfo info) =>
        info.LinkTarget is not null ? FileKind.Symlink
        : info is DirectoryInfo ? FileKind.Folder
        : (info.Attributes & FileAttributes.Device) != 0 ? FileKind.Device
        : FileKind.File;
}
