using System.Runtime.Versioning;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]

// Stages one version after the other, each under a new name, until it is killed: a test pulls the plug at random moments.
var home = new DaemonHome(args[0], "gaiad");
var link = DownloadUrl.Parse(args[1]).IsOk(out var url, out var reason) ? url : throw new ArgumentException(reason);
var stager = new Stager(home, new StagingSettings { AllowDownload = true }, new Silence(), new StagingHere(new NothingToRun()));

for (var i = 0; ; i++)
{
    _ = await stager.StageAsync($"{args[2]}-{i}", link, CancellationToken.None);
    Console.WriteLine(i);
}

internal sealed class Silence : ILog
{
    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) { }
}

internal sealed class NothingToRun : IProgramRunner
{
    public CommandEnd Run(Command command, Action<string>? onLine, CancellationToken ct) => new(new DaemonEnd.Exited(0), "", null);
}
