using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Tests;

/// <summary>Ends this process with KILL at the log line, or move on the disk, whose number it is given; 0 for never.</summary>
internal sealed class KillingLog(int killAt) : ILog
{
    private int _lines;

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) => Reached();

    public void Reached()
    {
        if (Interlocked.Increment(ref _lines) == killAt)
        {
            _ = Libc.Kill(Environment.ProcessId, Signals.Kill);
        }
    }
}
