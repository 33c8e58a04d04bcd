namespace Cosmovisor.Logging;

/// <summary>A log whose warnings are told to somebody who waits, too.</summary>
internal sealed class WarningsToo(ILog log, TextWriter output) : ILog
{
    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        log.Write(level, text, facts);

        if (level >= LogLevel.Warning)
        {
            output.WriteLine(LogText.Line("", isColoured: false, level, text, facts));
            output.Flush();
        }
    }
}
