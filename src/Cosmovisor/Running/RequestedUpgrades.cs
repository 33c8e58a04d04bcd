using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Holds;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Running;

/// <summary>Versions that a command asks for without a height: heard, judged, and answered in the file of the request.</summary>
/// <remarks>
/// Each is carried out at most once. Before the node is stopped for one, its id stands in the journal, which is flushed; afterwards in the
/// history. So a request that is found there was begun, whatever its file says. <see cref="IWatchedFolders"/> is called by the thread that
/// waits for the plan file, all else by the main thread.
/// </remarks>
/// <param name="file">The request.</param>
/// <param name="holds">What would keep the new version from starting.</param>
/// <param name="nearby">Upgrades that come.</param>
/// <param name="runner">Knows what was carried out.</param>
/// <param name="home">Whose.</param>
/// <param name="folderOf">Where a version's files are, or will be.</param>
/// <param name="clock">For a request that is for later.</param>
/// <param name="wake">Wakes the main thread.</param>
/// <param name="news">Informed.</param>
internal sealed class RequestedUpgrades(RequestFile file, HoldsFolder holds, PlansNearby nearby, UpgradeRunner runner,
    DaemonHome home, Func<string, string> folderOf, TimeProvider clock, Action wake, INews news) : IWitness, IWatchedFolders
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private (ulong Inode, long Modified, long Size) _before;
    private volatile bool _isNews = true;
    private volatile bool _isHeld;
    private DateTimeOffset? _next;
    private WatchedLife? _life;

    public void Begin(WatchedLife life) => (_life, _isNews) = (life, true);

    public void End() => _life = null;

    void IWitness.Look()
    {
        if (_life is { } life && Next(life.Version, nodeRuns: true) is { } asked)
        {
            life.Report(asked);
        }
    }

    void IWatchedFolders.Start() => _isNews = true;

    public void AddTo(FolderWatch watch)
    {
        _ = watch.Watch(home.Root, but: Path.GetFileName(home.State));
        _ = watch.WatchWhole(home.Holds);
    }

    void IWatchedFolders.Look()
    {
        var now = FileFacts.IfReadable(file.Path) is { } facts ? (facts.Inode, facts.Modified, facts.Size) : default;

        if (now != _before || _isHeld)
        {
            _before = now;
            _isNews = true;
            wake();
        }
    }

    /// <summary>How long until <see cref="Next"/> has something to look at.</summary>
    public TimeSpan IsDueIn => _isNews ? TimeSpan.Zero
        : _next is not { } at ? Timeout.InfiniteTimeSpan
        : at - clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>The request whose time has come, as a plan at the node's last known height; null when there is none.</summary>
    /// <param name="current">What runs, or would.</param>
    /// <param name="nodeRuns">It would have to be stopped: then a hold lets the request wait, too.</param>
    public Observation.UpgradeAsked? Next(CurrentVersion current, bool nodeRuns)
    {
        (_isNews, _next, _isHeld) = (false, null, false);

        if (file.Read() is not { } read)
        {
            return null;
        }

        if (!read.IsOk(out var request, out var reason))
        {
            if (_told.Add(reason))
            {
                news.Tell(new Happening.RequestUnreadable(file.Path, reason));
            }

            return null;
        }

        if (request.IsOver || _begun.Contains(request.Id) || IsSettled(request))
        {
            return null;
        }

        if (_told.Add(request.Id))
        {
            news.Tell(new Happening.UpgradeAsked(request));
        }

        if (request.At is { } at && at > clock.GetUtcNow())
        {
            _next = at;
            return null;
        }

        return nodeRuns && IsHeld(request) ? null
            : UpgradePlan.Create(request.Name, nearby.Reached(current), "").IsOk(out var plan, out _)
                ? new Observation.UpgradeAsked(request, plan)
            : null;
    }

    /// <summary>
    /// Before anything is stopped: whether it may be carried out, and all that can be checked is well. Otherwise it is answered, and the
    /// node goes on.
    /// </summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="read">What runs, or would; where it cannot be read, the request is refused like any other.</param>
    /// <param name="stage">Does the step Stage.</param>
    public bool MayBegin(UpgradeRequest asked, Func<CurrentVersion> read, Action<CurrentVersion> stage)
    {
        try
        {
            var current = read();
            var target = DaemonHome.TargetOfFolder(Path.GetFileName(folderOf(asked.Name)));

            if (RequestRule.WhyNot(target, asked.From, current.Target, nearby.All(current), asked.Force) is { } reason)
            {
                Refuse(asked, reason);
                return false;
            }

            stage(current);
            _ = _begun.Add(asked.Id);
            return true;
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            Refuse(asked, ex.Message);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false; // asked to end; the next start takes it
        }
    }

    /// <summary>A step could not be done.</summary>
    public void HasFailed(UpgradeRequest? asked, string reason)
    {
        if (asked is not null)
        {
            Answer(asked.Id, RequestState.Failed, reason);
        }
    }

    // A life of ours that was killed may have ended before it could answer.
    private bool IsSettled(UpgradeRequest request)
    {
        if (runner.History().FirstOrDefault(ending => ending.Journal.Request?.Id == request.Id) is { } ending)
        {
            Answer(request.Id, ending.IsDone ? RequestState.Started : RequestState.Failed, ending.IsDone ? $"{ending.Journal.To} is current"
                : ending.Result);
            return true;
        }

        if (request.Answer is { State: RequestState.Taken })
        {
            Answer(request.Id, RequestState.Failed, "it was begun, and its journal is gone. See what current points to, and ask again");
            return true;
        }

        return false;
    }

    private bool IsHeld(UpgradeRequest request)
    {
        var look = HoldsKnown.Nothing.LookAt(holds.Look(), clock.GetUtcNow(), TimeSpan.Zero);

        if (look.Wait is not { } wait)
        {
            return false;
        }

        (_isHeld, _next) = (true, clock.GetUtcNow() + wait);

        if (_told.Add($"held {request.Id}"))
        {
            news.Tell(new Happening.RequestHeld(request.Name));
        }

        return true;
    }

    private void Refuse(UpgradeRequest asked, string reason)
    {
        news.Tell(new Happening.RequestRefused(asked.Name, reason));
        _ = _begun.Add(asked.Id);
        Answer(asked.Id, RequestState.Refused, reason);
    }

    private void Answer(string id, RequestState state, string says) => file.Answer(id, state, says, clock.GetUtcNow());
}
