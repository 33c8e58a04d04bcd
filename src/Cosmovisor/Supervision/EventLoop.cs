using System.Diagnostics;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>
/// All waiting of the main thread: whatever it waits for, signals are passed on, ended processes collected, the watchdog fed and the state
/// written down.
/// </summary>
internal sealed class EventLoop(EventQueue inbox, Children children, SignalRelay relay, SystemdNotifier notices, StateFile state)
{
    // A wait as long as this is rest.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly Queue<Observation> _seen = new();
    private Exception? _failure;

    /// <summary>Made by a signal, which is handled wherever the main thread waits.</summary>
    public StopRequest StopRequest => relay.StopRequest;

    /// <summary>
    /// An operator's command wants the daemon restarted. Whoever begins a life clears it, before he looks at what there is to do.
    /// </summary>
    public bool RestartAsked { get; set; }

    /// <summary>
    /// A new life of the daemon: what was seen of an earlier one, and what its witnesses still have to say, is forgotten.
    /// </summary>
    /// <remarks>First the inbox, then the queue: whatever is taken out from here on belongs to the new life.</remarks>
    /// <returns>Where the new life's witnesses report.</returns>
    public Action<Observation> BeginLife()
    {
        var report = inbox.BeginLife();
        _seen.Clear();
        return report;
    }

    /// <summary>The next thing a witness saw, if one has. Never waits.</summary>
    public Observation? NextSeen()
    {
        while (_seen.Count == 0 && inbox.Take(TimeSpan.Zero) is not Incoming.Nudge and var incoming)
        {
            Handle(incoming);
        }

        return _seen.TryDequeue(out var seen) ? seen : null;
    }

    /// <summary>Handles every signal that has come by now. Never waits.</summary>
    public void HearSignals()
    {
        while (inbox.Take(TimeSpan.Zero) is not Incoming.Nudge and var incoming)
        {
            Handle(incoming);
        }
    }

    /// <summary>Sleeps until something happens, at most <paramref name="limit"/>.</summary>
    public void Wait(TimeSpan limit)
    {
        if (_seen.Count == 0)
        {
            Sleep(limit);
        }
    }

    /// <summary>The same between two lives, whatever was still seen of the one before.</summary>
    public void Sleep(TimeSpan limit)
    {
        var wait = Shorter(limit, NextDuty);

        // The watchdog's pulse writes nothing down.
        if (Shorter(limit, state.IsDueIn) is var undisturbed && (undisturbed == Timeout.InfiniteTimeSpan || undisturbed >= Rest))
        {
            IdleMemory.GiveBackIfWanted();
        }

        Handle(inbox.Take(wait));
        DoDuties();
    }

    /// <summary>Folders whose changes end a wait, too; null for none.</summary>
    public FolderWatch? Folders
    {
        get => inbox.Folders;
        set => inbox.Folders = value;
    }

    /// <summary>Waits until <paramref name="done"/>. It is asked again after everything that happens.</summary>
    /// <param name="done">Asked on the main thread.</param>
    /// <param name="limit">At most this long.</param>
    /// <param name="between">It is asked again after so long, too, where nothing tells of a change; for ever by default.</param>
    /// <returns>False when the time was over first.</returns>
    public bool Until(Func<bool> done, TimeSpan limit, TimeSpan? between = null)
    {
        var started = Stopwatch.GetTimestamp();

        while (!done())
        {
            var left = limit == Timeout.InfiniteTimeSpan ? limit : limit - Stopwatch.GetElapsedTime(started);

            if (left != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
            {
                return false;
            }

            Handle(inbox.Take(Shorter(Shorter(left, NextDuty), between ?? Timeout.InfiniteTimeSpan)));
            DoDuties();
        }

        return true;
    }

    /// <summary>Lets work that takes long run beside the signals. Being asked to end cancels it.</summary>
    public T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        using var asked = new CancellationTokenSource();
        var task = work(asked.Token);
        _ = task.ContinueWith(
            _ => inbox.Nudge(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        _ = Until(
            () =>
            {
                if (StopRequest.IsMade && !asked.IsCancellationRequested)
                {
                    asked.Cancel();
                }

                return task.IsCompleted;
            },
            Timeout.InfiniteTimeSpan);

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Another thread has failed: the main thread ends the node and us, at its next wait.</summary>
    public void Fail(Exception failure)
    {
        Volatile.Write(ref _failure, failure);
        inbox.Nudge();
    }

    private void Handle(Incoming incoming)
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw new InvalidOperationException(LastNet.Words(failure), failure);
        }

        switch (incoming)
        {
            case Incoming.Signal { Received: var signal } when signal.Number == Signals.ChildChanged:
                children.CollectAll();
                relay.FollowJobControl();
                break;
            case Incoming.Signal { Received.Number: Signals.RestartDaemon }:
                RestartAsked = true;
                break;
            case Incoming.Signal { Received: var signal }:
                relay.PassOn(signal);

                if (StopRequest.Signal == signal.Number)
                {
                    _seen.Enqueue(new Observation.StopAsked(signal.Number));
                }

                break;
            case Incoming.Seen { Observation: var seen }:
                _seen.Enqueue(seen);
                break;
        }
    }

    // What is to be done by its time, whatever is waited for.
    private TimeSpan NextDuty => Shorter(notices.NextPulse, state.IsDueIn);

    private void DoDuties()
    {
        notices.Pulse();
        state.WriteIfDue();
    }

    /// <summary>The shorter of two waits, either of which may be infinite.</summary>
    public static TimeSpan Shorter(TimeSpan a, TimeSpan b) =>
        a == Timeout.InfiniteTimeSpan ? b : b == Timeout.InfiniteTimeSpan || a < b ? a : b;

    /// <summary>The shortest of several waits, any of which may be infinite, or missing.</summary>
    public static TimeSpan Shortest(params ReadOnlySpan<TimeSpan?> waits)
    {
        var shortest = Timeout.InfiniteTimeSpan;

        foreach (var wait in waits)
        {
            shortest = Shorter(shortest, wait ?? Timeout.InfiniteTimeSpan);
        }

        return shortest;
    }
}
