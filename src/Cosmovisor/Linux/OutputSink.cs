using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>One of our own output streams, written with and without waiting for its reader.</summary>
internal sealed unsafe partial class OutputSink : IDisposable
{
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL

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
        _mayWait = what.StartsWith("pipe:", StringComparison.Ordinal) || IsTerminal(what);

        if (_mayWait)
        {
            _impatient = Libc.Open(link, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec | OpenFlags.NoControllingTerminal, 0);
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

        fixed (byte* start = bytes)
        {
            var written = _isSocket ? Send(_fd, start, (nuint)bytes.Length, DontWait | NoSignal)
                : _impatient >= 0 ? Libc.Write(_impatient, start, (nuint)bytes.Length)
                : Libc.Write(_fd, start, (nuint)bytes.Length);
            return Taken(written);
        }
    }

    /// <summary>Writes all, waiting for a slow reader as the daemon itself would.</summary>
    public void WriteAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsBroken)
        {
            nint written;

            fixed (byte* start = bytes)
            {
                written = Libc.Write(_fd, start, (nuint)bytes.Length);
            }

            if (written < 0 && Errno.Last == Errno.EAGAIN)
            {
                AwaitRoom();
                continue;
            }

            if (written < 0 && Errno.Last != Errno.EINTR && Errno.Last != Errno.EPIPE)
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

    // Our stream was handed to us non-blocking, by somebody who shares it.
    private void AwaitRoom()
    {
        var watched = new Libc.PollFd { Fd = _fd, Events = 4 /* POLLOUT */ };
        _ = Libc.Poll(&watched, 1, -1);
    }

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int fd, byte* bytes, nuint count, int flags);
}
