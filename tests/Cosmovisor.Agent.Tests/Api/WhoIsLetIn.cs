using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Cosmovisor.Agent.Tests.Api;

public static class WhoIsLetIn
{
    private const string Token = "0123456789abcdef0123";

    [Theory]
    [InlineData("127.0.0.1:80", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("192.0.2.7", 200)]
    [InlineData("localhost:26680", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("agent.example.org", 200)]
    [InlineData("evil.example.org", 403)]
    [InlineData("localhost.evil.example.org", 403)]
    public static async Task OnlyACallByAKnownNameOrAnAddress(string host, int code)
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Host = host;

        using var answer = await client.SendAsync(request);

        Assert.Equal(code, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer 0123456789abcdef012", 401)]
    [InlineData("Bearer 0123456789abcdef01234", 401)]
    [InlineData("Bearer " + Token, 200)]
    [InlineData("bearer " + Token, 200)]
    [InlineData("Digest " + Token, 401)]
    [InlineData("Basic !!!", 401)]
    [InlineData("Basic ", 401)]
    public static async Task OnlyWhoShowsTheToken(string? authorization, int code)
    {
        await using var home = new AgentHome();

        Assert.Equal(code, await AskAsync(await home.ServeAsync(Token), authorization));
    }

    [Theory]
    [InlineData("me:" + Token, 200)]
    [InlineData(":" + Token, 200)]
    [InlineData(Token, 401)]
    [InlineData(Token + ":", 401)]
    public static async Task TheTokenMayBeAPassword(string user, int code)
    {
        await using var home = new AgentHome();

        Assert.Equal(code, await AskAsync(await home.ServeAsync(Token), $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}"));
    }

    [Fact]
    public static async Task AProbeNeedsNeitherTokenNorName()
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync(Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/livez");
        request.Headers.Host = "pod-7.cluster.local";

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("stopped\n", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<int> AskAsync(HttpClient client, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi.json");
        _ = authorization is null || request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.SendAsync(request);
        Assert.Equal(
            answer.StatusCode == HttpStatusCode.Unauthorized,
            answer.Headers.WwwAuthenticate.Contains(new AuthenticationHeaderValue("Bearer")));
        return (int)answer.StatusCode;
    }
}
