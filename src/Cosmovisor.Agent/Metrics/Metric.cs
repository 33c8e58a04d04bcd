using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Notices;

namespace Cosmovisor.Agent.Metrics;

internal enum MetricKind
{
    Gauge,
    Counter,
    Histogram,

    /// <summary>Facts as labels, with the value 1.</summary>
    Info,
}

/// <param name="Name">Of a label.</param>
/// <param name="Value">Any text at all.</param>
internal readonly record struct Label(string Name, string Value);

/// <param name="Value">A number; NaN is left out.</param>
/// <param name="Labels">Besides those of the home.</param>
internal readonly record struct Sample(double Value, params Label[] Labels)
{
    /// <summary>Behind the metric's name: a histogram's <c>_bucket</c>, <c>_sum</c>, <c>_count</c>.</summary>
    public string Suffix { get; init; } = "";
}

/// <summary>One name of <c>/metrics</c>, which never changes within a major version.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Labels">Besides chain_id and home; for the table in docs/agent.md.</param>
/// <param name="Help">What it says, in a line.</param>
/// <param name="Of">Its values in one home; none where nothing is known.</param>
internal sealed record Metric(string Name, MetricKind Kind, string Labels, string Help, Func<MetricSource, IEnumerable<Sample>> Of);

/// <summary>What the metrics of one home are made from.</summary>
/// <param name="Home">The home at this moment.</param>
/// <param name="Counts">What was counted so far.</param>
/// <param name="Notices">What was sent so far.</param>
internal sealed record MetricSource(HomeNow Home, EventCounts Counts, NoticeCounts Notices)
{
    /// <summary>How many backups there are, and their bytes.</summary>
    public (long Count, long Bytes)? Backups { get; init; }

    public long? FreeBytes { get; init; }

    /// <summary>Holds in force.</summary>
    public int Holds { get; init; }
}
