using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Notices;

/// <summary>The book of one home, kept on the disk at each change, and asked by several tasks at once.</summary>
internal sealed class NoticeStore : IDisposable
{
    private const string FileName = "notices.json";

    private readonly Lock _gate = new();
    private readonly HomeFiles _home;
    private readonly AgentFolder _folder;
    private readonly AgentSettings _settings;
    private readonly TimeProvider _clock;
    private readonly FleetHandOver? _fleet;
    private readonly NoticeBook _book;
    private readonly NoticeDelivery _delivery;
    private readonly Dictionary<string, SemaphoreSlim> _news;

    /// <param name="home">Whose events.</param>
    /// <param name="folder">Where the book is kept.</param>
    /// <param name="settings">The addresses.</param>
    /// <param name="clock">For pauses.</param>
    /// <param name="tell">Hears what cannot be sent, in words without secrets.</param>
    /// <param name="fleet">Whose troubles are reported besides; null for none.</param>
    public NoticeStore(
        HomeFiles home, AgentFolder folder, AgentSettings settings, TimeProvider clock, Action<string> tell, FleetNewsSource? fleet = null)
    {
        (_home, _folder, _settings, _clock) = (home, folder, settings, clock);
        _fleet = fleet is null ? null : new FleetHandOver(fleet);
        _news = settings.Notify.ToDictionary(address => address.Id, _ => new SemaphoreSlim(1), StringComparer.Ordinal);
        _book = NoticeBook.Parse(folder.Read(FileName)) ?? NewsReader.Begin(home);
        _delivery = new NoticeDelivery(_book, settings, clock, tell);

        // At once: killed before its first event, it would leave the next agent to begin again, and to take that event for history.
        _ = folder.TryWrite(FileName, _book.Text());

        // An address that is asked no more has nothing to wait for.
        foreach (var gone in _book.Queues.Keys.Where(id => !_news.ContainsKey(id)).ToList())
        {
            _ = _book.Queues.Remove(gone);
        }
    }

    public NoticeCounts Counts
    {
        get
        {
            lock (_gate)
            {
                var queued = _settings.Notify.GroupBy(address => address.Kind, StringComparer.Ordinal)
                    .ToDictionary(
                        kind => kind.Key,
                        kind => kind.Sum(address => _book.Queues.GetValueOrDefault(address.Id)?.Waiting.Count ?? 0),
                        StringComparer.Ordinal);
                return new NoticeCounts(_book.Sent, _book.Failed, queued);
            }
        }
    }

    /// <summary>Whether a dead man's switch may be told that all is well.</summary>
    public bool IsAllWell
    {
        get
        {
            lock (_gate)
            {
                return _home.Supervisor == SupervisorPresence.Running
                    && _book.Troubles.Values.All(trouble => TroubleKind.IsOfTheFleet(trouble.Kind));
            }
        }
    }

    /// <summary>Whether no trouble waits to be over, which the passing of time alone would bring.</summary>
    public bool IsAtRest
    {
        get
        {
            lock (_gate)
            {
                return _book.Troubles.Values.All(trouble => trouble.GoneSince is null);
            }
        }
    }

    public void Dispose()
    {
        foreach (var news in _news.Values)
        {
            news.Dispose();
        }
    }

    /// <summary>Ends when there may be something to send.</summary>
    public Task NewsAsync(NoticeAddress address, CancellationToken ct) => _news[address.Id].WaitAsync(ct);

    /// <summary>Reads what is new, and what is wrong now. What is read is queued and written down in one move.</summary>
    /// <param name="home">At this moment.</param>
    /// <param name="awayFor">How long no supervisor was seen.</param>
    /// <param name="sender">Who tells of it.</param>
    /// <returns>Whether there was anything.</returns>
    public bool Look(HomeNow home, TimeSpan awayFor, NoticeSender sender)
    {
        lock (_gate)
        {
            var position = _book.Position;
            NewsReader.Read(_book, _home, _settings);
            var left = TakeFromTheFleet();
            IReadOnlyList<Trouble> found =
                [.. TroubleRule.Of(home, _book.EndedWell, awayFor, _book.Unconfirmed), .. _fleet?.Found(_book) ?? []];
            var changed = left | _book.Compare(found, sender, home.Now, _settings.Notify, _settings.NotifyLevel)
                || _book.Position != position;
            _fleet?.Give(_book);

            if (changed)
            {
                Keep();
            }

            return changed;
        }
    }

    /// <summary>What is first in the queue of an address, and how long it still waits.</summary>
    public (Notice? Notice, string? Thread, TimeSpan Pause) Next(NoticeAddress address)
    {
        lock (_gate)
        {
            var queue = _book.Of(address);

            if (TakeFromTheFleet())
            {
                Keep();
            }

            return queue.Waiting.FirstOrDefault(notice => _fleet?.Holds(notice) != true) is not { } first ? (null, null, default)
                : (first, first.Plan is { } plan ? queue.Threads.GetValueOrDefault(plan) : null,
                    queue.NotBefore is { } due ? due - _clock.GetUtcNow() : TimeSpan.Zero);
        }
    }

    /// <summary>How a try ended.</summary>
    public void Note(NoticeAddress address, Notice notice, SendOutcome outcome)
    {
        lock (_gate)
        {
            _delivery.Note(address, notice, outcome);
            _ = TakeFromTheFleet();
            _fleet?.Give(_book);
            Keep();
        }
    }

    // An agent that is not a member any more leaves it to whichever tells now, which sees for itself.
    private bool TakeFromTheFleet() => _fleet?.Take(_book, _settings.Notify, _settings.NotifyLevel) ?? _book.LeaveTheFleet();

    /// <summary>All trouble that an address is told of again while it lasts.</summary>
    public List<Notice> Open(NoticeAddress address)
    {
        lock (_gate)
        {
            return _book.Of(address).IsGivenUp ? [] : [.. _book.Troubles.Values.Select(trouble => trouble.Tell(isOpen: true, trouble.Since))
                .Where(notice => NoticeRule.IsTold(notice, address, _settings.NotifyLevel) && _fleet?.Holds(notice) != true)];
        }
    }

    private void Keep()
    {
        _ = _folder.TryWrite(FileName, _book.Text());

        foreach (var (id, queue) in _book.Queues)
        {
            if (queue.Waiting.Count > 0 && _news.TryGetValue(id, out var news) && news.CurrentCount == 0)
            {
                _ = news.Release();
            }
        }
    }
}
