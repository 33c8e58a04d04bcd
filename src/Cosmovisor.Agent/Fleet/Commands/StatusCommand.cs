using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet.Commands;

/// <summary><c>fleet status</c>: one screen of the whole fleet.</summary>
internal sealed class StatusCommand(FleetStore store, TextWriter output)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <returns>0, or 1 if an operator is needed.</returns>
    public async Task<int> RunAsync(FleetWords options, CancellationToken ct)
    {
        while (true)
        {
            var report = FleetReport.Of((await store.ReadAsync(ct)).View, DateTimeOffset.UtcNow);
            var screen = options.Has("--json") ? System.Text.Encoding.UTF8.GetString(FleetText.Write(report)) + "\n"
                : FleetScreen.Text(report);

            if (!options.Has("--watch"))
            {
                await output.WriteAsync(screen);
                return report.NeedsAHuman ? FleetCommand.Failed : 0;
            }

            await output.WriteAsync(options.Has("--json") ? screen : $"\e[H\e[2J{screen}");
            await Task.Delay(Between, ct);
        }
    }
}
