using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Tells the layered file system that containers run on: a link(2) there copies the whole file up first, and the folders above it become others.</summary>
internal static unsafe partial class OverlayDisk
{
    private const int StatfsSize = 120; // of struct statfs on 64 bits; its kind comes first
    private const long Kind = 0x794c7630; // OVERLAYFS_SUPER_MAGIC

    public static bool Holds(string path)
    {
        var answer = stackalloc long[StatfsSize / sizeof(long)];
        return OperatingSystem.IsLinux() && Statfs(path, answer) == 0 && answer[0] == Kind;
    }

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statfs(string path, long* answer);
}
