using System.Text;
using Cosmovisor.Disk;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;

namespace Cosmovisor.Home;

/// <summary>One supervisor per home: flock(2) on <c>cosmovisor/lock</c>. The kernel lets go of it when we die, however we die.</summary>
internal sealed class HomeLock : IDisposable
{
    private const int Mode = 0x1A4; // rw-r--r--: so that another user's tool can say who holds it
    private const int Longest = 4096; // far more than two lines
    private const int Shortly = 100; // ms: one that seems to live may have been told to die just now

    // In ms, for a holder that is gone: after KILL a process dies thread by thread, and what it was starting has our descriptors until it
    // is somebody else.
    private const int Patience = 3000;

    private readonly int _fd;
    private readonly FolderLock? _data;

    private HomeLock(int fd) => _fd = fd;

    private HomeLock(string folder, string readOnly) : this(-1)
    {
        _data = FolderLock.TryTake(folder);
        IsReadOnly = readOnly;
    }

    /// <summary>Why <c>cosmovisor/</c> cannot be written, so that the data folder is locked instead; null when it can.</summary>
    public string? IsReadOnly { get; }

    /// <param name="home">Whose.</param>
    /// <param name="contract">In which it is run; left behind for the operator's tool, which cannot see our arguments.</param>
    /// <param name="isNode">Whether it is the node that will run, and no other command of the daemon.</param>
    /// <param name="data">The node's data folder, if it is not that of the home.</param>
    /// <returns>The lock, or null when another supervisor has it.</returns>
    /// <exception cref="RefusedException">It cannot even be asked for.</exception>
    public static HomeLock? TryTake(DaemonHome home, Contract contract, bool isNode, string? data = null)
    {
        data ??= home.Data;

        // Asked first: in a folder that cannot be written, an image may have a lock file that several homes share.
        if (UnwritableFolder.Why(home.Root) is { } why)
        {
            return Flock.IsHeld(home.Lock) ? null : OnData(Directory.Exists(data) ? data : home.Path, why);
        }

        using var file = BookFile.OpenOrCreate(home.Lock, Mode, followLinks: false).IsOk(out var open, out var reason)
            ? open
            : throw new RefusedException(
                $"cannot open the lock {home.Lock}: it {reason}. Nothing was started. It must be a regular file that this user may write, in a folder that it may write: {home.Root}");

        Ownership.Gets(home.Lock);
        var errno = Flock.Take(file.Number, () => HolderLives(home) ? Shortly : Patience);

        if (errno != 0)
        {
            return errno == Errno.EAGAIN ? null : throw new RefusedException(
                $"cannot lock {home.Lock}: {Errno.Text(errno)}. The file system of the home must support flock(2)");
        }

        // Another one may have begun when cosmovisor/ could not be written.
        if (!IsFree(data))
        {
            return null;
        }

        var mine = new HomeLock(file.Release());
        mine.Sign(Content(home).Next(Environment.ProcessId, contract, isNode));
        return mine;
    }

    /// <summary>Who holds it, as far as its file tells: "pid 4711 (cosmovisor)".</summary>
    public static string Holder(DaemonHome home)
    {
        return Content(home).Pid is not { } pid ? "another process"
            : ProcFile.Read($"/proc/{pid}/comm") is { } name ? $"pid {pid} ({Encoding.UTF8.GetString(name).Trim()})"
            : $"pid {pid}";
    }

    /// <summary>What its file tells, whoever holds it.</summary>
    public static LockText Content(DaemonHome home) =>
        LockText.Parse(BookFile.Head(home.Lock, Longest) is { } text ? Encoding.ASCII.GetString(text) : "");

    public void Dispose()
    {
        _data?.Dispose();

        if (_fd >= 0)
        {
            FileDescriptor.Close(_fd);
        }
    }

    private static HomeLock? OnData(string folder, string why)
    {
        var mine = new HomeLock(folder, why);

        if (mine._data is not null)
        {
            return mine;
        }

        mine.Dispose();
        return null;
    }

    private static bool IsFree(string data)
    {
        if (!Directory.Exists(data))
        {
            return true;
        }

        try
        {
            using var probe = FolderLock.TryTake(data);
            return probe is not null;
        }
        catch (IOException)
        {
            return true; // it may not be looked at, by the node neither
        }
    }

    // "4711 (a name) S …": neither gone nor dying.
    private static bool HolderLives(DaemonHome home) =>
        Content(home).Pid is { } pid && pid != Environment.ProcessId
        && ProcFile.Read($"/proc/{pid}/stat") is { } stat && Encoding.ASCII.GetString(stat) is var text
        && text[(text.LastIndexOf(')') + 1)..].TrimStart() is [not ('Z' or 'X'), ..];

    private void Sign(LockText text) => _ = FileDescriptor.Write(_fd, Encoding.ASCII.GetBytes(text.ToString()));
}
