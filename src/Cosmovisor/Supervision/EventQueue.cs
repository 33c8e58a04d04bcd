using System.Collections.Concurrent;
using Cosmovisor.Detection;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>What the main thread was woken for.</summary>
internal abstract record Incoming
{
    private Incoming() { }

    internal sealed record Signal(SignalReceived Received) : Incoming;

    internal sealed record Seen(Observation Observation) : Incoming;

    /// <summary>Something else may have happened (work has ended, a time has come): look.</summary>
    internal sealed record Nudge : Incoming;
}

/// <summary>The one place where the main thread waits, and the one channel on which everything arrives.</summary>
/// <remarks>
/// Witnesses post from their own threads; signals are read here. One thread takes, so nothing above this needs a lock,
/// and the order of events is the order in the log. While nothing happens it sleeps in poll(2) without a timer.
/// </remarks>
internal sealed class EventQueue : IDisposable
{
    private readonly ConcurrentQueue<(int Life, Observation Seen)> _observations = new();
    private readonly SignalQueue _signals = new();
    private readonly WakePipe _wake = new();
    private int _life;

    /// <summary>Begins a life of the daemon: what the witnesses of an earlier one still had to say is no longer of interest.</summary>
    /// <remarks>
    /// An upgrade may begin on one witness's word while another is still reading; told to the next life, its halt would be the new
    /// binary's.
    /// </remarks>
    /// <returns>Where this life's witnesses report.</returns>
    public Action<Observation> BeginLife()
    {
        var life = ++_life;
        return seen => Post(life, seen);
    }

    /// <summary>Folders whose changes wake the main thread, without an observation; null for none.</summary>
    public FolderWatch? Folders { get; set; }

    /// <summary>Wakes the main thread without an observation.</summary>
    public void Nudge() => _wake.Signal();

    /// <summary>Waits for the next thing; signals before observations, because they are what an operator waits for.</summary>
    /// <param name="limit">At most this long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    public Incoming Take(TimeSpan limit)
    {
        if (TryTake() is { } ready)
        {
            return ready;
        }

        // An interrupted wait (EINTR) is a nudge like another.
        Polling.AwaitOneOf([_signals.Fd, _wake.Fd, Folders?.Number ?? -1], limit);
        _wake.Clear();
        _ = Folders?.Drain();
        return TryTake() ?? new Incoming.Nudge();
    }

    public void Dispose()
    {
        _signals.Dispose();
        _wake.Dispose();
    }

    private void Post(int life, Observation seen)
    {
        _observations.Enqueue((life, seen));
        _wake.Signal();
    }

    private Incoming? TryTake()
    {
        if (_signals.TryRead(out var signal))
        {
            return new Incoming.Signal(signal);
        }

        while (_observations.TryDequeue(out var next))
        {
            if (next.Life == _life)
            {
                return new Incoming.Seen(next.Seen);
            }
        }

        return null;
    }
}
