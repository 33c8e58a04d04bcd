using System.Text.Json;

namespace Cosmovisor.Agent.Metrics;

/// <summary>
/// What has been counted in a home's events, and up to where. Counters go on across restarts of the agent and rotation of the file.
/// </summary>
internal sealed record EventCounts
{
    public const int Form = 1;

    public int Version { get; init; } = Form;

    /// <summary>Up to where the events are counted.</summary>
    public string Position { get; set; } = "0.0";

    public Dictionary<string, long> Upgrades { get; init; } = [];

    public Dictionary<string, StepTimes> Steps { get; init; } = [];

    public long LookAheadErrors { get; set; }

    /// <summary>Lines lost by supervisors before the one that runs; each counts from 0.</summary>
    public long LogLostBefore { get; set; }

    public long LogLost { get; set; }

    public DateTimeOffset? LogLostSince { get; set; }

    /// <summary>Whose power was missing when the network was last heard of, 0 to 1; null while it waits for nothing.</summary>
    public double? MissingPower { get; set; }

    /// <summary>One event more.</summary>
    public void Add(JsonElement line)
    {
        switch (Text(line, "event"))
        {
            case "upgrade-done":
                Count("done");
                MissingPower = null;
                break;
            case "upgrade-failed":
                Count("failed");
                break;
            case "upgrade-taken-back":
                Count("taken-back");
                MissingPower = null;
                break;
            case "upgrade-given-up":
                Count("given-up");
                break;
            case "step-done" when Text(line, "step") is { } step && Number(line, "took") is { } took:
                Steps.TryAdd(step, new StepTimes());
                Steps[step].Add(took);
                break;
            case "look-ahead-failed" or "look-ahead-trouble" when Text(line, "level") is "warning" or "error":
                LookAheadErrors++;
                break;
            case "upgrade-unconfirmed":
                MissingPower = Number(line, "missingPowerRatio") ?? MissingPower;
                break;
            case "upgrade-confirmed":
                MissingPower = null;
                break;
            default:
                break;
        }
    }

    /// <summary>What the supervisor that runs says of its log.</summary>
    /// <param name="started">When it started.</param>
    /// <param name="lost">Since then.</param>
    public void AddLogLost(DateTimeOffset? started, long lost)
    {
        if (started != LogLostSince)
        {
            (LogLostBefore, LogLost, LogLostSince) = (LogLostBefore + LogLost, 0, started);
        }

        LogLost = Math.Max(LogLost, lost);
    }

    private void Count(string result) => Upgrades[result] = Upgrades.GetValueOrDefault(result) + 1;

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number)
            && double.IsFinite(number)
            ? number : null;
}

/// <summary>How long a step took, as a histogram.</summary>
internal sealed record StepTimes
{
    /// <summary>Upper ends, in seconds; a last one without end follows.</summary>
    public static IReadOnlyList<double> Ends { get; } = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400];

    public long[] Buckets { get; init; } = new long[Ends.Count + 1];

    public double Sum { get; set; }

    public void Add(double seconds)
    {
        var at = 0;

        while (at < Ends.Count && seconds > Ends[at])
        {
            at++;
        }

        Buckets[Math.Min(at, Buckets.Length - 1)]++;
        Sum += Math.Max(0, seconds);
    }

    public bool IsWhole => Buckets.Length == Ends.Count + 1;
}
