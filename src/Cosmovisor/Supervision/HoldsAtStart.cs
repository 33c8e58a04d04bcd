using System.Diagnostics;
using Cosmovisor.Events;
using Cosmovisor.Holds;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>Before the daemon is started: waits while a hold stands. Signals are heard meanwhile.</summary>
/// <param name="folder">Where the holds lie.</param>
/// <param name="thread">The main thread's way to wait.</param>
/// <param name="clock">Holds end by it.</param>
/// <param name="news">Informed of each hold once.</param>
internal sealed class HoldsAtStart(HoldsFolder folder, EventLoop thread, TimeProvider clock, INews news)
{
    // Where inotify is not available, a hold that is taken away is seen so late.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private HoldsKnown _known = HoldsKnown.Nothing;

    /// <summary>Waits until nothing holds, or we are asked to end.</summary>
    /// <param name="first">Called before a wait begins, and not at all where nothing holds.</param>
    /// <returns>Whether it has waited.</returns>
    public bool Await(Action first)
    {
        if (Look() is null)
        {
            return false;
        }

        first();
        using var watch = FolderWatch.TryOpen();
        thread.Folders = watch;

        try
        {
            // Watched before each look: what happens between the two ends the wait at once. By name again, for the folder may be another by
            // now.
            while (!thread.StopRequest.IsMade && watch?.WatchWhole(folder.Path) is var isWatched && Look() is { } wait)
            {
                thread.Sleep(isWatched == true ? wait : EventLoop.Shorter(wait, BetweenLooks));
            }
        }
        finally
        {
            thread.Folders = null;
        }

        return true;
    }

    // How long until the next hold ends; null when none stands.
    private TimeSpan? Look()
    {
        var look = _known.LookAt(folder.Look(), clock.GetUtcNow(), Stopwatch.GetElapsedTime(0));
        _known = look.After;

        foreach (var (file, reason) in look.Refused)
        {
            news.Tell(new Happening.HoldRefused(file, reason));
        }

        foreach (var (hold, reason) in look.Ended)
        {
            news.Tell(new Happening.Released(hold, reason));
        }

        foreach (var hold in look.Began)
        {
            news.Tell(new Happening.Held(hold));
        }

        return look.Wait;
    }
}
