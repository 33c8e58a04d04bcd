using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>inotify(7) on folders: tells when a file in one has been written and closed, or renamed into it.</summary>
/// <remarks>FileSystemWatcher knows no "the writer is done", and says nothing when the folder itself goes away.</remarks>
internal sealed unsafe partial class FolderWatch : IDisposable
{
    private const short Readable = 1; // POLLIN
    private const int CloseOnExec = 0x80000; // IN_CLOEXEC
    private const int NonBlocking = 0x800; // IN_NONBLOCK
    private const uint Attributes = 0x4; // IN_ATTRIB: another owner
    private const uint CloseWrite = 0x8;
    private const uint MovedFrom = 0x40;
    private const uint MovedTo = 0x80;
    private const uint Create = 0x100;
    private const uint Delete = 0x200;
    private const uint DeleteSelf = 0x400;
    private const uint MoveSelf = 0x800;
    private const uint OnlyFolder = 0x01000000;

    private readonly int _fd;

    private FolderWatch(int fd) => _fd = fd;

    /// <summary>For who waits for other things too: readable when something has happened. <see cref="Drain"/> is to follow.</summary>
    public int Number => _fd;

    /// <returns>Null where inotify is not to be had: another system, or the user's limit of instances is reached.</returns>
    public static FolderWatch? TryOpen()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var fd = InotifyInit(CloseOnExec | NonBlocking);
        return fd < 0 ? null : new FolderWatch(fd);
    }

    /// <returns>False when it cannot be watched: it is not there, or not readable.</returns>
    public bool Watch(string folder) => InotifyAddWatch(_fd, folder, CloseWrite | MovedTo | Create | DeleteSelf | MoveSelf | OnlyFolder) >= 0;

    /// <summary>The same, and when a file in it is taken away or given to another user.</summary>
    public bool WatchWhole(string folder) => InotifyAddWatch(_fd, folder, CloseWrite | MovedTo | Create | DeleteSelf | MoveSelf | OnlyFolder | Delete | MovedFrom | Attributes) >= 0;

    /// <summary>Waits until something happened in a watched folder. What it was, only a look at the folder tells for sure.</summary>
    public void Wait(TimeSpan limit)
    {
        var watched = new Libc.PollFd { Fd = _fd, Events = Readable };
        _ = Libc.Poll(&watched, 1, limit == Timeout.InfiniteTimeSpan ? -1 : (int)limit.TotalMilliseconds);
        Drain();
    }

    /// <summary>Takes what it has told, without waiting.</summary>
    public void Drain()
    {
        var drain = stackalloc byte[4096];

        while (Libc.Read(_fd, drain, 4096) > 0)
        {
        }
    }

    public void Dispose() => _ = Libc.Close(_fd);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int InotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InotifyAddWatch(int fd, string path, uint mask);
}
