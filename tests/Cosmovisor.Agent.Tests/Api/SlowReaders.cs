using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Cosmovisor.Agent.Tests.Api;

/// <summary>Clients that ask for a list and do not read it.</summary>
public static class SlowReaders
{
    [Fact]
    public static async Task HoldAllPlacesUntilTheyAreCutOffAndTheNextIsAskedToComeAgain()
    {
        // More than a connection's buffers take: a megabyte of each file.
        AgentHome[] homes = [.. Enumerable.Range(0, 8).Select(_ => new AgentHome())];
        string[] lines = [.. Enumerable.Repeat(
            $$"""{"version":1,"at":"2026-11-28T07:00:00Z","event":"x","level":"info","says":"{{new string('x', 16_000)}}"}""", 70)];
        Array.ForEach(homes, home => home.Append("events.jsonl", lines));
        Array.ForEach(homes, home => home.Append("events.jsonl.1", lines));
        using var client = new HttpClient();
        client.BaseAddress = await homes[0].PageAsync([.. homes[1..].Select(home => home.Path)]);
        var slow = new List<Socket>();

        try
        {
            string? first = null;

            // One that was cut off meanwhile leaves its place: on a slow machine more of them are needed.
            while (first?.StartsWith("HTTP/1.1 503", StringComparison.Ordinal) != true)
            {
                Assert.True(slow.Count < 60, "none was asked to come again");
                (var one, first) = await AskSlowlyAsync(client.BaseAddress!.Port);
                slow.Add(one);
            }

            Assert.InRange(slow.Count, 9, 60);
            Assert.Contains("Retry-After: 1\r\n", first, StringComparison.Ordinal);

            // They still hold their ends, and read nothing.
            await Wait.UntilAsync("there is a place again", async () =>
            {
                using var answer = await client.GetAsync("/api/v1/events?limit=1");
                return answer.StatusCode == HttpStatusCode.OK;
            });
        }
        finally
        {
            slow.ForEach(one => one.Dispose());

            foreach (var home in homes)
            {
                await home.DisposeAsync();
            }
        }
    }

    // Reads the first bytes of an answer, and no more.
    private static async Task<(Socket Client, string First)> AskSlowlyAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        _ = await socket.SendAsync(Encoding.ASCII.GetBytes("GET /api/v1/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var buffer = new byte[1024];
        return (socket, Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
    }
}
