using Cosmovisor.Linux;

namespace Cosmovisor.Logging;

/// <summary>Our log on standard error, in the sdk contract. Never on standard output, which belongs to the daemon.</summary>
internal sealed class StandardErrorLog(TimeProvider clock) : ILog
{
    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        StandardError.Write(LogText.Line(clock.GetUtcNow(), level, text, facts) + '\n');
}

/// <summary>For commands that must leave no trace.</summary>
internal sealed class NoLog : ILog
{
    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
    }
}
