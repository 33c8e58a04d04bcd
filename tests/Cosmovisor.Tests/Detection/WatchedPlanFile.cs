using System.Collections.Concurrent;
using Cosmovisor.Detection;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Tests.Detection;

/// <summary>A plan file in a real folder, and what its witness says of it.</summary>
internal sealed class WatchedPlanFile : IDisposable
{
    private readonly TemporaryFolder _home = new("plan");
    private readonly ConcurrentQueue<Observation> _seen = [];

    /// <summary>The folder that is watched, whether it is there or not.</summary>
    public string Data => _home.In("data");

    public string File => Path.Join(Data, "upgrade-info.json");

    public CollectedLog Log { get; } = new();

    public string In(string relative) => _home.In(relative);

    public WatchedPlanFile WithData()
    {
        _ = Directory.CreateDirectory(Data);
        return this;
    }

    /// <summary>Starts the witness, and waits until it sleeps in its watch.</summary>
    /// <param name="withInotify">Otherwise as on a machine whose limit of watches is reached.</param>
    public PlanFileWatcher Start(bool withInotify = true)
    {
        var watching = new TaskCompletionSource();
        var watcher = new PlanFileWatcher(File, TimeSpan.FromMilliseconds(
            20), [new PlanFilesElsewhere([In("usual/data/upgrade-info.json")], File, Log)], Log, () =>
        {
            _ = watching.TrySetResult();
            return withInotify ? FolderWatch.TryOpen() : null;
        });

        watcher.Begin(Life());
        watcher.Watch();
        return watching.Task.Wait(Wait.Limit) ? watcher : throw new TimeoutException("the witness did not begin to watch");
    }

    /// <summary>A life whose observations are kept here.</summary>
    public WatchedLife Life() => new(new CurrentVersion("genesis", In("cosmovisor/genesis")), _seen.Enqueue);

    /// <summary>As a node writes it.</summary>
    public void Write(string name, string height = "5") => System.IO.File.WriteAllText(File, Json(name, height));

    public static string Json(string name, string height = "5") => $$"""{"name":"{{name}}","height":{{height}}}""";

    /// <summary>The name of the next plan that is told.</summary>
    public string Next() => NextSeen().Plan.Name;

    /// <summary>The next file that is told.</summary>
    public PlanFileWritten NextSeen()
    {
        Observation? seen = null;
        Wait.Until("a plan that is told", () => _seen.TryDequeue(out seen));
        return seen is Observation.PlanFileWritten { File: var file } ? file : throw new InvalidOperationException($"told of {seen}");
    }

    /// <summary>Nothing else was told: the next thing told is a plan written now.</summary>
    public void ExpectNothingElse()
    {
        const string Last = "the-last";
        Write(Last);
        var next = Next();

        if (next != Last)
        {
            throw new InvalidOperationException($"told of {next}");
        }
    }

    public void Dispose() => _home.Dispose();
}
