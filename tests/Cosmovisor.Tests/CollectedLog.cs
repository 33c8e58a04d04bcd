using System.Collections.Concurrent;
using Cosmovisor.Logging;

namespace Cosmovisor.Tests;

/// <summary>Keeps what was logged, as the operator would read it.</summary>
internal sealed class CollectedLog : ILog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        _lines.Enqueue(LogText.Line(DateTimeOffset.UnixEpoch, level, text, facts));
}
