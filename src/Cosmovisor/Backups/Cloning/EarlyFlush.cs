using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Flushes a disk while small files are still being copied to it: they are not worth a flush of their own, and without one the disk would
/// sleep until the last.
/// </summary>
/// <param name="folder">On that disk.</param>
internal sealed class EarlyFlush(string folder) : IDisposable
{
    private const long First = 32 * 1024 * 1024;

    private readonly FileDescriptor _disk = FileDescriptor.Open(folder);
    private long _next = First;

    /// <summary>
    /// Flushes, if as much again has been copied as the last time: each flush also waits for the disk's own cache, and a hundred would cost
    /// more than they bring. Does nothing but on Linux.
    /// </summary>
    /// <param name="copied">Bytes, from the beginning.</param>
    /// <exception cref="IOException">Something could not be written. The kernel tells that once, and then no more: not even to the flush at
    /// the end.</exception>
    public void After(long copied)
    {
        if (!OperatingSystem.IsLinux() || copied < _next)
        {
            return;
        }

        _next = copied * 2;

        if (CloneCalls.SyncFileSystem(_disk.Number) != 0 && Errno.Last is var errno && (errno == Errno.EIO || errno == Errno.ENOSPC))
        {
            throw new IOException($"cannot flush {folder}: {Errno.Text(errno)}");
        }
    }

    public void Dispose() => _disk.Dispose();
}
