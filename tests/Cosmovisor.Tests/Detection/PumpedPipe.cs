using System.Collections.Concurrent;
using Cosmovisor.Detection;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Tests.Detection;

/// <summary>A pump between two real pipes: a daemon writes into one end, and a reader of ours takes from the other.</summary>
internal sealed unsafe class PumpedPipe : IDisposable
{
    private readonly bool _ownsSink;
    private int _daemon;
    private int _reader;
    private int _ours;

    public PumpedPipe(PumpedPipe? previousLife = null)
    {
        (var from, _daemon) = PipePair.Open();
        _ownsSink = previousLife is null;

        if (previousLife is null)
        {
            (_reader, _ours) = PipePair.Open();
            Sink = new OutputSink(_ours);
        }
        else
        {
            (_reader, _ours, Sink) = (previousLife._reader, previousLife._ours, previousLife.Sink);
        }

        Pump = new OutputPump(from, Sink, previousLife?.Pump, () => { });
    }

    public OutputPump Pump { get; }

    public ConcurrentQueue<Observation> Seen { get; } = [];

    private OutputSink Sink { get; }

    public void BeginPump() => Pump.Begin(new WatchedLife(new CurrentVersion("genesis", "/nowhere"), Seen.Enqueue));

    /// <summary>The daemon writes; false when the pipe was closed towards it.</summary>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint written = 0; written < bytes.Length;)
            {
                var count = Libc.Write(_daemon, start + written, (nuint)(bytes.Length - written));

                if (count < 0)
                {
                    return false;
                }

                written += count;
            }
        }

        return true;
    }

    /// <summary>The daemon ends.</summary>
    public void CloseDaemon() => Close(ref _daemon);

    public void CloseReader() => Close(ref _reader);

    /// <summary>Our reader takes exactly so many bytes.</summary>
    public byte[] Take(int count)
    {
        var taken = new byte[count];

        fixed (byte* start = taken)
        {
            for (nint at = 0; at < count;)
            {
                var watched = new Libc.PollFd { Fd = _reader, Events = 1 };

                if (Libc.Poll(&watched, 1, (int)Wait.Limit.TotalMilliseconds) != 1
                    || Libc.Read(_reader, start + at, (nuint)(count - at)) is not (> 0 and var got))
                {
                    throw new TimeoutException($"only {at} of {count} bytes came");
                }

                at += got;
            }
        }

        return taken;
    }

    public void Dispose()
    {
        CloseDaemon();

        if (_ownsSink)
        {
            Sink.Dispose();
            CloseReader();
        }

        Wait.Until("the pump's end", () => Pump.HasEnded);

        if (_ownsSink)
        {
            Close(ref _ours);
        }
    }

    private static void Close(ref int fd)
    {
        if (fd >= 0)
        {
            _ = Libc.Close(fd);
            fd = -1;
        }
    }
}
