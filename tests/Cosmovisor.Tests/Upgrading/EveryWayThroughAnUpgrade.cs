using Cosmovisor.Detection;
using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>
/// Walks every state that detector, runner and crashes can lead to, with the real detector, runner, journal, history and link, and an
/// accident of every kind in every step of every life. In the manner of a model checker, but of the product itself.
/// </summary>
public sealed class EveryWayThroughAnUpgrade : IDisposable
{
    private const int MostSeen = 4;

    private static readonly UpgradePlan Plan = UpgradePlan.Create("v2", 49, "").IsOk(out var plan, out _) ? plan
        : throw new InvalidOperationException();

    private static readonly Observation[] Sights =
    [
        new Observation.Announced(Plan), new Observation.Halted("v2"), new Observation.Halted("v9"), new Observation.PlanFileSeen(Plan),
        new Observation.StopAsked(15), new Observation.BinaryAhead("v2"), new Observation.DaemonExited(new DaemonEnd.Exited(0)),
        new Observation.DaemonExited(new DaemonEnd.Killed(9)),
    ];

    private readonly TemporaryHome _home =
        new TemporaryHome(Directory.Exists("/dev/shm") ? "/dev/shm" : null).With(World.Old).With(World.New);

    private CurrentLink Current => new(_home.Home);

    private JournalFile Journals => new(_home.Home, new NoLog());

    private HistoryFile History => new(_home.Home);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LeadsToTheNewVersionOrWaitsBeforeItAndBreaksNoLaw(bool isPlain)
    {
        var met = new HashSet<World> { World.AtTheHalt };
        var open = new Queue<World>(met);
        var lives = 0;

        while (open.TryDequeue(out var world))
        {
            foreach (var accident in Accident.All)
            {
                var next = Live(world, accident, isPlain);
                lives++;

                if (accident == Accident.None)
                {
                    Law.Holds(next.IsOver, $"a life in which nothing goes wrong ends the upgrade, from {world}");
                }

                if (met.Add(next))
                {
                    open.Enqueue(next);
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{met.Count} states, {lives} lives");
        // fewer, and the accidents did not happen; more, and the states were not compared
        Assert.InRange(met.Count, isPlain ? 6 : 20, 2000);
        Assert.Equal(!isPlain, met.Any(world => world is { ScriptBegun: true, ScriptEnded: false }));
        Assert.Equal(!isPlain, met.Any(world => world is { Current: World.Old, GenesisIsNew: true }));
        Assert.Contains(met, world => world is { Current: World.New, Journal: not null });

        // All that a loss of power takes is a line of the history, and of an upgrade of which nothing had to be kept.
        Assert.Equal(isPlain, met.Any(world => world is { Current: World.New, Journal: null, DoneLines: 0 }));
    }

    [Fact]
    public void BeginsOnlyByWhatTheNodeItselfHasSaid()
    {
        foreach (var seen in Sequences(MostSeen))
        {
            var (known, decision) = (new Knowledge(null, SkipHeights.None), (Decision)new Decision.KeepRunning());

            foreach (var one in seen)
            {
                (known, decision) = UpgradeDetector.Observe(known, one);

                if (decision is not Decision.KeepRunning)
                {
                    break;
                }
            }

            var announced = seen.Contains(Sights[0]);
            var words = string.Join(", ", seen.Select(one => one.ToString()));
            Law.Holds(decision is not Decision.Upgrade || announced || seen.Contains(Sights[3]), $"no upgrade without a plan: {words}");
            Law.Holds(decision is not Decision.Upgrade || known.StopAsked is false, $"no upgrade begins once we are told to end: {words}");
            Law.Holds(decision is not Decision.Upgrade
                || seen.Contains(Sights[3])
                || seen.Contains(Sights[1])
                || seen[^1] is Observation.DaemonExited
                || seen.Any(one => one is Observation.DaemonExited), $"an announcement alone is a warning: {words}");
        }
    }

    /// <summary>One life of the supervisor, from its start to its end or its death.</summary>
    private World Live(World world, Accident accident, bool isPlain)
    {
        Lay(world);
        var stopRequest = new StopRequest();
        var steps = new StepsOfTheWorld(world, accident, isPlain, stopRequest);
        var runner = new UpgradeRunner(Current, Journals, History, stopRequest, TimeProvider.System, new DeadlyLog(accident.LogLine));

        try
        {
            if (runner.Unfinished() is { } journal)
            {
                _ = runner.Resume(journal, Current.Read(), SkipHeights.None, steps);
            }

            if (Current.Read().Target == World.Old)
            {
                Law.Holds(Journals.Read() is null, "the old binary never runs while an upgrade is not over");
                Law.Holds(!steps.World.GenesisIsNew, "the old binary never runs with the new genesis");
                steps.DaemonRuns = true; // it halts at once: its chain is at that height
                _ = runner.Run(Plan, Current.Read(), steps);
            }

            Law.Holds(steps.AreDone, $"the new binary runs only when every step is done: {steps.World}");
            Law.Holds(!steps.DaemonRuns, "never two daemons at once");
            steps.Finishing = true;
            runner.FinishRecords();
        }
        catch (Exception ex) when (ex is DeathException or UpgradeFailedException or UpgradeInterruptedException)
        {
            Law.Holds(ex is DeathException || Current.Target == World.Old, "a failed upgrade leaves current as it was");
            Law.Holds(ex is DeathException || !steps.World.GenesisIsNew, "a failed upgrade leaves the old genesis in force");
            Lose(accident.Power);
        }

        return Seen(steps.World);
    }

    // What was flushed stays. Links, the history and the removal of a journal are flushed one by one.
    private void Lose(LossOfPower power)
    {
        if (power == LossOfPower.None || Journals.Peek() is not { MustSurvive: false } journal)
        {
            return;
        }

        File.Delete(_home.Home.Journal);

        if (power != LossOfPower.JournalIsGone)
        {
            File.WriteAllText(_home.Home.Journal, power == LossOfPower.JournalIsEmpty ? ""
                : JournalText.Of((journal with { Steps = [] }).Begin(UpgradeStep.Stage, journal.Began)));
        }
    }

    private void Lay(World world)
    {
        Current.SwitchTo(world.Current);
        File.Delete(_home.Home.Journal);
        File.Delete(_home.Home.History);

        if (world.Journal is { } journal)
        {
            AtomicFile.Write(_home.Home.Journal, [journal]);
        }

        if (world.DoneLines > 0)
        {
            // Of the same upgrade, as it was written by the life that died after it.
            var written = JournalText.Parse(world.Journal ?? "").IsOk(out var of, out _) ? of
                : Journal.Of(Plan, World.Old, DateTimeOffset.UnixEpoch);
            History.Add(new FinishedUpgrade(written, FinishedUpgrade.Done, DateTimeOffset.UnixEpoch));
        }
    }

    private World Seen(World world)
    {
        var target = Current.Read().Target; // throws where there is no whole link
        var lines = History.Read().Count(ending => ending.IsDone);
        Law.Holds(lines <= 1, "an upgrade is carried out, and told, at most once");

        return world with
        {
            Current = target,
            Journal = Journals.Read() is { } journal ? JournalText.Of(WithoutWhatDecidesNothing(journal)) : null,
            DoneLines = lines,
        };
    }

    private static IEnumerable<Observation[]> Sequences(int length) =>
        length == 0 ? [[]] : from shorter in Sequences(length - 1) from sight in Sights select (Observation[])[.. shorter, sight];

    // When, why, and how often beyond once: with them the states would have no end.
    private static Journal WithoutWhatDecidesNothing(Journal journal) => journal with
    {
        Began = DateTimeOffset.UnixEpoch,
        Steps =
        [
            .. from entry in journal.Steps
               select new StepEntry(
                   entry.Step,
                   entry.Step == UpgradeStep.CustomPreUpgrade ? Math.Min(entry.Tries, 2) : 1,
                   DateTimeOffset.UnixEpoch,
                   journal.IsOver(entry.Step) ? DateTimeOffset.UnixEpoch : null,
                   entry.Left),
        ],
    };

    /// <summary>Dies at its n-th line.</summary>
    private sealed class DeadlyLog(int last) : ILog
    {
        private int _lines;

        public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
        {
            if (++_lines == last)
            {
                throw new DeathException();
            }
        }
    }
}
