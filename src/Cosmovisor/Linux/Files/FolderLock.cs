namespace Cosmovisor.Linux;

/// <summary>A lock on a folder itself: no file is left behind, and it ends with the process however that ends (flock(2)).</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly int _fd;

    private FolderLock(int fd) => _fd = fd;

    /// <summary>Null when another has it.</summary>
    /// <remarks>A file system without locks (some network ones) gives one that keeps nobody out.</remarks>
    public static FolderLock? TryTake(string folder)
    {
        var fd = Libc.Open(folder, OpenFlags.CloseOnExec, 0);

        if (fd < 0)
        {
            throw new IOException($"cannot open {folder}: {Errno.LastText}");
        }

        if (Flock.Take(fd, patience: 0) != Errno.EAGAIN)
        {
            return new FolderLock(fd);
        }

        _ = Libc.Close(fd);
        return null;
    }

    public void Dispose() => _ = Libc.Close(_fd);
}
