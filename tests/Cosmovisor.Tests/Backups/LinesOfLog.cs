using System.Collections.Concurrent;
using Cosmovisor.Logging;

namespace Cosmovisor.Tests.Backups;

/// <summary>Remembers what was logged.</summary>
internal sealed class LinesOfLog : ILog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        _lines.Enqueue(LogText.Line(DateTimeOffset.UnixEpoch, level, text, facts));
}
