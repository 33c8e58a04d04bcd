using Cosmovisor.Events;

namespace Cosmovisor.Logging;

/// <summary>For rooms that still write lines of the log beside what they tell.</summary>
/// <param name="log">Gets the lines.</param>
/// <param name="news">Told the rest.</param>
internal sealed class NewsLog(ILog log, INews news) : ILog
{
    public long Lost => log.Lost;

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        log.Write(level, text, facts);

    void INews.Tell(Happening happening) => news.Tell(happening);
}
