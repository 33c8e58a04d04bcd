namespace Cosmovisor.Agent.Metrics;

/// <summary>Writes the metrics into a file every 15 seconds, for node_exporter's textfile collector: no port is needed then.</summary>
/// <param name="path">Ends in <c>.prom</c>.</param>
/// <param name="metrics">What is written.</param>
internal sealed class TextfileWriter(string path, Exposition metrics)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    /// <summary>Until it is asked to end; then the file goes, so that nothing old is read as if it were new.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var told = false;

        while (!ct.IsCancellationRequested)
        {
            try
            {
                // In one move: the collector may read at any time.
                await File.WriteAllBytesAsync($"{path}.next", await metrics.WriteAsync(isOpenMetrics: false, ct), ct);
                File.SetUnixFileMode(
                    $"{path}.next", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
                File.Move($"{path}.next", path, overwrite: true);
                told = false;
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException && !told)
            {
                told = true;
                await Console.Error.WriteLineAsync($"cosmovisor-agent cannot write COSMOVISOR_METRICS_FILE: {ex.Message}");
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                // Told before, or asked to end.
            }

            await Task.WhenAny(Task.Delay(Between, ct));
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // It cannot be removed; its own times say how old it is.
        }
    }
}
