using System.Globalization;

namespace Cosmovisor.Logging;

/// <summary>
/// How a log line tells the time: our own form, one of Go's layouts by the name the SDK's cosmovisor has for it, or not at all.
/// </summary>
/// <remarks>The layouts are the constants of Go's package time, in the machine's own time zone as Go writes them; ours is in UTC.</remarks>
internal sealed class TimeFormat
{
    /// <summary>RFC 3339 in UTC with milliseconds, always 24 characters: what sorts and compares without a thought.</summary>
    public const string OurOwn = "rfc3339milli";

    private static readonly (string Name, Func<DateTimeOffset, string, string> Write)[] Layouts =
    [
        ("layout", (time, _) => Plain(time, "MM/dd hh:mm:sstt \\'yy ") + Offset(time)),
        ("ansic", (time, _) => Plain(time, "ddd MMM ") + Day(time) + Plain(time, " HH:mm:ss yyyy")),
        ("unixdate", (time, zone) => Plain(time, "ddd MMM ") + Day(time) + Plain(time, " HH:mm:ss ") + zone + Plain(time, " yyyy")),
        ("rubydate", (time, _) => Plain(time, "ddd MMM dd HH:mm:ss ") + Offset(time) + Plain(time, " yyyy")),
        ("rfc822", (time, zone) => Plain(time, "dd MMM yy HH:mm ") + zone),
        ("rfc822z", (time, _) => Plain(time, "dd MMM yy HH:mm ") + Offset(time)),
        ("rfc850", (time, zone) => Plain(time, "dddd, dd-MMM-yy HH:mm:ss ") + zone),
        ("rfc1123", (time, zone) => Plain(time, "ddd, dd MMM yyyy HH:mm:ss ") + zone),
        ("rfc1123z", (time, _) => Plain(time, "ddd, dd MMM yyyy HH:mm:ss ") + Offset(time)),
        ("rfc3339", (time, _) => Plain(time, "yyyy-MM-dd'T'HH:mm:ss") + OffsetOrZ(time)),
        ("rfc3339nano", (time, _) => Plain(time, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF") + OffsetOrZ(time)),
        ("kitchen", (time, _) => Plain(time, "h:mmtt")),
        (OurOwn, (time, _) => Utc(time)),
        ("", (_, _) => ""),
    ];

    private readonly Func<DateTimeOffset, string, string> _write;

    private TimeFormat(string name, Func<DateTimeOffset, string, string> write) => (Name, _write) = (name, write);

    public string Name { get; }

    /// <summary>Whether the machine's own time zone matters.</summary>
    public bool IsLocal => Name is not (OurOwn or "");

    public static Parsed<TimeFormat> Parse(string name)
    {
        foreach (var (known, write) in Layouts)
        {
            if (known == name)
            {
                return Parsed.Ok(new TimeFormat(name, write));
            }
        }

        return Parsed.Invalid<TimeFormat>(
            $"must be one of {string.Join(", ", Layouts.Select(layout => layout.Name).Where(known => known.Length > 0))}, or empty for no time, not \"{name}\"");
    }

    /// <param name="time">With the offset of the machine's own zone.</param>
    /// <param name="zone">The zone's abbreviation at that time: UTC, CEST, or +03 where there is none.</param>
    public string Text(DateTimeOffset time, string zone) => _write(time, zone);

    /// <summary>Without what <see cref="OurOwn"/> leaves out: the same once it was written and read.</summary>
    public static DateTimeOffset Milliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    /// <summary>Our own form, for the log in the file, whose lines are compared for years.</summary>
    public static string Utc(DateTimeOffset time) => Plain(time.ToUniversalTime(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Plain(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);

    private static string Offset(DateTimeOffset time) => Plain(time, "zzz").Replace(":", "", StringComparison.Ordinal);

    private static string OffsetOrZ(DateTimeOffset time) => time.Offset == TimeSpan.Zero ? "Z" : Plain(time, "zzz");
}
