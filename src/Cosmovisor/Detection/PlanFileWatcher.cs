using System.Diagnostics;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>Reports the chain's plan file whenever it has been written since we began to look.</summary>
/// <remarks>
/// A thread of its own that sleeps in inotify. A file that is not whole is looked at again until it is: the node may be in the middle of writing.
/// What lay there before is no news: the node that needs it writes it again when it halts again.
/// </remarks>
internal sealed class PlanFileWatcher(string path, TimeSpan pollInterval, Action<Observation> report, ILog log)
{
    private const int LargestPlan = 1024 * 1024;
    private const int StackSize = 256 * 1024;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(5);

    // A process that holds an inotify instance takes 10 ms and more to die: the kernel waits for a grace period of its own.
    // A command that is over sooner than this is spared it, and loses nothing: its end is followed by a look.
    private static readonly TimeSpan ShortLife = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly string _folder = Path.GetDirectoryName(path) ?? "/";
    private FileStamp _last;
    private long? _brokenSince;
    private bool _toldBroken;

    public void Start()
    {
        _last = FileStamp.Of(path);
        new Thread(Run, StackSize) { IsBackground = true, Name = "plan file" }.Start();
    }

    /// <summary>Looks at once, on the caller's thread: a node that writes its plan and dies has ended before inotify woke anybody.</summary>
    public void LookNow()
    {
        lock (_gate)
        {
            Look();
        }
    }

    private void Run()
    {
        Thread.Sleep(ShortLife);
        using var watch = FolderWatch.TryOpen();

        if (watch is null)
        {
            log.Warning("the plan file is polled, because inotify is not to be had", ("file", path), ("every", pollInterval));
        }

        while (true)
        {
            // Named anew each time: the folder may have appeared, or been replaced by another of its name.
            var isWatched = watch is not null && (watch.Watch(_folder) || watch.Watch(NearestAbove(_folder)));
            LookNow();
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

    private void Look()
    {
        var stamp = FileStamp.Of(path);

        if (stamp == _last && _brokenSince is null)
        {
            return;
        }

        _last = stamp;

        if (!stamp.Exists)
        {
            _brokenSince = null;
            return;
        }

        if (Read().IsOk(out var plan, out var reason))
        {
            (_brokenSince, _toldBroken) = (null, false);
            report(new Observation.PlanFileSeen(plan));
            return;
        }

        _brokenSince ??= Stopwatch.GetTimestamp();

        if (!_toldBroken && Stopwatch.GetElapsedTime(_brokenSince.Value) > TellAfter)
        {
            _toldBroken = true;
            log.Error("the plan file cannot be read; it is looked at again until it can", ("file", path), ("reason", reason));
        }
    }

    private Parsed<UpgradePlan> Read()
    {
        try
        {
            using var file = File.OpenHandle(path);
            var size = RandomAccess.GetLength(file);

            if (size > LargestPlan)
            {
                return Parsed.Invalid<UpgradePlan>($"it has {size} bytes, and a plan file at most {LargestPlan}");
            }

            var bytes = new byte[size];
            var read = RandomAccess.Read(file, bytes, 0);
            return PlanFile.Parse(bytes.AsMemory(0, read));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Parsed.Invalid<UpgradePlan>(ex.Message);
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

    /// <summary>What changes when a file is written again, or another takes its name.</summary>
    private readonly record struct FileStamp(bool Exists, DateTime Written, long Size)
    {
        public static FileStamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(true, file.LastWriteTimeUtc, file.Length) : default;
        }
    }
}
