using System.Text;
using Cosmovisor;
using Cosmovisor.Agent;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Fleet.Commands;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Agent.Settings;

const int Usage = 2;
const int CannotListen = 1;
const int FleetFailed = 1;

if (args is ["--help"] or ["-h"])
{
    Console.Write(Help.Text);
    return 0;
}

if (args is ["--version"])
{
    Console.WriteLine(Help.Version);
    return 0;
}

if (!new FleetSettingsReader(Environment.GetEnvironmentVariable).Read().IsOk(out var fleetSettings, out var wrong))
{
    await Console.Error.WriteLineAsync(wrong);
    return Usage;
}

if (!new FleetSettingsReader(Environment.GetEnvironmentVariable).ReadGuardAlone().IsOk(out var guard, out wrong))
{
    await Console.Error.WriteLineAsync(wrong);
    return Usage;
}

if (args is ["fleet", .. var words])
{
    return await new FleetCommand(fleetSettings, Console.Out, Console.Error).RunAsync(words);
}

var reader = new SettingsReader(Environment.GetEnvironmentVariable, path =>
    RegularFile.Read(path, 4096)
        .Then(bytes => bytes is null ? Parsed.Invalid<string>("is not there") : Parsed.Ok(Encoding.UTF8.GetString(bytes))));

var isTest = args is ["notify", "--test", ..];
var address = args is ["notify", "--test", [not '-', ..] only, ..] ? only : null;

if (!reader.Read(args[(isTest ? address is null ? 2 : 3 : 0)..], address).IsOk(out var settings, out var complaints))
{
    await Console.Error.WriteLineAsync(complaints);
    return Usage;
}

if (isTest)
{
    return await new NoticeTest(settings, TimeProvider.System, Console.Out).RunAsync(CancellationToken.None);
}

Action<string> tell = sentence => Console.Error.WriteLine($"cosmovisor-agent: {sentence}");
FleetAgent? made = null;

try
{
    made = fleetSettings is null ? null : new FleetAgent(
        [.. settings.Homes.Select(path => new HomeFiles(path, settings.CustomRoot, settings.CustomCurrentLink))],
        fleetSettings with { Tells = settings.Notify.Count > 0 }, tell, node: settings.NodeRpc);
}
catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
{
    tell(
        $"cannot be a member of a fleet: {ex.Message.TrimEnd('.')}. It writes into the home as the home's own user; under systemd that needs ReadWritePaths= (docs/fleet.md)");
    return CannotListen;
}

await using var fleet = made;
await using var agent = new RunningAgent(settings, TimeProvider.System, tell, fleet?.Look, fleet is null ? null
    : new FleetNewsSource(() => fleet.Troubles, fleet.Keep, fleetSettings!.Etcd.Address.Fleet, fleet.Members[0].Id));

try
{
    await agent.StartAsync();
}
catch (IOException ex)
{
    await Console.Error.WriteLineAsync($"cosmovisor-agent cannot listen: {ex.Message}");
    return CannotListen;
}

var homes = string.Join(", ", settings.Homes);
await Console.Error.WriteLineAsync(agent.Address is { } listens ? $"cosmovisor-agent listens at {listens} and shows {homes}"
    : $"cosmovisor-agent watches {homes} and does not listen");

foreach (var complaint in agent.Complaints)
{
    await Console.Error.WriteLineAsync($"cosmovisor-agent: {complaint}");
}

fleet?.Start();

// With a fleet its members guard themselves.
using var ends = new CancellationTokenSource();
var guards = fleet is not null || guard is null ? [] : settings.Homes.Select(path => new LoneSignerGuard(
    new HomeFiles(path, settings.CustomRoot, settings.CustomCurrentLink), guard, TimeProvider.System, new FleetNews(
        words => tell($"{path}: {words}"))).RunAsync(ends.Token)).ToArray();
var asked = RunningAgent.WaitAsync();
var failed = fleet?.Failed ?? Task.Delay(Timeout.Infinite, ends.Token);
var hasFailed = await Task.WhenAny(asked, failed) == failed;
await ends.CancelAsync();
await Task.WhenAll(guards);

// With an error, so that systemd starts it again.
return hasFailed ? FleetFailed : 0;
