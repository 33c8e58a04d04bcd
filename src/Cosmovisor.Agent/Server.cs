using Cosmovisor.Agent.Api;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Homes;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Agent.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cosmovisor.Agent;

/// <summary>The endpoints, and a web server with limits that no client can stretch.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    public Server(
        AgentSettings settings, ListenAddress listen, IReadOnlyList<ServedHome> homes, HomeWatch watch, Exposition metrics,
        FleetLook? fleet, TimeProvider clock, CancellationToken ends)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        _ = builder.Services.AddRoutingCore();
        _app = builder.Build();

        var gate = new RequestGate(new HostNames(settings.Hosts), settings.Token);
        _ = _app.Use((context, next) => gate.InvokeAsync(context, next));
        _ = _app.UseRouting();
        new Endpoints(homes, new EventStream([.. homes.Select(home => home.Files)], watch, ends), metrics, fleet, clock).Map(_app);
    }

    /// <summary>Where it listens, once it does; the port is the real one where 0 was asked for.</summary>
    public string Address => _app.Urls.First();

    public Task StartAsync() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, ListenAddress listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 100;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxRequestLineSize = 4096;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 50;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        // who reads a list slower than that holds a place that others wait for
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(10);

        switch (listen)
        {
            case ListenAddress.Tcp { EndPoint: var endPoint }:
                kestrel.Listen(endPoint, at => at.Protocols = HttpProtocols.Http1);
                break;
            case ListenAddress.Unix { Path: var path }:
                UnixSocketFile.RemoveStale(path);
                kestrel.ListenUnixSocket(path, at => at.Protocols = HttpProtocols.Http1);
                break;
            default:
                throw new InvalidOperationException("an address is TCP or a socket");
        }
    }
}
