using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>What a file system has left for us.</summary>
/// <param name="Bytes">Without what is kept back for root.</param>
/// <param name="Files">How many more files and folders it can hold; <see cref="long.MaxValue"/> where it sets no limit (btrfs).</param>
internal readonly unsafe partial record struct FreeSpace(long Bytes, long Files)
{
    private const int StatvfsSize = 112; // of struct statvfs, in glibc and musl on 64 bits
    private const int FragmentAt = 1; // f_frsize, in words of 8 bytes
    private const int AvailableAt = 4; // f_bavail
    private const int FilesAt = 5; // f_files
    private const int FilesAvailableAt = 7; // f_favail

    /// <param name="folder">Any on it.</param>
    public static FreeSpace Of(string folder)
    {
        var answer = stackalloc ulong[StatvfsSize / sizeof(ulong)];

        return !OperatingSystem.IsLinux() ? new FreeSpace(new DriveInfo(folder).AvailableFreeSpace, long.MaxValue)
            : Statvfs(folder, answer) != 0 ? throw new IOException($"cannot read the free space of {folder}: {Errno.LastText}")
            : new FreeSpace(
                (long)Math.Min(answer[AvailableAt], long.MaxValue / answer[FragmentAt]) * (long)answer[FragmentAt],
                answer[FilesAt] == 0 ? long.MaxValue : (long)Math.Min(answer[FilesAvailableAt], long.MaxValue));
    }

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statvfs(string path, ulong* answer);
}
