using Cosmovisor.Logging;

namespace Cosmovisor.Tests.Staging;

/// <summary>Keeps what was logged, as the operator would read it.</summary>
internal sealed class NotedLog : ILog
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var line = LogText.Line(DateTimeOffset.UnixEpoch, level, text, facts);

        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
