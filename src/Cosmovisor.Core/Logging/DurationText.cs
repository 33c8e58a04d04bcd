namespace Cosmovisor.Logging;

/// <summary>Durations for people: three figures are enough. Exact ones are in the history and in <c>events.jsonl</c>.</summary>
internal static class DurationText
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>As Go writes them, and settings read them: <c>4.25ms</c>, <c>37.2s</c>, <c>12m30s</c>, <c>26h5m</c>.</summary>
    public static string Of(TimeSpan duration) => duration < TimeSpan.Zero ? $"-{Of(duration.Negate())}"
        : duration.TotalMilliseconds < 9.995 ? $"{duration.TotalMilliseconds:0.##}ms"
        : duration.TotalMilliseconds < 99.95 ? $"{duration.TotalMilliseconds:0.#}ms"
        : duration.TotalMilliseconds < 999.5 ? $"{duration.TotalMilliseconds:0}ms"
        : duration.TotalSeconds < 9.995 ? $"{duration.TotalSeconds:0.##}s"
        : duration.TotalSeconds < 59.95 ? $"{duration.TotalSeconds:0.#}s"
        : duration < Hour - TimeSpan.FromSeconds(0.5) ? Pair(duration, TimeSpan.FromSeconds(1), Minute, "m", "s")
        : Pair(duration, Minute, Hour, "h", "m");

    private static string Pair(TimeSpan duration, TimeSpan small, TimeSpan large, string largeUnit, string smallUnit)
    {
        var all = (long)Math.Round(duration / small);
        var (count, rest) = Math.DivRem(all, (long)(large / small));
        return rest == 0 ? $"{count}{largeUnit}" : $"{count}{largeUnit}{rest}{smallUnit}";
    }
}
