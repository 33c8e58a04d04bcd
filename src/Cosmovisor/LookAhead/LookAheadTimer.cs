using System.Diagnostics;
using System.Text.Json;
using Cosmovisor.Backups;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>
/// Looks ahead while a node runs: a short-lived child each time, and nothing of ours between two looks but the time of the next. Main
/// thread only.
/// </summary>
/// <param name="tasks">Starts the child.</param>
/// <param name="request">What it is told of this supervisor.</param>
/// <param name="interval">Between two looks; zero for never.</param>
/// <param name="news">What the child has to say.</param>
internal sealed class LookAheadTimer(ChildTask tasks, LookRequest request, TimeSpan interval, INews news) : IWitness, IDisposable
{
    // A look may have a binary to fetch.
    private static readonly TimeSpan LongestLook = TimeSpan.FromHours(3);

    private readonly CancellationTokenSource _end = new();
    private WatchedLife? _life;
    private long _began;
    private TimeSpan? _next;
    private string? _trouble;
    private volatile LookAtWork? _running;
    private volatile bool _isAsked;

    /// <returns>Null where the operator wants no looks.</returns>
    public static LookAheadTimer? For(EffectiveSettings settings, WatchedNode node, IProgramRunner commands, AheadCopier? copier,
        Func<string?> cannotBeArmed, INews news) =>
        settings.Value(SettingTable.LookAhead) is var interval && interval > TimeSpan.Zero
            ? new(new ChildTask(commands), new LookRequest(settings.Source, node), interval, news)
            {
                CannotBeArmed = cannotBeArmed,
                OnUpgrade = next => copier?.Consider(
                    next.Name is { } name ? (name, next.Height) : null, next.Left is { } left ? TimeSpan.FromSeconds(left) : null),
            }
        : null;

    /// <summary>Which version cannot be given a halt height, if the one that runs cannot. Called on the main thread.</summary>
    public Func<string?>? CannotBeArmed { get; init; }

    /// <summary>Called on the main thread when a look is over that has heard what comes.</summary>
    public Action<NextUpgrade>? OnUpgrade { get; init; }

    /// <summary>
    /// The first look comes when the daemon has had time to come up. The height that a look has heard is reported, and so that it is over.
    /// </summary>
    public void Begin(WatchedLife life)
    {
        _life = life;
        _isAsked = false;
        Plan(interval > TimeSpan.Zero ? NextLook.First(interval) : null);
    }

    /// <summary>
    /// Something that a look would see has changed: the next one comes at once, or right after the one at work. From any thread; the main
    /// thread is to be woken.
    /// </summary>
    public void LookSoon() => _isAsked = true;

    /// <summary>How long until <see cref="Look"/> has something to do; infinite while a look is at work, or for ever.</summary>
    public TimeSpan IsDueIn => _running is { IsOver: false } || _next is not { } next ? Timeout.InfiniteTimeSpan
        : _isAsked ? TimeSpan.Zero
        : next - Stopwatch.GetElapsedTime(_began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Ends a look that is over and begins one, if it is time for that. Never waits.</summary>
    public void Look()
    {
        EndWhenOver();

        if (IsDueIn != TimeSpan.Zero || _life is not { } life)
        {
            return;
        }

        _isAsked = false; // what changes from here on is seen by another look
        var node = request.Watched with { Pid = life.Pid, HaltHeight = life.UpTo?.Plan.Height, CannotBeArmed = CannotBeArmed?.Invoke() };
        var look = new LookAtWork(tasks, request with { Watched = node }, news, _end.Token);
        _running = look;

        if (SpareThread.Start("look ahead", () => look.Run(height => life.Report(new Observation.LookedAhead(height)))) is null)
        {
            look.Fail(SpareThread.None);
        }
    }

    /// <summary>A look that is at work goes on, and reports to a life that is over.</summary>
    public void End()
    {
    }

    // The next one comes when it said.
    private void EndWhenOver()
    {
        if (_running is not { IsOver: true } look)
        {
            return;
        }

        _running = null;

        // Reported once: a look fails every ten minutes for as long as it is wrong.
        if (look.Trouble is { } trouble && trouble != _trouble)
        {
            news.Tell(new Happening.LookAheadFailed(trouble));
        }

        _trouble = look.Trouble;
        Plan(look.Next ?? interval);

        if (look.Upgrade is { } upgrade)
        {
            OnUpgrade?.Invoke(upgrade);
        }

        IdleMemory.GiveBackWhenIdle();
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private void Plan(TimeSpan? next) => (_began, _next) = (Stopwatch.GetTimestamp(), next);

    /// <summary>One that is at work.</summary>
    private sealed class LookAtWork(ChildTask tasks, LookRequest request, INews news, CancellationToken ct)
    {
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        public string? Trouble { get; private set; }

        public TimeSpan? Next { get; private set; }

        public NextUpgrade? Upgrade { get; private set; }

        /// <param name="done">Called last of all, with the node's height or null.</param>
        public void Run(Action<long?> done)
        {
            long? height = null;

            try
            {
                var order = new TaskOrder(
                    LookTask.Name, "looks ahead", JsonSerializer.SerializeToUtf8Bytes(request, LookJson.Default.LookRequest), LongestLook);

                if (tasks.Run(order, line => line.Remark?.WriteTo(news), ct).Then(Read).IsOk(out var answer, out var reason))
                {
                    Next = answer.NextLook is > 0 and < 1_000_000 ? TimeSpan.FromSeconds(answer.NextLook) : null;
                    (height, Upgrade) = (answer.Height, answer.Upgrade);
                }
                else
                {
                    Trouble = reason;
                }
            }
            catch (OperationCanceledException)
            {
                // we are ending
            }
            finally
            {
                _isOver = true;
            }

            done(height);
        }

        /// <summary>It never began.</summary>
        public void Fail(string trouble) => (Trouble, _isOver) = (trouble, true);

        private static Parsed<LookAnswer> Read(JsonElement result)
        {
            try
            {
                return result.Deserialize(LookJson.Default.LookAnswer) is { } answer ? Parsed.Ok(answer)
                    : Parsed.Invalid<LookAnswer>("the process that looks ahead said nothing");
            }
            catch (JsonException)
            {
                return Parsed.Invalid<LookAnswer>("the process that looks ahead gave something that is not an answer");
            }
        }
    }
}
