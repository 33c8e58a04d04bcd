namespace Cosmovisor.SimNode.Logging;

internal interface ILogStyle
{
    /// <summary>The line without its end.</summary>
    string Line(LogEntry entry);
}
