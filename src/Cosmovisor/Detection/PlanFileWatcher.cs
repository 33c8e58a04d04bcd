using System.Diagnostics;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>Reports the chain's plan file whenever it has been written since we began to look.</summary>
/// <remarks>
/// A thread of its own that sleeps in inotify. A file that is not whole is looked at again until it is: the node may be in the middle of
/// writing. What lay there before is not news: it was looked at before the daemon ran.
/// </remarks>
/// <param name="path">Of the file.</param>
/// <param name="pollInterval">How often it is looked at where inotify does not work.</param>
/// <param name="beside">What the same thread hears of too.</param>
/// <param name="news">Receives what cannot be read, and where inotify does not work.</param>
/// <param name="openWatch">Opens inotify; null where it is not to be had.</param>
internal sealed class PlanFileWatcher(
    string path, TimeSpan pollInterval, IReadOnlyList<IWatchedFolders> beside, INews news, Func<FolderWatch?> openWatch) : IWitness
{
    private const int StackSize = 256 * 1024;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(5);

    // A process that holds an inotify instance takes 10 ms and more to die: the kernel waits for a grace period of its own, and a thread
    // costs too. A command that is over sooner than this is spared both, and loses nothing: its end is followed by a look.
    private static readonly TimeSpan ShortLife = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly string _folder = Path.GetDirectoryName(path) ?? "/";
    private PlanFileStamp _last;
    private PlanFileStamp _lastWhole;
    private Action<Observation> _report = _ => { };
    private long _started;
    private bool _isDue;
    private bool _watches;
    private long? _brokenSince;
    private bool _toldBroken;
    private bool _toldPolled;

    public PlanFileWatcher(string path, TimeSpan pollInterval, IReadOnlyList<IWatchedFolders> beside, INews news)
        : this(path, pollInterval, beside, news, FolderWatch.TryOpen)
    {
    }

    /// <summary>From now on, what is written is news.</summary>
    /// <remarks>What an earlier life wrote in its last instant was its upgrade's, and must not be taken for a later daemon's.</remarks>
    public void Begin(WatchedLife life)
    {
        lock (_gate)
        {
            (_report, _last, _brokenSince, _started, _isDue) = (life.Report, PlanFileStamp.Of(path), null, Stopwatch.GetTimestamp(), true);
            _lastWhole = _last;
            Each(one => one.Start());
        }
    }

    /// <summary>How long <see cref="Look"/> can wait without missing anything; infinite once it watches.</summary>
    public TimeSpan IsDueIn
    {
        get
        {
            var left = ShortLife - Stopwatch.GetElapsedTime(_started);
            return !_isDue ? Timeout.InfiniteTimeSpan : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Look()
    {
        Watch();
        IdleMemory.GiveBackWhenIdle();
    }

    /// <summary>Begins to watch, if that has not begun.</summary>
    public void Watch()
    {
        _isDue = false;

        if (_watches)
        {
            return;
        }

        _watches = true;
        new Thread(Run, StackSize) { IsBackground = true, Name = "plan file" }.Start();
    }

    /// <summary>
    /// Looks at once, on the caller's thread: a node that writes its plan and dies has ended before inotify woke this witness.
    /// </summary>
    public void End() => LookNow();

    private void LookNow()
    {
        lock (_gate)
        {
            Read();
            Each(one => one.Look());
        }
    }

    private void Run()
    {
        using var watch = openWatch();

        while (true)
        {
            var isWatched = watch is not null && WatchFolders(watch);

            if (watch is not null)
            {
                Each(one => one.AddTo(watch));
            }

            LookNow();

            if (!isWatched && !_toldPolled)
            {
                _toldPolled = true;
                news.Tell(new Happening.PlanFilePolled(path, pollInterval));
            }

            var wait = IsBroken ? BetweenLooks : isWatched ? Timeout.InfiniteTimeSpan : pollInterval;

            if (watch is null)
            {
                Thread.Sleep(wait);
            }
            else
            {
                watch.Wait(wait);
            }
        }
    }

    // Named again each time: the folder may have appeared, or been replaced by another of its name. Its parent tells when it is a link that
    // is pointed elsewhere.
    private bool WatchFolders(FolderWatch watch) =>
        WatchFolder(watch, _folder) && (LinkTarget.Of(path) is not { } target || WatchFolder(watch, Path.GetDirectoryName(target) ?? "/"));

    private static bool WatchFolder(FolderWatch watch, string folder) =>
        watch.Watch(folder) ? watch.Watch(NearestAbove(Path.GetDirectoryName(folder) ?? "/")) : watch.Watch(NearestAbove(folder));

    private bool IsBroken
    {
        get
        {
            lock (_gate)
            {
                return _brokenSince is not null;
            }
        }
    }

    private void Read()
    {
        var stamp = PlanFileStamp.Of(path);

        if (!stamp.Exists)
        {
            (_brokenSince, _lastWhole) = (null, default);
            return;
        }

        // Compared with what was there last, not with its absence: a file that was moved away and back is not news.
        if (stamp == _last && _brokenSince is null)
        {
            return;
        }

        _last = stamp;
        var read = PlanFileOnDisk.Read(path);

        // Written in the middle of the look: what was read belongs to no one state of the file, and the next look would tell it again.
        if (PlanFileStamp.Of(path) != stamp)
        {
            _brokenSince ??= Stopwatch.GetTimestamp();
            return;
        }

        if (read.IsOk(out var plan, out var reason))
        {
            (_brokenSince, _toldBroken) = (null, false);
            var isSameFile = _lastWhole.Inode == stamp.Inode && _lastWhole.Exists;

            // A node that writes over a file that was there leaves its mode as it was.
            var written = new PlanFileWritten(plan, PlanFileOnDisk.IsAheadOfItsHeight(path), _lastWhole.IsMarked && isSameFile, !isSameFile
                && PlanFileOnDisk.HasForeignMode(path));
            _lastWhole = stamp;
            _report(new Observation.PlanFileWritten(written));
            return;
        }

        _brokenSince ??= Stopwatch.GetTimestamp();

        if (!_toldBroken && Stopwatch.GetElapsedTime(_brokenSince.Value) > TellAfter)
        {
            _toldBroken = true;
            news.Tell(new Happening.PlanFileUnreadable(path, reason));
        }
    }

    private void Each(Action<IWatchedFolders> act)
    {
        foreach (var one in beside)
        {
            act(one);
        }
    }

    private static string NearestAbove(string folder)
    {
        var above = folder;

        while (!Directory.Exists(above) && Path.GetDirectoryName(above) is { } parent)
        {
            above = parent;
        }

        return above;
    }
}
