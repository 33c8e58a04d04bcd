using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Cosmovisor.Agent.Tests.Api;

/// <summary>Clients that mean harm: they get a refusal or no answer, and the others get theirs.</summary>
public static class HostileClients
{
    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nX: ")]
    public static async Task LoseTheirPlacesWhereTheyDoNotGoOn(string says)
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync();
        var hostile = new List<Socket>();

        try
        {
            // More than there are places.
            for (var i = 0; i < 300; i++)
            {
                hostile.Add(await ConnectAsync(client.BaseAddress!.Port, says));
            }

            await Wait.UntilAsync("another client is answered", async () =>
            {
                try
                {
                    using var answer = await client.GetAsync("/api/v1/status");
                    return answer.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
        }
        finally
        {
            hostile.ForEach(one => one.Dispose());
        }
    }

    [Theory]
    [InlineData("GET /", " HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: ", "\r\n\r\n")]
    public static async Task AreRefusedWhereTheySayTooMuch(string before, string behind)
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync();
        using var hostile = await ConnectAsync(client.BaseAddress!.Port, before);
        var answer = "";

        try
        {
            _ = await hostile.SendAsync(Encoding.ASCII.GetBytes(new string('a', 1_000_000) + behind));
            var buffer = new byte[1024];
            answer = Encoding.ASCII.GetString(buffer, 0, await hostile.ReceiveAsync(buffer));
        }
        catch (SocketException)
        {
            // The end was closed before all of it was said.
        }

        Assert.True(answer is "" || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/status")).StatusCode);
    }

    private static async Task<Socket> ConnectAsync(int port, string says)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);

        try
        {
            _ = await socket.SendAsync(Encoding.ASCII.GetBytes(says));
        }
        catch (SocketException)
        {
            // There was no place for it.
        }

        return socket;
    }
}
