using System.Runtime.InteropServices;
using System.Text;

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
    private (int Watch, byte[] Name) _unheard = (0, []); // no watch has the number 0

    private FolderWatch(int fd) => _fd = fd;

    /// <summary>For who waits for other things too: readable when something has happened. <see cref="Drain"/> is to follow.</summary>
    public int Number => _fd;

    /// <returns>Null where inotify is not available: another system, or the user's limit of instances is reached.</returns>
    public static FolderWatch? TryOpen()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var fd = InotifyInit(CloseOnExec | NonBlocking);
        return fd < 0 ? null : new FolderWatch(fd);
    }

    /// <param name="folder">Its path.</param>
    /// <param name="but">Begins the names of files in it that are of no interest, because we write them ourselves; null for none.</param>
    /// <returns>False when it cannot be watched: it is not there, or not readable.</returns>
    public bool Watch(string folder, string? but = null)
    {
        var watch = InotifyAddWatch(_fd, folder, CloseWrite | MovedTo | Create | DeleteSelf | MoveSelf | OnlyFolder);

        if (watch >= 0 && but is not null)
        {
            _unheard = (watch, Encoding.UTF8.GetBytes(but));
        }

        return watch >= 0;
    }

    /// <summary>The same, and when a file in it is taken away or given to another user.</summary>
    public bool WatchWhole(string folder) => InotifyAddWatch(
        _fd, folder, CloseWrite | MovedTo | Create | DeleteSelf | MoveSelf | OnlyFolder | Delete | MovedFrom | Attributes) >= 0;

    /// <summary>Waits until something happened in a watched folder. What it was, only a look at the folder tells for sure.</summary>
    public void Wait(TimeSpan limit)
    {
        var watched = new Libc.PollFd { Fd = _fd, Events = Readable };
        bool isDeaf;

        do
        {
            isDeaf = Libc.Poll(&watched, 1, limit == Timeout.InfiniteTimeSpan ? -1 : (int)limit.TotalMilliseconds) > 0 && !Drain();
        }
        while (isDeaf && limit == Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes what it has told, without waiting.</summary>
    /// <returns>Whether anything of it is of interest.</returns>
    public bool Drain()
    {
        var events = stackalloc byte[4096]; // several; the longest one has 16 bytes and a name of 255 with its end
        var isHeard = false;

        for (nint length; (length = Libc.Read(_fd, events, 4096)) > 0;)
        {
            for (nint at = 0; at < length; at += sizeof(Event) + (nint)((Event*)(events + at))->NameLength)
            {
                var one = (Event*)(events + at);
                isHeard |= one->Watch != _unheard.Watch || !new ReadOnlySpan<byte>(one + 1, (int)one->NameLength).StartsWith(_unheard.Name);
            }
        }

        return isHeard;
    }

    public void Dispose() => _ = Libc.Close(_fd);

    // struct inotify_event; its name follows.
    [StructLayout(LayoutKind.Sequential)]
    private struct Event
    {
        public int Watch;
        public uint Mask;
        public uint Cookie;
        public uint NameLength;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int InotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InotifyAddWatch(int fd, string path, uint mask);
}
