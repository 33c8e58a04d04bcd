using System.Text;
using Cosmovisor.Linux;
using Cosmovisor.Settings;

namespace Cosmovisor.Logging;

/// <summary>Our log on standard error, in the sdk contract. Never on standard output, which belongs to the daemon.</summary>
internal sealed class StandardErrorLog(TimeProvider clock, TimeFormat format, bool isColoured, bool hasPriorities = false) : ILog
{
    private const int Fd = 2;

    private readonly Lock _gate = new();
    private int _lost; // since the last one that was taken
    private long _allLost;
    private bool _torn; // the reader stopped in mid-line

    /// <summary>As the operator has set it; or none at all.</summary>
    public static ILog For(EffectiveSettings settings) =>
        settings.Value(SettingTable.DisableLogs) ? new NoLog()
        : new StandardErrorLog(
            TimeProvider.System,
            settings.Value(SettingTable.TimeFormatLogs),
            // never into files and pipes: what reads those does not want it
            settings.Value(SettingTable.ColorLogs) && Terminal.IsTerminal(Fd),
            JournalStream.IsStandardError(Environment.GetEnvironmentVariable));

    /// <remarks>Where the last line was not taken, what it said is not known to the operator.</remarks>
    public bool IsSeenOnStandardError => _lost == 0;

    public long Lost => Interlocked.Read(ref _allLost);

    /// <remarks>
    /// A reader who has stopped reading loses lines and nothing else: neither the node nor its signals wait for our words.
    /// </remarks>
    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var line = Line(level, text, facts);

        lock (_gate)
        {
            var prefix = (_torn ? "\n" : "") + (_lost > 0 ? Line(LogLevel.Warning, "log lines were lost", ("lines", _lost)) + '\n' : "");
            var bytes = Encoding.UTF8.GetBytes(prefix + line + '\n');
            var taken = StandardError.WriteNow(bytes);
            _allLost += taken == bytes.Length ? 0 : 1;
            (_lost, _torn) = (taken == bytes.Length ? 0 : _lost + 1, taken > 0 ? taken < bytes.Length : _torn);
        }
    }

    private string Line(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        (hasPriorities ? SyslogPriority.Prefix(level) : "") + LogText.Line(Time(), isColoured, level, text, facts);

    // Our own form is in UTC, and does not load a zone.
    private string Time()
    {
        if (!format.IsLocal)
        {
            return format.Text(clock.GetUtcNow(), "UTC");
        }

        var (now, zone) = (clock.GetLocalNow(), clock.LocalTimeZone);
        return format.Text(now, Abbreviation(zone, now));
    }

    // .NET has the zone's abbreviations in these names where it has no texts of a language, but for UTC, whatever that is called there:
    // Etc/UTC, Zulu …
    private static string Abbreviation(TimeZoneInfo zone, DateTimeOffset now) =>
        zone.StandardName == TimeZoneInfo.Utc.StandardName ? "UTC" : zone.IsDaylightSavingTime(now) ? zone.DaylightName : zone.StandardName;
}

/// <summary>For commands that must leave no trace.</summary>
internal sealed class NoLog : ILog
{
    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
    }
}
