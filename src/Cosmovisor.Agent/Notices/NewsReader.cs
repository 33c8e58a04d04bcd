using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Notices;

/// <summary>Reads a home's events into its book.</summary>
internal static class NewsReader
{
    private const int LinesToSearch = 1000;

    // Both files are read whole; one that somebody has blown up is read over several looks.
    private const int MostReads = 96;

    /// <summary>The first agent of a home sends no history; how the last supervisor ended it must know all the same.</summary>
    public static NoticeBook Begin(HomeFiles home)
    {
        var position = home.Events.End;
        var ended = home.Events.Last(LinesToSearch).Select(line => NoticeRule.Of("", line)).OfType<Notice>()
            .LastOrDefault(notice => notice.Event is "supervisor-started" or "supervisor-ended");
        var book = new NoticeBook { Position = position.ToString() };

        if (ended is not null)
        {
            book.Add(ended, [], null);
        }

        return book;
    }

    /// <summary>What was written since.</summary>
    public static void Read(NoticeBook book, HomeFiles home, AgentSettings settings)
    {
        var position = EventPosition.Parse(book.Position);

        for (var reads = 0; reads < MostReads; reads++)
        {
            var before = position;

            foreach (var (at, json) in home.Events.After(ref position))
            {
                if (NoticeRule.Of(at.ToString(), json) is { } notice)
                {
                    book.Add(notice, settings.Notify, settings.NotifyLevel);
                }
            }

            if (position == before)
            {
                break;
            }
        }

        book.Position = position.ToString();
    }
}
