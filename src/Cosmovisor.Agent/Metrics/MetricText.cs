using System.Globalization;
using System.Text;

namespace Cosmovisor.Agent.Metrics;

/// <summary>Writes metrics in either of the two forms that a scrape may ask for: OpenMetrics, and Prometheus' older text.</summary>
/// <param name="isOpenMetrics">Which. They differ in the names on the TYPE lines, in the type of facts, and in the last line.</param>
internal sealed class MetricText(bool isOpenMetrics)
{
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";

    private const string Total = "_total";
    private const string Info = "_info";

    private readonly StringBuilder _text = new(16 * 1024);

    // One series twice makes a scrape fail whole, and what names it may be foreign text.
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>The lines before a name's values.</summary>
    public void Begin(string name, MetricKind kind, string help)
    {
        var family = !isOpenMetrics ? name
            : kind == MetricKind.Counter && name.EndsWith(Total, StringComparison.Ordinal) ? name[..^Total.Length]
            : kind == MetricKind.Info && name.EndsWith(Info, StringComparison.Ordinal) ? name[..^Info.Length]
            : name;
        var type = kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            MetricKind.Info when isOpenMetrics => "info",
            _ => "gauge",
        };
        _ = _text.Append(CultureInfo.InvariantCulture, $"# HELP {family} {Escape(help)}\n# TYPE {family} {type}\n");
    }

    /// <summary>One series; left out where its very labels are written already, or its value is not a number.</summary>
    public void Add(string name, IEnumerable<Label> labels, double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        var all = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
        var series = all.Length == 0 ? name : $"{name}{{{all}}}";

        if (_written.Add(series))
        {
            _ = _text.Append(series).Append(' ').Append(Number(value)).Append('\n');
        }
    }

    public byte[] End() => Encoding.UTF8.GetBytes((isOpenMetrics ? _text.Append("# EOF\n") : _text).ToString());

    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf"
        : value == Math.Floor(value) && Math.Abs(value) < 1e15 ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.AsSpan().IndexOfAny('\\', '"', '\n') < 0 ? text
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
