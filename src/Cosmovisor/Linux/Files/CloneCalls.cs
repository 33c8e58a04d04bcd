using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>The calls by which file content is shared, or found to be holes. Results as libc gives them, -1 with errno.</summary>
internal static unsafe partial class CloneCalls
{
    public const int SeekData = 3; // SEEK_DATA
    public const int SeekHole = 4; // SEEK_HOLE

    private const nuint CloneRequest = 0x40049409; // FICLONE, the same on x64 and arm64
    private const int Here = -100; // AT_FDCWD
    private const uint WaitBefore = 1; // SYNC_FILE_RANGE_WAIT_BEFORE
    private const uint StartWriting = 2; // SYNC_FILE_RANGE_WRITE
    private const uint WaitAfter = 4; // SYNC_FILE_RANGE_WAIT_AFTER
    private const int NotNeeded = 4; // POSIX_FADV_DONTNEED
    private const int NoReuse = 5; // POSIX_FADV_NOREUSE
    private const uint Exchange = 2; // RENAME_EXCHANGE

    /// <summary>Lets <paramref name="to"/> share all of <paramref name="from"/>'s blocks until either is written (ioctl FICLONE).</summary>
    public static int Reflink(int from, int to)
    {
        if (!OperatingSystem.IsLinux())
        {
            Marshal.SetLastPInvokeError(Errno.EOPNOTSUPP);
            return -1;
        }

        return Ioctl(to, CloneRequest, from);
    }

    /// <summary>Swaps two names in one step; -1 where the file system cannot.</summary>
    public static int SwapNames(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
        {
            Marshal.SetLastPInvokeError(Errno.EOPNOTSUPP);
            return -1;
        }

        return Rename2(Here, one, Here, other, Exchange);
    }

    /// <summary>
    /// Sends what was written to <paramref name="fd"/> on its way to the disk, without waiting for it to arrive. Does nothing but on Linux.
    /// </summary>
    public static void BeginFlush(int fd, long offset, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(fd, offset, length, StartWriting); // a file system that cannot is flushed at the end like all others
        }
    }

    /// <summary>
    /// Writes to the disk what was written to <paramref name="fd"/>, by this thread and so at its priority, waits for it, and lets go of
    /// the memory that held it. Linux only.
    /// </summary>
    /// <returns>0, or -1 with errno.</returns>
    public static int FlushAndForget(int fd, long offset, long length)
    {
        var result = SyncFileRange(fd, offset, length, StartWriting | WaitBefore | WaitAfter);
        _ = Advise(fd, offset, length, NotNeeded);
        return result;
    }

    /// <summary>
    /// What is read through <paramref name="fd"/> from here on is no sign that it will be read again: it does not drive out of memory what
    /// others read. Linux only.
    /// </summary>
    public static void ReadOnce(int fd) => _ = Advise(fd, 0, 0, NoReuse);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int fd, long offset, int from);

    /// <returns>How many bytes were read; -1 and errno on a failure.</returns>
    public static int ReadAt(int fd, Span<byte> bytes, long offset)
    {
        fixed (byte* start = bytes)
        {
            return (int)ReadAtC(fd, start, (nuint)bytes.Length, offset);
        }
    }

    /// <returns>How many bytes were written; -1 and errno on a failure.</returns>
    public static int WriteAt(int fd, ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* start = bytes)
        {
            return (int)WriteAtC(fd, start, (nuint)bytes.Length, offset);
        }
    }

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(int fd, long length);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "symlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Symlink(string target, string path);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);

    /// <summary>Flushes the whole file system that <paramref name="fd"/> lies on, and says whether that worked. Linux only.</summary>
    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int SyncFileSystem(int fd);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadAtC(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static partial nint WriteAtC(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(int fd, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(int fd, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int fd, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename2(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
