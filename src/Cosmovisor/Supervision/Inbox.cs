using System.Collections.Concurrent;
using Cosmovisor.Detection;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>What the main thread was woken for.</summary>
internal abstract record Incoming
{
    private Incoming() { }

    internal sealed record Signal(SignalReceived Received) : Incoming;

    /// <param name="Observation">What was seen.</param>
    /// <param name="Life">In which life of the daemon; 0 when it is of no life in particular.</param>
    internal sealed record Seen(Observation Observation, int Life) : Incoming;

    /// <summary>Something else may have happened (work has ended, a time has come): look.</summary>
    internal sealed record Nudge : Incoming;
}

/// <summary>The one place where the main thread waits, and the one channel on which everything arrives.</summary>
/// <remarks>
/// Witnesses post from their own threads; signals are read here. One thread takes, so nothing above this needs a lock,
/// and the order of events is the order in the log. While nothing happens it sleeps in poll(2) without a timer.
/// </remarks>
internal sealed unsafe class Inbox : IDisposable
{
    private const short Readable = 1; // POLLIN

    private readonly ConcurrentQueue<Incoming.Seen> _observations = new();
    private readonly SignalQueue _signals = new();
    private readonly WakeUp _wake = new();

    /// <param name="seen">What a witness saw.</param>
    /// <param name="life">In which life of the daemon, when it was the daemon that said so.</param>
    public void Post(Observation seen, int life = 0)
    {
        _observations.Enqueue(new Incoming.Seen(seen, life));
        _wake.Signal();
    }

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

        var watched = stackalloc Libc.PollFd[]
        {
            new() { Fd = _signals.Fd, Events = Readable },
            new() { Fd = _wake.Fd, Events = Readable },
        };

        // An interrupted wait (EINTR) is a nudge like another.
        _ = Libc.Poll(watched, 2, limit == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 0, int.MaxValue));
        _wake.Clear();
        return TryTake() ?? new Incoming.Nudge();
    }

    public void Dispose()
    {
        _signals.Dispose();
        _wake.Dispose();
    }

    private Incoming? TryTake() =>
        _signals.TryRead(out var signal) ? new Incoming.Signal(signal)
        : _observations.TryDequeue(out var seen) ? seen
        : null;
}
