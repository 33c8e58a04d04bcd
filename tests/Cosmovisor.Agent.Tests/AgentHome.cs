using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Tests;

/// <summary>A home with files that a test writes, and an agent in this process that shows it.</summary>
internal sealed class AgentHome : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new("agent");
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<HttpClient> _clients = [];

    public AgentHome() => _ = _folder.MakeFolder("cosmovisor");

    public string Path => _folder.Path;

    public string In(string name) => _folder.In("cosmovisor", name);

    public AgentHome Write(string name, string text)
    {
        // In one move, as cosmovisor does it.
        File.WriteAllText(In(name) + ".new", text);
        File.Move(In(name) + ".new", In(name), overwrite: true);
        return this;
    }

    public void Append(string name, params string[] lines) => File.AppendAllLines(In(name), lines);

    /// <summary>An agent that shows this home, and who asks it.</summary>
    public async Task<HttpClient> ServeAsync(string? token = null)
    {
        var settings = new AgentSettings([Path], Parse("127.0.0.1:0"), token, ["agent.example.org"]);
        var server = new RunningAgent(settings, TimeProvider.System);
        _servers.Add(server);
        await server.StartAsync();
        var client = new HttpClient { BaseAddress = new Uri(server.Address!), Timeout = TimeSpan.FromSeconds(60) };
        _clients.Add(client);
        return client;
    }

    /// <summary>The address of the page of an agent that shows this home, and others.</summary>
    public Task<Uri> PageAsync(params string[] others) => PageAsync(null, others);

    /// <summary>The same with a fleet beside them.</summary>
    public async Task<Uri> PageAsync(FleetLook? fleet, params string[] others)
    {
        var agent = new RunningAgent(
            new AgentSettings([Path, .. others], Parse("127.0.0.1:0"), null, []), TimeProvider.System, fleet: fleet);
        _servers.Add(agent);
        await agent.StartAsync();
        return new Uri(agent.Address!);
    }

    /// <summary>What agents said on standard error.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Told { get; } = new();

    /// <summary>An agent that sends notices, having looked at the home once.</summary>
    public Task NotifyAsync(params string[] addresses) => NotifyAsync(TimeProvider.System, addresses);

    /// <summary>The same by a clock of a test's.</summary>
    public async Task NotifyAsync(TimeProvider clock, params string[] addresses)
    {
        var settings = new AgentSettings([Path], null, null, [])
        {
            Notify = [.. addresses.Select(address => NoticeAddress.Parse(address).IsOk(out var parsed, out var reason) ? parsed
                : throw new ArgumentException(reason))],
            NotifySecret = "a secret",
        };
        var agent = new RunningAgent(settings, clock, Told.Enqueue);
        _servers.Add(agent);
        await agent.StartAsync();
    }

    /// <summary>Ends the agents that show it.</summary>
    public async Task StopAsync()
    {
        _clients.ForEach(client => client.Dispose());
        _clients.Clear();

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _servers.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static ListenAddress Parse(string text) => ListenAddress.Parse(text).IsOk(out var address, out var reason) ? address
        : throw new ArgumentException(reason);
}
