using System.Diagnostics;
using Cosmovisor.Disk;

namespace Cosmovisor.Events;

/// <summary><c>cosmovisor/state.json</c>: what is so now, for programs to read.</summary>
/// <remarks>
/// A change is written when the main thread has been without another one for an instant: a burst of changes (the steps of a quick upgrade)
/// costs one write, and none on the way from the halt to the new binary. While nothing changes, nothing is written and no timer runs. Best
/// effort, as <see cref="EventsFile"/>: never flushed, and tried again every half a minute in a home that cannot be written.
/// </remarks>
/// <param name="path">Of the file.</param>
/// <param name="clock">For the times in it.</param>
/// <param name="lost">How many lines of the log are lost by now.</param>
internal sealed class StateFile(string path, TimeProvider clock, Func<long> lost) : INews
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(20);

    // A disk that is full now may have room later, and what is so then may never change again.
    private static readonly TimeSpan AfterAFailure = TimeSpan.FromSeconds(30);

    // A home that can only be read is none to wake up for.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly int _mainThread = Environment.CurrentManagedThreadId;
    private NodeState? _state;
    private bool _isFirst = true;
    private long? _changed;
    private TimeSpan _pause = Instant;
    private TimeSpan _afterFailure = AfterAFailure;

    /// <summary>Wakes the main thread, which then asks <see cref="IsDueIn"/>.</summary>
    public Action Wake { get; set; } = () => { };

    /// <summary>How long until <see cref="WriteIfDue"/> has something to do; infinite while nothing has changed.</summary>
    public TimeSpan IsDueIn
    {
        get
        {
            lock (_gate)
            {
                return _changed is not { } since ? Timeout.InfiniteTimeSpan
                    : _pause - Stopwatch.GetElapsedTime(since) is var left && left > TimeSpan.Zero ? left
                    : TimeSpan.Zero;
            }
        }
    }

    public void Tell(Happening happening)
    {
        lock (_gate)
        {
            var before = _state ?? NodeStateChange.Nothing(clock.GetUtcNow());
            _state = before.After(happening, clock.GetUtcNow());

            if (_state == before)
            {
                return;
            }

            (_changed, _pause) = (Stopwatch.GetTimestamp(), Instant);
        }

        if (Environment.CurrentManagedThreadId != _mainThread)
        {
            Wake();
        }
    }

    /// <summary>What is so now, with what an earlier run knew.</summary>
    public NodeState Now()
    {
        Write();

        lock (_gate)
        {
            return _state ?? NodeStateChange.Nothing(clock.GetUtcNow());
        }
    }

    public void WriteIfDue()
    {
        if (IsDueIn == TimeSpan.Zero)
        {
            Write();
        }
    }

    /// <summary>What has changed, at once: our last act.</summary>
    public void Write()
    {
        lock (_gate)
        {
            if (_changed is null || _state is null)
            {
                return;
            }

            _changed = null;

            // Not at our start: nobody waits for it there.
            if (_isFirst && BoundedFile.Read(path).Then(bytes => NodeStateText.Read(bytes)).IsOk(out var before, out _))
            {
                _state = _state.Following(before);
            }

            _isFirst = false;
            _state = _state with { LogLost = lost() };

            if (!AtomicFile.TryReplace(path, NodeStateText.Write(_state)))
            {
                (_changed, _pause) = (Stopwatch.GetTimestamp(), _afterFailure);
                _afterFailure = _afterFailure * 2 < LongestPause ? _afterFailure * 2 : LongestPause;
            }
            else
            {
                _afterFailure = AfterAFailure;
            }
        }
    }
}
