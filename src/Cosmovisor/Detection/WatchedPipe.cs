using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>
/// The read end of one of the daemon's streams: everything that is in it is looked at once, in order, whoever needs it first.
/// </summary>
/// <remarks>
/// The pump's thread reads and passes on. When it has to wait for its reader, it looks ahead at what the pipe holds meanwhile;
/// when the daemon has ended, the main thread comes for the rest. One lock around all three: nobody finds the scanner inside a chunk.
/// </remarks>
internal sealed class WatchedPipe
{
    private const int BufferSize = 128 * 1024;
    private const int Size = 1024 * 1024;

    private readonly int _fd;
    private readonly OutputScanner _scanner;
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<byte[]>? _rest;
    private readonly DeathWatch? _deaths;
    private DeathScanner? _deathScanner;
    private PipePeek? _peek;
    private long _ahead;

    /// <param name="fd">The pipe.</param>
    /// <param name="report">Receives what its lines say.</param>
    /// <param name="heights">Looks at the lines about heights too.</param>
    /// <param name="deaths">Hears why a new version ends in its first life; null in any other.</param>
    public WatchedPipe(int fd, Action<Observation> report, bool heights, DeathWatch? deaths = null)
    {
        (_deaths, _deathScanner) = (deaths, deaths?.Scanner());
        (_fd, _scanner) = (fd, new OutputScanner(report, heights));
        PipePair.Enlarge(fd, Size);
    }

    /// <summary>
    /// What the main thread took out after the daemon's end, still to be passed on; null while the pump reads for itself.
    /// </summary>
    public IReadOnlyList<byte[]>? Rest => _rest;

    /// <summary>Reads the next bytes, gives the reader what he takes at once, and looks at them.</summary>
    /// <returns>How many bytes were read; 0 at the end.</returns>
    public int Read(byte[] buffer, OutputSink to, out int taken)
    {
        lock (_gate)
        {
            taken = 0;
            var count = _rest is null ? Read(buffer) : 0;

            if (count > 0)
            {
                taken = to.WriteNow(buffer.AsSpan(0, count));
                LookAt(buffer.AsSpan(0, count));
            }

            return count;
        }
    }

    /// <summary>Looks at what the pipe holds, and leaves it there: a daemon that waits for our reader has said all it will say.</summary>
    public void LookAhead()
    {
        lock (_gate)
        {
            if (_rest is null && OperatingSystem.IsLinux())
            {
                _peek ??= new PipePeek(Size);
                _ahead = _peek.Look(_fd, _ahead, Scan);
            }
        }
    }

    /// <summary>After the end of the daemon and its descendants: takes out and looks at all that is left.</summary>
    /// <returns>False when the pump's thread is still inside a read after <paramref name="patience"/>: the pipe is empty, and a stranger
    /// holds its other end.</returns>
    public bool TryTakeTheRest(TimeSpan patience)
    {
        // Everything but that read is a matter of microseconds, or of a busy machine: only where somebody can still write is it a stranger.
        while (!_gate.TryEnter(patience))
        {
            if (!Polling.HasHungUp(_fd))
            {
                return false;
            }
        }

        try
        {
            _rest ??= TakeTheRest(); // the pump may have come to the end by itself meanwhile; then there is no rest
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Nothing more is read: looks at a last line without an end.</summary>
    public void End()
    {
        lock (_gate)
        {
            EndScan();
            _rest ??= []; // last: whoever sees it takes it that all has been looked at
        }
    }

    public void Close()
    {
        FileDescriptor.Close(_fd);
        _peek?.Dispose();
    }

    private void LookAt(ReadOnlySpan<byte> bytes)
    {
        var known = (int)Math.Min(_ahead, bytes.Length);
        _ahead -= known;
        Scan(bytes[known..]);
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        _scanner.Scan(bytes);

        if (_deathScanner is not null)
        {
            _deathScanner.Scan(bytes);
            _deathScanner = _deaths!.IsOver ? null : _deathScanner;
        }
    }

    private void EndScan()
    {
        _scanner.End();
        _deathScanner?.End();
    }

    private int Read(byte[] buffer)
    {
        while (true)
        {
            var count = FileDescriptor.Read(_fd, buffer);

            if (count >= 0 || Errno.Last != Errno.EINTR)
            {
                return count;
            }
        }
    }

    // At most what a pipe holds, since nobody is left to write.
    private List<byte[]> TakeTheRest()
    {
        var rest = new List<byte[]>();
        var buffer = new byte[BufferSize];
        PipePair.NeverWait(_fd);

        while (Read(buffer) is > 0 and var count)
        {
            LookAt(buffer.AsSpan(0, count));
            rest.Add(buffer[..count]);
        }

        EndScan(); // a last line without an end: the main thread decides right after this, and nobody is left to finish it
        return rest;
    }
}
