using Cosmovisor.Agent.Fleet;

namespace Cosmovisor.Agent.Metrics;

/// <summary>All metrics of all homes, and of their fleet, as the text of one scrape.</summary>
/// <param name="homes">Each of them.</param>
/// <param name="fleet">Null for none.</param>
internal sealed class Exposition(IReadOnlyList<HomeMeter> homes, FleetLook? fleet = null)
{
    public async Task<byte[]> WriteAsync(bool isOpenMetrics, CancellationToken ct)
    {
        var seen = fleet?.AskAsync(ct);
        var sources = await Task.WhenAll(homes.Select(home => home.ReadAsync(ct)));
        return Write(sources, isOpenMetrics, seen is null ? null : await seen);
    }

    /// <summary>Each name once, with the values of all homes behind it.</summary>
    public static byte[] Write(IReadOnlyList<MetricSource> sources, bool isOpenMetrics, FleetSeen? fleet = null)
    {
        var text = new MetricText(isOpenMetrics);

        foreach (var metric in MetricTable.All)
        {
            text.Begin(metric.Name, metric.Kind, metric.Help);

            foreach (var source in sources)
            {
                Label[] home = [.. source.Home.ChainId is { } chain
                    ? new[] { new Label("chain_id", chain) } : [], new("home", source.Home.Files.Path)];

                foreach (var sample in metric.Of(source))
                {
                    text.Add($"{metric.Name}{sample.Suffix}", home.Concat(sample.Labels ?? []), sample.Value);
                }
            }
        }

        FleetMetricTable.Write(text, fleet);
        ProcessMetrics.Write(text);
        return text.End();
    }
}
