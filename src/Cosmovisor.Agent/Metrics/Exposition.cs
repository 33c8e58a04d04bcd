namespace Cosmovisor.Agent.Metrics;

/// <summary>All metrics of all homes as the text of one scrape.</summary>
internal sealed class Exposition(IReadOnlyList<HomeMeter> homes)
{
    public async Task<byte[]> WriteAsync(bool isOpenMetrics, CancellationToken ct)
    {
        var sources = await Task.WhenAll(homes.Select(home => home.ReadAsync(ct)));
        return Write(sources, isOpenMetrics);
    }

    /// <summary>Each name once, with the values of all homes behind it.</summary>
    public static byte[] Write(IReadOnlyList<MetricSource> sources, bool isOpenMetrics)
    {
        var text = new MetricText(isOpenMetrics);

        foreach (var metric in MetricTable.All)
        {
            text.Begin(metric.Name, metric.Kind, metric.Help);

            foreach (var source in sources)
            {
                Label[] home = [.. source.Home.ChainId is { } chain ? new[] { new Label("chain_id", chain) } : [], new("home", source.Home.Files.Path)];

                foreach (var sample in metric.Of(source))
                {
                    text.Add($"{metric.Name}{sample.Suffix}", home.Concat(sample.Labels ?? []), sample.Value);
                }
            }
        }

        ProcessMetrics.Write(text);
        return text.End();
    }
}
