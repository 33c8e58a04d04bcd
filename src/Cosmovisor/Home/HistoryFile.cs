using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Logging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Home;

/// <summary>Every upgrade this home has been through: <c>cosmovisor/history.jsonl</c>, a line each, oldest first.</summary>
internal sealed class HistoryFile(DaemonHome home)
{
    private FinishedUpgrade? _noted;

    /// <summary>What can be read of it; lines that cannot are kept in the file and left out here.</summary>
    /// <exception cref="IOException">It is not a file of ours, or cannot be read.</exception>
    public IReadOnlyList<FinishedUpgrade> Read() => [.. Enumerable.Reverse(NewestFirst().ToList())];

    /// <summary>
    /// The same from its end, each line read and understood when it is asked for: who looks for one upgrade need not hold two hundred.
    /// </summary>
    /// <exception cref="IOException">As <see cref="Read"/>.</exception>
    public IEnumerable<FinishedUpgrade> NewestFirst() => (_noted is { } noted ? [noted] : Array.Empty<FinishedUpgrade>()).Concat(Written());

    /// <summary>
    /// The same for one who goes on without it: what cannot be read is told and not missed. No node waits for its upgrade because of an old
    /// one.
    /// </summary>
    public IEnumerable<FinishedUpgrade> NewestFirst(INews news)
    {
        using var newest = NewestFirst().GetEnumerator();

        while (HasAnother(newest, news))
        {
            yield return newest.Current;
        }
    }

    /// <summary>
    /// An upgrade is over, and its line is added later. Until then it is read here, and here alone, as if it stood in the file.
    /// </summary>
    public void Note(FinishedUpgrade ending) => _noted = ending;

    /// <summary>Adds a line, once: telling the same end again changes nothing.</summary>
    /// <exception cref="IOException">It could not be added.</exception>
    public void Add(FinishedUpgrade ending)
    {
        _noted = null;

        // Of two hundred upgrades only the last one's line is of interest.
        if (Written().FirstOrDefault()?.IsSameAs(ending) is not true)
        {
            LineBook.Add(home.History, JournalText.Of(WithoutSecrets(ending)));
        }
    }

    /// <summary>
    /// Adds that an upgrade was taken back; where the same was taken back just before it, both of its lines are left out: a service manager
    /// tries again every few seconds, for days.
    /// </summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void AddTakenBack(FinishedUpgrade ending)
    {
        _noted = null;

        if (ending.Result.StartsWith(FinishedUpgrade.TakenBack, StringComparison.Ordinal)
            && NewestFirst().Take(2).ToArray() is [{ IsDone: true } done, { IsDone: false } before]
            && done.Journal.Began == ending.Journal.Began
            && before.Journal.Plan.Name == ending.Journal.Plan.Name
            && before.Result == ending.Result
            && LineBook.NewestFirst(home.History).First() is var line && JournalText.ParseEnding(line) is Parsed<FinishedUpgrade>.Ok)
        {
            LineBook.TakeOff(home.History, line);
            return;
        }

        Add(ending);
    }

    /// <summary>Adds how long a node was down, once for an upgrade.</summary>
    /// <exception cref="IOException">It could not be added.</exception>
    public void AddDowntime(DowntimeText downtime)
    {
        if (Downtimes().FirstOrDefault() is not { } last || last.Plan != downtime.Plan || last.Began != downtime.Began)
        {
            LineBook.Add(home.History, downtime.Write());
        }
    }

    /// <summary>Of the upgrades whose first block was seen, newest first.</summary>
    /// <exception cref="IOException">As <see cref="Read"/>.</exception>
    public IEnumerable<DowntimeText> Downtimes() =>
        LineBook.NewestFirst(home.History).Select(DowntimeText.Parse).SelectMany(
            line => line.IsOk(out var downtime, out _) ? [downtime] : Array.Empty<DowntimeText>());

    private IEnumerable<FinishedUpgrade> Written() =>
        LineBook.NewestFirst(home.History).Select(JournalText.ParseEnding).SelectMany(
            line => line.IsOk(out var ending, out _) ? [ending] : Array.Empty<FinishedUpgrade>());

    private static bool HasAnother(IEnumerator<FinishedUpgrade> endings, INews news)
    {
        try
        {
            return endings.MoveNext();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.HistoryUnreadable(ex.Message));
            return false;
        }
    }

    // The journal needs the link as it is, to go on with a download; what is over does not.
    private static FinishedUpgrade WithoutSecrets(FinishedUpgrade ending) =>
        ending with { Journal = ending.Journal with { Plan = ending.Journal.Plan.WithInfo(LinkSecrets.Hide(ending.Journal.Plan.Info)) } };
}
