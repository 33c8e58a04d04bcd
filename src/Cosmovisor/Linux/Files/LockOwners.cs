using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// Locks by which programs keep each other out of a file: flock(2) (goleveldb, our own) and fcntl(2) (LevelDB, RocksDB, Pebble).
/// </summary>
internal static unsafe partial class LockOwners
{
    // In ms. A program that is being started holds all our descriptors between fork and exec, so a lock that was just let go may be held
    // for an instant more.
    private const int Briefly = 200;

    private const int LockFileMode = 0x1a4; // 0644
    private const int GetLock = 5; // F_GETLK, on Linux
    private const short WriteLock = 1; // F_WRLCK
    private const short Unlocked = 2; // F_UNLCK

    /// <summary>Takes the flock of <paramref name="path"/>, a file or a folder, until the returned thing is disposed or we die.</summary>
    /// <returns>Null when somebody else holds it.</returns>
    public static IDisposable? TryTake(string path) => TryTake(FileDescriptor.Open(path));

    /// <summary>The same, waiting while somebody else holds it, at most <paramref name="patience"/>.</summary>
    public static IDisposable? TryTake(string path, TimeSpan patience) =>
        TryTake(FileDescriptor.Open(path), (int)patience.TotalMilliseconds);

    /// <summary>The same of a lock file, which is made if it is not there.</summary>
    public static IDisposable? TryTakeFile(string path)
    {
        var file = FileDescriptor.OpenOrCreate(path, LockFileMode);
        Ownership.Gets(path);
        return TryTake(file);
    }

    private static FileDescriptor? TryTake(FileDescriptor file, int patience = Briefly)
    {
        if (Flock.Take(file.Number, patience) == 0)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Whether a living process holds <paramref name="path"/>, by either kind of lock. False when it is not there.</summary>
    public static bool IsHeld(string path)
    {
        // Asked of the file and not of /proc/locks, which leaves out holders in other containers.
        var fd = Libc.Open(path, OpenFlags.CloseOnExec | OpenFlags.ReadWrite, 0);
        fd = fd < 0 ? Libc.Open(path, OpenFlags.CloseOnExec, 0) : fd;

        if (fd < 0)
        {
            return false;
        }

        using var open = new FileDescriptor(fd);

        if (OperatingSystem.IsLinux())
        {
            var record = new RecordLock { Type = WriteLock };

            if (Libc.Fcntl(fd, GetLock, (nint)(&record)) == 0 && Volatile.Read(ref record.Type) != Unlocked)
            {
                return true;
            }
        }

        return Flock.Take(fd, patience: 0) == Errno.EAGAIN;
    }

    /// <summary>struct flock of Linux on 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct RecordLock
    {
        public short Type;
        public short From;
        public long Start;
        public long Length;
        public int Pid;
    }
}
