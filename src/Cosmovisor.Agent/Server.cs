using Cosmovisor.Agent.Api;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cosmovisor.Agent;

/// <summary>The agent put together: homes, endpoints, and a server with limits that no client can stretch.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HomeWatch _watch;
    private readonly NodeAsker[] _askers;

    public Server(AgentSettings settings, TimeProvider clock)
    {
        HomeFiles[] homes = [.. settings.Homes.Select(path => new HomeFiles(path))];
        _askers = [.. homes.Select(home => new NodeAsker(home, clock))];
        _watch = new HomeWatch(homes);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, settings.Listen));
        _ = builder.Services.AddRoutingCore();
        _app = builder.Build();

        var gate = new RequestGate(new HostNames(settings.Hosts), settings.Token);
        _ = _app.Use((context, next) => gate.InvokeAsync(context, next));
        _ = _app.UseRouting();
        new Endpoints([.. homes.Zip(_askers)], new EventStream(homes, _watch, _app.Lifetime.ApplicationStopping), clock).Map(_app);
    }

    /// <summary>Where it listens, once it does; the port is the real one where 0 was asked for.</summary>
    public string Address => _app.Urls.First();

    public Task StartAsync() => _app.StartAsync();

    /// <summary>Until a signal asks for the end.</summary>
    public Task WaitAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _watch.Dispose();

        foreach (var asker in _askers)
        {
            asker.Dispose();
        }
    }

    private static void Configure(KestrelServerOptions kestrel, ListenAddress listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 100;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxRequestLineSize = 4096;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 50;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);

        switch (listen)
        {
            case ListenAddress.Tcp { EndPoint: var endPoint }:
                kestrel.Listen(endPoint, at => at.Protocols = HttpProtocols.Http1);
                break;
            case ListenAddress.Unix { Path: var path }:
                kestrel.ListenUnixSocket(path, at => at.Protocols = HttpProtocols.Http1);
                break;
            default:
                throw new InvalidOperationException("an address is TCP or a socket");
        }
    }
}
