using System.Collections.Concurrent;
using Cosmovisor.Agent.Fleet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cosmovisor.Agent.Tests;

public static class TheLockServer
{
    [Theory]
    [InlineData(200, "", null)]
    [InlineData(409, """{"kind":"slots","value":"all slots are taken"}""", "409 all slots are taken")]
    [InlineData(500, "oops", "500 oops")]
    public static async Task IsAskedAsTheProtocolHasIt(int code, string answer, string? why)
    {
        var (paths, bodies, headers) = (new List<string>(), new List<string>(), new List<string>());
        await using var server = await StartAsync(async context =>
        {
            paths.Add(context.Request.Path);
            headers.Add(context.Request.Headers["fleet-lock-protocol"].ToString());
            bodies.Add(await new StreamReader(context.Request.Body).ReadToEndAsync());
            context.Response.StatusCode = code;
            await context.Response.WriteAsync(answer);
        });
        using var client = new FleetLockClient(new Uri(server.Urls.First()), "a1", "sentry");

        Assert.Equal(why, await client.LockAsync(TestContext.Current.CancellationToken));
        Assert.Equal(why, await client.UnlockAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["/v1/pre-reboot", "/v1/steady-state"], paths);
        Assert.All(headers, value => Assert.Equal("true", value));
        Assert.All(bodies, body => Assert.Equal("""{"client_params":{"id":"a1","group":"sentry"}}""", body));
    }

    [Fact]
    public static async Task GetsTheSlotBackOfATurnThatDidNotBegin()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var paths = new ConcurrentQueue<string>();
        await using var server = await StartAsync(async context =>
        {
            paths.Enqueue(context.Request.Path);

            // The operator's word comes between the slot and the turn.
            if (context.Request.Path == "/v1/pre-reboot")
            {
                _ = await members.DoAsync("rollout", "pause", "v2");
            }
        });
        _ = members.Node("a").Join("a", fleetLock: new Uri(server.Urls.First()));
        await members.UntilAsync("a", one => one.Members.Count == 1);

        _ = await members.DoAsync("rollout", "v2", "--link", "https://example.com/v2?checksum=sha256:00", "--soak", "0s");

        await Wait.UntilAsync("the slot is given back", () => paths.Count == 3);
        Assert.Equal(["/v1/steady-state", "/v1/pre-reboot", "/v1/steady-state"], paths);
        Assert.Equal(0, members.MostDown());
    }

    [Fact]
    public static async Task ThatIsNotThereIsARefusal()
    {
        using var client = new FleetLockClient(new Uri("http://127.0.0.1:1"), "a1", "sentry");

        Assert.Contains("does not answer", await client.LockAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _ = builder.Services.AddRoutingCore();
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }
}
