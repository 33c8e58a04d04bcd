using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>One of our own output streams, written with and without waiting for its reader.</summary>
internal sealed unsafe partial class OutputSink : IDisposable
{
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int StackSize = 256 * 1024;

    // A reader's pipe is 64 KiB as it comes, which makes him and us take turns: 1.6 times as long for the same bytes (ADR 6).
    // Not more, because all pipes of a user share one allowance (pipe(7), pipe-user-pages-soft).
    private const int ReadersPipe = 256 * 1024;

    /// <summary>How often somebody who waits for a reader looks up from it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly int _fd;
    private readonly int _impatient = -1;
    private readonly bool _isSocket;
    private readonly bool _mayWait;
    private Thread? _beside;

    /// <param name="fd">1 or 2.</param>
    /// <param name="isPumped">All the daemon's output goes through here, not only our own words.</param>
    public OutputSink(int fd, bool isPumped = true)
    {
        _fd = fd;
        var kind = KindOf(fd);
        _isSocket = kind == FileKind.Socket;

        // O_NONBLOCK on the descriptor itself would reach everybody who shares it, the operator's shell included.
        // Opening the same pipe or terminal again gives one that is ours alone. Never a file: it would have its own offset.
        _mayWait = kind == FileKind.Fifo || (kind == FileKind.Device && Terminal.IsTerminal(fd));
        _impatient = _mayWait ? Libc.Open($"/proc/self/fd/{fd}",
            OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec | OpenFlags.NoControllingTerminal, 0) : -1;

        if (kind == FileKind.Fifo && isPumped)
        {
            PipePair.Enlarge(fd, ReadersPipe);
        }
    }

    /// <summary>The reader is gone (EPIPE): nothing that is written here will ever be read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Another user's pipe or terminal cannot be opened again, and nobody can say how long a write to it takes.</summary>
    public bool CannotBeAsked => _mayWait && _impatient < 0;

    /// <summary>Writes what the reader takes at once. A file always takes all.</summary>
    /// <returns>How many bytes were taken.</returns>
    public int WriteNow(ReadOnlySpan<byte> bytes) => CannotBeAsked ? 0 : Taken(WriteOnce(bytes));

    /// <summary>Writes, waiting for a slow reader at most so long; for our own words, which the node must not wait for.</summary>
    /// <returns>How many bytes were taken, or will be.</returns>
    public int WriteWithin(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        if (CannotBeAsked)
        {
            return WriteBeside(bytes, limit);
        }

        var (began, done) = (Environment.TickCount64, 0);

        while (done < bytes.Length && !IsBroken)
        {
            var written = WriteOnce(bytes[done..]);

            if (written < 0 && ((Errno.Last != Errno.EAGAIN && Errno.Last != Errno.EINTR)
                || !HasRoom(limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - began))))
            {
                _ = Taken(written);
                break;
            }

            done += (int)Math.Max(0, written);
        }

        return done;
    }

    /// <summary>Writes all, waiting for a slow reader as the daemon itself would.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="meanwhile">Called again and again while the reader takes nothing.</param>
    public void WriteAll(ReadOnlySpan<byte> bytes, Action meanwhile)
    {
        while (CannotBeAsked && !bytes.IsEmpty && !IsBroken)
        {
            bytes = bytes[WriteBeside(bytes, Patience)..];
            meanwhile();
        }

        while (!bytes.IsEmpty && !IsBroken)
        {
            if (!HasRoom(Patience))
            {
                meanwhile();
                continue;
            }

            var written = WriteOnce(bytes);

            if (written < 0 && Errno.Last != Errno.EAGAIN && Errno.Last != Errno.EINTR && Errno.Last != Errno.EPIPE)
            {
                // A full disk, a terminal that is gone. The daemon would have got this error for this write, lost these bytes, and gone on.
                return;
            }

            bytes = bytes[Taken(written)..];
        }
    }

    public void Dispose()
    {
        if (_impatient >= 0)
        {
            _ = Libc.Close(_impatient);
        }
    }

    // By what it is, not by its name: a fifo has any.
    private static FileKind? KindOf(int fd)
    {
        try
        {
            return OperatingSystem.IsLinux() ? FileFacts.OfOpen(fd, "").Kind : null;
        }
        catch (IOException)
        {
            return null; // closed
        }
    }

    /// <summary>On a thread of its own, which alone then waits. While it does, nothing more is taken.</summary>
    private int WriteBeside(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        if (_beside is { IsAlive: true } earlier && !earlier.Join(limit))
        {
            return 0;
        }

        var whole = bytes.ToArray();
        _beside = new Thread(() => WriteWaiting(whole), StackSize) { IsBackground = true, Name = "output beside" };
        _beside.Start();
        _ = _beside.Join(limit);
        return whole.Length;
    }

    private void WriteWaiting(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsBroken)
        {
            var written = WriteOnce(bytes);

            if (written < 0 && Errno.Last != Errno.EINTR)
            {
                _ = Taken(written);
                return;
            }

            bytes = bytes[(int)Math.Max(0, written)..];
        }
    }

    private int Taken(nint written)
    {
        IsBroken |= written < 0 && Errno.Last == Errno.EPIPE;
        return (int)Math.Max(0, written);
    }

    private nint WriteOnce(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return _isSocket ? Send(_fd, start, (nuint)bytes.Length, DontWait | NoSignal)
                : Libc.Write(_impatient >= 0 ? _impatient : _fd, start, (nuint)bytes.Length);
        }
    }

    /// <returns>False when the reader has taken nothing for so long.</returns>
    private bool HasRoom(TimeSpan limit)
    {
        var watched = new Libc.PollFd { Fd = _fd, Events = 4 /* POLLOUT */ };
        return limit > TimeSpan.Zero && Libc.Poll(&watched, 1, (int)Math.Ceiling(limit.TotalMilliseconds)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int fd, byte* bytes, nuint count, int flags);
}
