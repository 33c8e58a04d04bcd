using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Which kind of file system something lies on, and what is known of that kind.</summary>
internal static unsafe partial class FileSystemKind
{
    private const int StatfsSize = 120; // of struct statfs on 64 bits; its kind comes first

    // ext2, ext3 and ext4, xfs, btrfs, f2fs, zfs, bcachefs.
    private static readonly long[] WithTimesOfEveryWrite = [0xEF53, 0x58465342, 0x9123683E, 0xF2F52010, 0x2FC12FC1, 0xCA451A4E];

    /// <returns>As the kernel numbers it (magic.h); 0 when it is not known.</returns>
    public static long Of(string path)
    {
        var answer = stackalloc long[StatfsSize / sizeof(long)];
        return OperatingSystem.IsLinux() && Statfs(path, answer) == 0 ? answer[0] : 0;
    }

    /// <summary>
    /// Whether every write there, by whatever way, changes the time that only the kernel sets (docs/adr/0038). What is not known to does
    /// not: tmpfs, network file systems, layers.
    /// </summary>
    public static bool KnowsEveryWrite(string path) => WithTimesOfEveryWrite.Contains(Of(path));

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statfs(string path, long* answer);
}
