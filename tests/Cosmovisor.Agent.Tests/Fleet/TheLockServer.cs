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
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _ = builder.Services.AddRoutingCore();
        await using var server = builder.Build();
        server.Run(async context =>
        {
            paths.Add(context.Request.Path);
            headers.Add(context.Request.Headers["fleet-lock-protocol"].ToString());
            bodies.Add(await new StreamReader(context.Request.Body).ReadToEndAsync());
            context.Response.StatusCode = code;
            await context.Response.WriteAsync(answer);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var client = new FleetLockClient(new Uri(server.Urls.First()), "a1", "sentry");

        Assert.Equal(why, await client.LockAsync(TestContext.Current.CancellationToken));
        Assert.Equal(why, await client.UnlockAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["/v1/pre-reboot", "/v1/steady-state"], paths);
        Assert.All(headers, value => Assert.Equal("true", value));
        Assert.All(bodies, body => Assert.Equal("""{"client_params":{"id":"a1","group":"sentry"}}""", body));
    }

    [Fact]
    public static async Task ThatIsNotThereIsARefusal()
    {
        using var client = new FleetLockClient(new Uri("http://127.0.0.1:1"), "a1", "sentry");

        Assert.Contains("does not answer", await client.LockAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
