namespace Cosmovisor.Logging;

/// <summary>Where our own events go. Writing never throws and never waits for anything but the disk.</summary>
internal interface ILog
{
    void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts);
}

internal static class LogLevels
{
    public static void Info(this ILog log, string text, params ReadOnlySpan<(string Name, object? Value)> facts) => log.Write(LogLevel.Info, text, facts);

    public static void Warning(this ILog log, string text, params ReadOnlySpan<(string Name, object? Value)> facts) => log.Write(LogLevel.Warning, text, facts);

    public static void Error(this ILog log, string text, params ReadOnlySpan<(string Name, object? Value)> facts) => log.Write(LogLevel.Error, text, facts);
}
