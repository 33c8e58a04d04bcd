using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>One of our own output streams, written with and without waiting for its reader.</summary>
internal sealed unsafe partial class OutputSink : IDisposable
{
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int PipeSize = 1024 * 1024;
    private const int AlwaysFits = 4096; // PIPE_BUF

    // A reader's pipe is 64 KiB as it comes, which makes him and us take turns: 1.6 times as long for the same bytes (ADR 6).
    // Not more, because all pipes of a user share one allowance (pipe(7), pipe-user-pages-soft).
    private const int ReadersPipe = 256 * 1024;

    /// <summary>How often somebody who waits for a reader looks up from it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly int _fd;
    private readonly int _impatient = -1;
    private readonly bool _isSocket;
    private readonly bool _mayWait;

    public OutputSink(int fd)
    {
        _fd = fd;
        var link = $"/proc/self/fd/{fd}";
        var what = OperatingSystem.IsLinux() ? new FileInfo(link).LinkTarget ?? "" : "";
        _isSocket = what.StartsWith("socket:", StringComparison.Ordinal);

        // O_NONBLOCK on the descriptor itself would reach everybody who shares it, the operator's shell included.
        // Opening the same pipe or terminal again gives one that is ours alone. Never a file: it would have its own offset.
        var isPipe = what.StartsWith("pipe:", StringComparison.Ordinal);
        _mayWait = isPipe || IsTerminal(what);

        if (isPipe)
        {
            PipePair.Enlarge(fd, ReadersPipe);
        }

        if (_mayWait)
        {
            _impatient = Libc.Open(link, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec | OpenFlags.NoControllingTerminal, 0);
            PipePair.Enlarge(_impatient, PipeSize); // with room for a few chunks an ordinary reader is hardly ever waited for
        }
    }

    /// <summary>The reader is gone (EPIPE): nothing that is written here will ever be read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Writes what the reader takes at once. A file always takes all.</summary>
    /// <returns>How many bytes were taken.</returns>
    public int WriteNow(ReadOnlySpan<byte> bytes)
    {
        if (_mayWait && _impatient < 0)
        {
            return 0; // another user's pipe cannot be opened again, and nobody can say how long a write to it takes
        }

        return Taken(WriteOnce(bytes));
    }

    /// <summary>Writes all, waiting for a slow reader as the daemon itself would.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="meanwhile">Called again and again while the reader takes nothing.</param>
    public void WriteAll(ReadOnlySpan<byte> bytes, Action meanwhile)
    {
        while (!bytes.IsEmpty && !IsBroken)
        {
            if (!HasRoom())
            {
                meanwhile();
                continue;
            }

            // Where we cannot ask for an impatient write, this much fits whenever there is room at all (PIPE_BUF, pipe(7)).
            var written = WriteOnce(_mayWait && _impatient < 0 ? bytes[..Math.Min(bytes.Length, AlwaysFits)] : bytes);

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

    private static bool IsTerminal(string path) =>
        path.StartsWith("/dev/pts/", StringComparison.Ordinal) || path.StartsWith("/dev/tty", StringComparison.Ordinal) || path == "/dev/console";

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

    /// <returns>False when the reader has taken nothing for <see cref="Patience"/>.</returns>
    private bool HasRoom()
    {
        var watched = new Libc.PollFd { Fd = _fd, Events = 4 /* POLLOUT */ };
        return Libc.Poll(&watched, 1, (int)Patience.TotalMilliseconds) != 0;
    }

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int fd, byte* bytes, nuint count, int flags);
}
