using Cosmovisor.Logging;

namespace Cosmovisor.Tests;

/// <summary>Lines of a log that are no happening: what a test writes to see where they go.</summary>
internal static class LogLevels
{
    public static void Info(this ILog log, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        log.Write(LogLevel.Info, text, facts);

    public static void Warning(this ILog log, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        log.Write(LogLevel.Warning, text, facts);
}
