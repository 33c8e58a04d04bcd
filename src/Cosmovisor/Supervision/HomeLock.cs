using System.Text;
using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>One supervisor per home: flock(2) on <c>cosmovisor/lock</c>. The kernel lets go of it when we die, however we die.</summary>
internal sealed unsafe class HomeLock : IDisposable
{
    private const int Exclusive = 2; // LOCK_EX
    private const int DontWait = 4; // LOCK_NB
    private const int Mode = 0x1A4; // rw-r--r--: so that another user's tool can say who holds it

    private readonly int _fd;

    private HomeLock(int fd) => _fd = fd;

    /// <param name="home">Whose.</param>
    /// <param name="contract">In which it is run; left behind for the operator's tool, which cannot see our arguments.</param>
    /// <param name="isNode">Whether it is the node that will run, and no other command of the daemon.</param>
    /// <returns>The lock, or null when another supervisor has it.</returns>
    /// <exception cref="RefusedException">It cannot even be asked for.</exception>
    public static HomeLock? TryTake(DaemonHome home, Contract contract, bool isNode)
    {
        var fd = LinkSafeFile.Open(home.Lock, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.CloseOnExec, Mode);

        if (fd < 0)
        {
            throw new RefusedException($"cannot open {home.Lock}: {Errno.LastText}. It needs write permission in {home.Root}");
        }

        FolderOwner.Gets(home.Lock);

        if (Libc.Flock(fd, Exclusive | DontWait) != 0)
        {
            var (errno, held) = (Errno.Last, Errno.Last == Errno.EAGAIN);
            _ = Libc.Close(fd);
            return held ? null : throw new RefusedException($"cannot lock {home.Lock}: {Errno.Text(errno)}. The file system of the home must support flock(2)");
        }

        var mine = new HomeLock(fd);
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
    public static LockText Content(DaemonHome home) => LockText.Parse(ProcFile.Read(home.Lock) is { } text ? Encoding.ASCII.GetString(text) : "");

    public void Dispose() => _ = Libc.Close(_fd);

    private void Sign(LockText text)
    {
        var bytes = Encoding.ASCII.GetBytes(text.ToString());

        fixed (byte* start = bytes)
        {
            _ = Libc.Write(_fd, start, (nuint)bytes.Length);
        }
    }
}
