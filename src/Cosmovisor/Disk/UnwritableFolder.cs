using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>Why nothing can be made in a folder: a read-only disk or image, or the rights of this user.</summary>
internal static class UnwritableFolder
{
    /// <returns>A clause; null when things can be made there, or when there is no such folder.</returns>
    public static string? Why(string folder) =>
        !Directory.Exists(folder) || FileCalls.IsWritableByUs(folder) ? null
        : Errno.Last == Errno.EROFS ? "Read-only file system"
        : $"Permission denied to {UserRecord.OwnName}: chown -R {UserRecord.OwnName} {folder}";
}
