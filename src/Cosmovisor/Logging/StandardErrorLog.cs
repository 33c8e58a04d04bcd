using Cosmovisor.Linux;
using Cosmovisor.Settings;

namespace Cosmovisor.Logging;

/// <summary>Our log on standard error, in the sdk contract. Never on standard output, which belongs to the daemon.</summary>
internal sealed class StandardErrorLog(TimeProvider clock, TimeFormat format, bool isColoured) : ILog
{
    private const int Fd = 2;

    /// <summary>As the operator has set it; or none at all.</summary>
    public static ILog For(SettingsInForce settings) =>
        settings.IsOn(SettingTable.DisableLogs) ? new NoLog()
        : new StandardErrorLog(
            TimeProvider.System,
            TimeFormat.Parse(settings.Text(SettingTable.TimeFormatLogs)).IsOk(out var format, out var reason) ? format : throw new InvalidOperationException($"the time format was checked and {reason}"),
            settings.IsOn(SettingTable.ColorLogs) && Terminal.IsTerminal(Fd)); // never into files and pipes: what reads those does not want it

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        StandardError.Write(LogText.Line(Time(), isColoured, level, text, facts) + '\n');

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

    // .NET has the zone's abbreviations in these names where it has no texts of a language, but for UTC, whatever that is called there: Etc/UTC, Zulu …
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
