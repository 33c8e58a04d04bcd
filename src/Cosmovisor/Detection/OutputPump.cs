using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>Passes one of the daemon's output streams on, byte for byte, and looks at it on the way.</summary>
/// <remarks>
/// One thread and one buffer a stream, no allocation while it runs. What the reader takes at once is written before it is looked at,
/// because the operator's log must not wait for our parsing; what a slow reader does not take is looked at before we wait for him,
/// because an upgrade must not wait for a stuck log.
/// </remarks>
internal sealed unsafe class OutputPump
{
    // 1 MiB reads lose when the output is a pipe, 64 KiB reads lose against a large pipe: docs/benchmarks.md.
    private const int BufferSize = 128 * 1024;
    private const int PipeSize = 1024 * 1024;
    private const int StackSize = 256 * 1024;

    private readonly int _from;
    private readonly OutputSink _to;
    private readonly OutputScanner _scanner;
    private readonly OutputPump? _previous;
    private readonly Action _tellEnd;
    private readonly Lock _reading = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile List<byte[]>? _rest;

    /// <param name="from">The read end of the daemon's stream; closed at the end.</param>
    /// <param name="to">Ours.</param>
    /// <param name="report">Called on the pump's thread, in the order of the stream.</param>
    /// <param name="previous">The same stream of the daemon's last life: its last bytes go first.</param>
    /// <param name="ended">Called on the pump's thread when all has been passed on.</param>
    public OutputPump(int from, OutputSink to, Action<Observation> report, OutputPump? previous, Action ended)
    {
        (_from, _to, _previous, _tellEnd) = (from, to, previous, ended);
        _scanner = new OutputScanner(report);
        PipePair.Enlarge(from, PipeSize);
    }

    public void Start() => new Thread(Run, StackSize) { IsBackground = true, Name = "output" }.Start();

    /// <summary>Everything the daemon wrote has been passed on.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>The daemon and its descendants are gone, and a stranger still holds the stream open.</summary>
    public bool IsStrangers { get; private set; }

    /// <summary>After the daemon's end: sees to it that everything it said has been looked at, even if our reader is stuck.</summary>
    /// <param name="patience">How long an ordinary reader may take for what is left.</param>
    public void LookAtTheRest(TimeSpan patience)
    {
        if (_rest is not null || IsStrangers || _ended.Task.Wait(patience))
        {
            return;
        }

        // The thread is inside a read: the pipe is empty, and a stranger holds its other end.
        if (!_reading.TryEnter(TimeSpan.Zero))
        {
            IsStrangers = true;
            return;
        }

        try
        {
            TakeRest();
        }
        finally
        {
            _reading.Exit();
        }
    }

    private void Run()
    {
        _previous?.AwaitEnd();
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

        while (Read(buffer) is > 0 and var count)
        {
            PassOn(buffer.AsSpan(0, count));

            if (_to.IsBroken)
            {
                break; // our reader is gone; closing the pipe tells the daemon in the way it would have learned without us
            }
        }

        lock (_reading)
        {
            _rest ??= [];
        }

        _rest.ForEach(chunk => _to.WriteAll(chunk));
        _scanner.End();
        _ = Libc.Close(_from);
        _ended.SetResult();
        _tellEnd();
    }

    private void PassOn(ReadOnlySpan<byte> bytes)
    {
        var taken = _to.WriteNow(bytes);
        _scanner.Scan(bytes);
        _to.WriteAll(bytes[taken..]);
    }

    private int Read(byte[] buffer)
    {
        lock (_reading)
        {
            if (_rest is not null)
            {
                return 0;
            }

            while (true)
            {
                nint count;

                fixed (byte* start = buffer)
                {
                    count = Libc.Read(_from, start, BufferSize);
                }

                if (count >= 0 || Errno.Last != Errno.EINTR)
                {
                    return (int)count;
                }
            }
        }
    }

    // The thread may have come to the end by itself meanwhile; then there is no rest.
    private void TakeRest() => _rest ??= ReadRest();

    // At most what a pipe holds, since nobody is left to write.
    private List<byte[]> ReadRest()
    {
        var rest = new List<byte[]>();
        var buffer = new byte[BufferSize];
        PipePair.NeverWait(_from);

        while (true)
        {
            nint count;

            fixed (byte* start = buffer)
            {
                count = Libc.Read(_from, start, BufferSize);
            }

            if (count <= 0)
            {
                return rest;
            }

            var chunk = buffer[..(int)count];
            _scanner.Scan(chunk);
            rest.Add(chunk);
        }
    }

    private void AwaitEnd()
    {
        // A stranger's stream may never end; only known last bytes are waited for.
        if (_rest is not null)
        {
            _ended.Task.Wait();
        }
    }
}
