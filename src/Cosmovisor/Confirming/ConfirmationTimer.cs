using System.Diagnostics;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Confirming;

/// <summary>
/// After an upgrade: asks until the network agrees to it, a short-lived child for each round of questions. Main thread only.
/// </summary>
/// <remarks>A life whose upgrade is confirmed costs one look into the state, a second after its start, and nothing from then on.</remarks>
/// <param name="tasks">Starts the child.</param>
/// <param name="nodeHome">Holds the node's <c>config/</c>.</param>
/// <param name="rpc">COSMOVISOR_NODE_RPC; null where the node's own settings say where it listens.</param>
/// <param name="upgrades">What is known of the last upgrade.</param>
/// <param name="within">COSMOVISOR_CONFIRM_BLOCK_WITHIN.</param>
/// <param name="clock">For what outlives us.</param>
/// <param name="news">Receives what is found.</param>
internal sealed class ConfirmationTimer(ChildTask tasks, string nodeHome, string? rpc, ILastUpgrade upgrades, TimeSpan within,
    TimeProvider clock, INews news) : IWitness, IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private WatchedLife? _life;
    private Confirmation? _confirmation;
    private long _began;
    private long _planned;
    private TimeSpan? _next;
    private volatile Round? _running;

    /// <summary>The first round comes when the daemon has had time to come up. That a round is over is reported.</summary>
    public void Begin(WatchedLife life)
    {
        (_life, _confirmation) = (life, null);
        _began = Stopwatch.GetTimestamp();
        Plan(NextQuestion.First);
    }

    /// <summary>
    /// How long until <see cref="Look"/> has something to do; infinite while a round is at work, and once the upgrade is confirmed.
    /// </summary>
    public TimeSpan IsDueIn => _running is { IsOver: true } ? TimeSpan.Zero
        : _running is not null || _next is not { } next ? Timeout.InfiniteTimeSpan
        : next - Stopwatch.GetElapsedTime(_planned) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Ends a round that is over and begins one, if it is time for that. Never waits.</summary>
    public void Look()
    {
        EndWhenOver();

        if (IsDueIn != TimeSpan.Zero || _life is not { } life)
        {
            return;
        }

        _next = null;

        if ((_confirmation ??= Open(life)) is not { IsOver: false } confirmation)
        {
            return;
        }

        var round = new Round(confirmation);
        _running = round;
        var thread = SpareThread.Start("network questions", () => round.Run(
            ct => NetworkTask.Ask(tasks, nodeHome, rpc, round.Asked.Goal, ct),
            () => life.Report(new Observation.NetworkAsked()),
            _end.Token));

        if (thread is null)
        {
            round.Fail();
        }
    }

    /// <summary>A round that is at work goes on, and reports to a life that is over.</summary>
    public void End()
    {
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private void EndWhenOver()
    {
        if (_running is not { IsOver: true } round)
        {
            return;
        }

        _running = null;

        // One of an earlier life tells nothing of this one.
        if (round.Seen is { } seen && ReferenceEquals(round.Asked, _confirmation))
        {
            (_confirmation, var found) = _confirmation.After(seen, clock.GetUtcNow(), within);

            foreach (var happening in found)
            {
                news.Tell(happening);

                if (happening is Happening.UpgradeConfirmed { Down: { } down } && _confirmation.Journal is { } journal)
                {
                    upgrades.Keep(journal, down);
                }
            }
        }

        if (_confirmation is { IsOver: false })
        {
            Plan(NextQuestion.After(Stopwatch.GetElapsedTime(_began)));
        }

        IdleMemory.GiveBackWhenIdle();
    }

    private Confirmation? Open(WatchedLife life)
    {
        var newest = upgrades.NewestOfHistory();

        if (OpenConfirmation.Of(upgrades.Last(), newest, life.Version.Target, clock.GetUtcNow()) is not { } upgrade)
        {
            return null;
        }

        if (!upgrades.IsOfThisRun(upgrade))
        {
            news.Tell(new Happening.ConfirmationResumed(upgrade));
        }

        return OpenConfirmation.Resume(upgrade, newest);
    }

    private void Plan(TimeSpan next) => (_planned, _next) = (Stopwatch.GetTimestamp(), next);

    /// <summary>One round of questions that is at work.</summary>
    /// <param name="asked">For what.</param>
    private sealed class Round(Confirmation asked)
    {
        private volatile bool _isOver;

        public Confirmation Asked => asked;

        public bool IsOver => _isOver;

        public NetworkSeen? Seen { get; private set; }

        /// <summary>It never began; the next one asks.</summary>
        public void Fail() => _isOver = true;

        public void Run(Func<CancellationToken, NetworkSeen> ask, Action done, CancellationToken ct)
        {
            try
            {
                Seen = ask(ct);
            }
            catch (OperationCanceledException)
            {
                // we are ending
            }
            finally
            {
                _isOver = true;
            }

            done();
        }
    }
}
