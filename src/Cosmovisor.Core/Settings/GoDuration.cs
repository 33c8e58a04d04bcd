using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cosmovisor.Settings;

/// <summary>
/// Durations in Go's grammar (time.ParseDuration): <c>300ms</c>, <c>1h30m</c>, <c>1.5s</c>. A number without a unit is refused.
/// </summary>
internal static class GoDuration
{
    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("ns", 0.01m), ("us", 10m), ("µs", 10m), ("μs", 10m), ("ms", 10_000m), ("s", 10_000_000m), ("m", 600_000_000m), (
            "h", 36_000_000_000m),
    ];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static Parsed<TimeSpan> Parse(string text)
    {
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;

        if (rest is "0")
        {
            return Parsed.Ok(TimeSpan.Zero);
        }

        var ticks = 0m;

        if (rest.IsEmpty)
        {
            return Wrong();
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var number = digits < 0 ? rest : rest[..digits];
            var tail = digits < 0 ? [] : rest[digits..];
            var ends = tail.IndexOfAny(Digits);
            var unit = ends < 0 ? tail : tail[..ends];

            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || TicksOf(unit) is not { } each)
            {
                return Wrong();
            }

            if (amount > long.MaxValue / each || (ticks += amount * each) > long.MaxValue)
            {
                return Parsed.Invalid<TimeSpan>($"\"{text}\" is too long a time");
            }

            rest = ends < 0 ? [] : tail[ends..];
        }

        // Downwards, so that what is below 0 stays below it.
        return Parsed.Ok(TimeSpan.FromTicks((long)decimal.Floor(negative ? -ticks : ticks)));

        Parsed<TimeSpan> Wrong() => Parsed.Invalid<TimeSpan>($"\"{text}\" is not a duration such as 300ms, 15s or 1h30m");
    }

    /// <summary>As Go prints it: <c>1h30m0s</c>, <c>1.5s</c>, <c>300ms</c>, <c>0s</c>.</summary>
    public static string Text(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
        {
            return "0s";
        }

        var sign = time < TimeSpan.Zero ? "-" : "";
        var length = time.Duration();

        if (length < TimeSpan.FromSeconds(1))
        {
            return length < TimeSpan.FromMilliseconds(1) ? $"{sign}{Plain(length.Ticks / 10m)}µs"
                : $"{sign}{Plain(length.Ticks / 10_000m)}ms";
        }

        var written = new StringBuilder(sign);
        var hours = (long)length.TotalHours;

        if (hours > 0)
        {
            _ = written.Append(CultureInfo.InvariantCulture, $"{hours}h");
        }

        if (hours > 0 || length.Minutes > 0)
        {
            _ = written.Append(CultureInfo.InvariantCulture, $"{length.Minutes}m");
        }

        return written.Append(Plain(length.Ticks % TimeSpan.TicksPerMinute / 10_000_000m)).Append('s').ToString();
    }

    private static decimal? TicksOf(ReadOnlySpan<char> unit)
    {
        foreach (var (name, ticks) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                return ticks;
            }
        }

        return null;
    }

    private static string Plain(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
