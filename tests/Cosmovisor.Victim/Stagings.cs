using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Tests;

/// <summary>Stages one version after the other, each under a new name, until it is killed.</summary>
internal static class Stagings
{
    /// <exception cref="ArgumentException">The link is none.</exception>
    public static async Task<int> ForeverAsync(DaemonHome home, string link, string names)
    {
        var from = DownloadUrl.Parse(link).IsOk(out var url, out var reason) ? url : throw new ArgumentException(reason);
        var stager = new Stager(home, new StagingSettings { AllowDownload = true }, new KillingLog(0), new StagingHere(new NothingToRun()));

        for (var i = 0; ; i++)
        {
            _ = await stager.StageAsync($"{names}-{i}", from, CancellationToken.None);
            Console.WriteLine(i);
        }
    }

    private sealed class NothingToRun : IProgramRunner
    {
        public CommandEnd Run(Command command, Action<string>? onLine, CancellationToken ct) => new(new DaemonEnd.Exited(0), "", null);
    }
}
