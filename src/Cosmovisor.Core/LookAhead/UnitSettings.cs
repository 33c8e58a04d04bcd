using System.Globalization;

namespace Cosmovisor.LookAhead;

/// <summary>What systemd does with the unit that we run in, as <c>systemctl show</c> prints it.</summary>
/// <param name="Unit">Its name.</param>
/// <param name="KillMode">Whom it ends; empty when that was not told.</param>
/// <param name="Restart">When it starts again; empty when that was not told.</param>
/// <param name="StopTimeout">After this it kills what has not ended; null for never, or where that was not told.</param>
internal sealed record UnitSettings(string Unit, string KillMode, string Restart, TimeSpan? StopTimeout)
{
    /// <summary>What is asked for.</summary>
    public const string Properties = "KillMode,Restart,TimeoutStopUSec";

    private static readonly Dictionary<string, double> Seconds = new(StringComparer.Ordinal)
    {
        ["us"] = 1e-6,
        ["ms"] = 1e-3,
        ["s"] = 1,
        ["min"] = 60,
        ["h"] = 3600,
        ["d"] = 86400,
        ["w"] = 7 * 86400,
        ["month"] = 30.44 * 86400,
        ["y"] = 365.25 * 86400,
    };

    /// <param name="unit">Its name.</param>
    /// <param name="shown">Lines <c>Name=value</c>, in any order.</param>
    public static UnitSettings Parse(string unit, string shown)
    {
        var values = shown.Split('\n', StringSplitOptions.TrimEntries).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1], StringComparer.Ordinal);
        return new UnitSettings(unit, values.GetValueOrDefault("KillMode", ""), values.GetValueOrDefault("Restart", ""),
            Span(values.GetValueOrDefault("TimeoutStopUSec", "")));
    }

    // "1min 30s", "infinity"
    private static TimeSpan? Span(string text)
    {
        var sum = 0.0;

        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var digits = word.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.').Count();

            if (!double.TryParse(word[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || !Seconds.TryGetValue(word[digits..], out var unit))
            {
                return null;
            }

            sum += number * unit;
        }

        return text.Length > 0 && sum < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(sum) : null;
    }
}
