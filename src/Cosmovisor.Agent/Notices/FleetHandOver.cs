using Cosmovisor.Agent.Settings;
using Cosmovisor.Fleet;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>
/// Brings a book and the record in etcd together. The agent that tells writes there what it has told; the next one takes that over, and
/// resolves it with the same key. What waits at an agent that tells no more is dropped: the next one sends it.
/// </summary>
/// <remarks>Each trouble is resolved once. It is opened twice where an agent dies after it has sent it and before etcd has it.</remarks>
internal sealed class FleetHandOver(FleetNewsSource source)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private long? _taken;
    private bool _wasHere;
    private (IReadOnlyList<ToldTrouble> Open, FleetTroubles From)? _given;

    /// <summary>What the fleet's part of the book was made from.</summary>
    public FleetTroubles Now { get; private set; } = FleetTroubles.Unknown;

    /// <summary>Whether it must wait until it is known which agent reports: it may be resolved long since.</summary>
    public bool Holds(Notice notice) => !Now.IsKnown && notice.Trouble is { } news && TroubleKind.IsOfTheFleet(news.Kind);

    /// <summary>What is wrong in the fleet, as far as it is reported here.</summary>
    public IEnumerable<Trouble> Found(NoticeBook book) => source.Troubles(Now, book.Troubles.Values);

    /// <summary>Reads what is known now into the book.</summary>
    /// <returns>Whether that changed it.</returns>
    public bool Take(NoticeBook book, IReadOnlyList<NoticeAddress> addresses, LogLevel? floor)
    {
        Now = source.Now;
        var isHere = Now.Troubles is not null;

        if (!Now.IsKnown || (isHere && _wasHere && _taken == Now.ToldAt))
        {
            return false;
        }

        // What was held back goes out now.
        var changed = _taken is null;
        (_taken, _given, _wasHere) = (Now.ToldAt, null, isHere);
        var records = (Now.Told?.Open ?? []).DistinctBy(one => (one.Kind, one.About)).Select(source.Open).ToList();
        var kept = records.ToDictionary(one => one.Name, one => one.Trouble, StringComparer.Ordinal);
        var unheard = records.Where(one => one.IsSent && !IsByMe
            && book.Troubles.GetValueOrDefault(one.Name) is not { IsHeard: true } && book.IsWaiting(one.Trouble.Key, isOpen: true))
            .Select(one => one.Trouble.Key).ToHashSet(StringComparer.Ordinal);

        foreach (var (name, open) in book.Troubles.Where(one => TroubleKind.IsOfTheFleet(one.Value.Kind)).ToList())
        {
            var next = Keeps(open, kept.GetValueOrDefault(name));
            changed |= next != open;

            if (next is null)
            {
                _ = book.Troubles.Remove(name);
            }
            else
            {
                book.Troubles[name] = next;
            }
        }

        // The agent that tells now sends it, or the one that told before has sent it, and more since.
        changed |= book.Drop(key => source.IsOurs(key) && (unheard.Contains(key) || (!(isHere && IsByMe)
            && book.Troubles.Values.All(open => open.Key != key) && !(isHere && records.Any(one => one.Trouble.Key == key)))));

        foreach (var (name, trouble, isSent) in isHere ? records : [])
        {
            if (!book.Troubles.ContainsKey(name) && !_seen.Contains(trouble.Key) && !book.IsWaiting(trouble.Key, isOpen: false))
            {
                changed = true;
                book.Troubles[name] = trouble;

                if (!isSent && Now.Troubles!.Any(now => (now.Kind, now.About) == (trouble.Kind, trouble.Plan)))
                {
                    book.Queue(trouble.Tell(isOpen: true, trouble.Since), addresses, floor);
                }
            }
        }

        _seen.Clear();
        _seen.UnionWith(isHere ? records.Select(one => one.Trouble.Key) : []);
        return changed;
    }

    /// <summary>Has etcd keep what the book says of the fleet, where that is news.</summary>
    public void Give(NoticeBook book)
    {
        if (!Now.IsKnown || _taken != Now.ToldAt)
        {
            return;
        }

        var mine = book.Troubles.Values.Where(one => one.IsHeard && TroubleKind.IsOfTheFleet(one.Kind)).Select(open => new ToldTrouble(
            open.Kind, open.Level, open.Says, open.Since, Sent: !book.IsWaiting(open.Key, isOpen: true))
        { About = open.Plan });
        var before = Now.Told?.Open ?? [];
        List<ToldTrouble> next = [.. (Now.Troubles is null ? [.. before, .. mine] : mine.Concat(Resolving(book)))
            .DistinctBy(one => (one.Kind, one.About)).OrderBy(one => one.Since)];

        // Etcd has been asked since, and has not taken what was given: it is given again.
        if (!next.SequenceEqual(_given is { } given && ReferenceEquals(given.From, Now) ? given.Open : before))
        {
            _given = (next, Now);
            _seen.UnionWith(next.Select(one => source.Open(one).Trouble.Key));
            source.Keep(new FleetTold(source.Me, next), Now);
        }
    }

    // It is as this agent has left it, or was lost.
    private bool IsByMe => Now.Told is null || Now.Told.By == source.Me;

    // Null for what another agent has resolved, must open by itself, or has in etcd now.
    private OpenTrouble? Keeps(OpenTrouble open, OpenTrouble? record)
    {
        var isHere = Now.Troubles is not null;
        return record is not null ? isHere ? open with { IsShared = true, IsHeard = true, Since = record.Since } : null
            : (isHere && IsByMe) || (open.IsHeard && (IsByMe || !open.IsShared)) ? open : null;
    }

    // Over, and not everywhere known to be.
    private static IEnumerable<ToldTrouble> Resolving(NoticeBook book) =>
        from queue in book.Queues.Values
        from notice in queue.Waiting.Where(one => one.Trouble is not null).DistinctBy(one => one.Trouble!.Key)
        where !notice.Trouble!.IsOpen && TroubleKind.IsOfTheFleet(notice.Trouble.Kind)
        select new ToldTrouble(notice.Trouble!.Kind, notice.Level, notice.Says, notice.Trouble.Since, Sent: true) { About = notice.Plan };
}
