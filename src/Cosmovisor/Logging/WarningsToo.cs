using Cosmovisor.Events;

namespace Cosmovisor.Logging;

/// <summary>A log whose warnings are told to somebody who waits, too.</summary>
/// <param name="log">Gets everything.</param>
/// <param name="output">Who waits.</param>
/// <param name="before">Done before a warning is told there: a line that is being drawn is ended.</param>
internal sealed class WarningsToo(ILog log, TextWriter output, Action before) : ILog
{
    void INews.Tell(Happening happening)
    {
        log.Tell(happening);
        TellHim(happening.Level, happening.Words, happening.LogFacts);
    }

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        log.Write(level, text, facts);
        TellHim(level, text, facts);
    }

    private void TellHim(LogLevel level, string text, ReadOnlySpan<(string Name, object? Value)> facts)
    {
        if (level >= LogLevel.Warning)
        {
            before();
            output.WriteLine(LogText.Line("", isColoured: false, level, text, facts));
            output.Flush();
        }
    }
}
