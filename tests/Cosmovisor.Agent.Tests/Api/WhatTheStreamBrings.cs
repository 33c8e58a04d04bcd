using Xunit;

namespace Cosmovisor.Agent.Tests.Api;

/// <summary>Events as they happen. Each test waits for a line, never for a while.</summary>
public static class WhatTheStreamBrings
{
    [Fact]
    public static async Task BringsWhatHappensFromNowOn()
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl", Event(1));
        var client = await home.ServeAsync();
        using var stream = await OpenAsync(client, null);

        home.Append("events.jsonl", Event(2));

        Assert.Equal(2, (await NextAsync(stream)).Number);
    }

    [Fact]
    public static async Task GoesOnBehindTheLastEventThatWasHeard()
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl", Event(1), "no event", Event(2), Event(3));
        var client = await home.ServeAsync();
        using var first = await OpenAsync(client, "0.0");
        var heard = await NextAsync(first);

        // Another agent, and a file that was full meanwhile.
        File.Move(home.In("events.jsonl"), home.In("events.jsonl.1"));
        home.Append("events.jsonl", Event(4));
        using var second = await OpenAsync(await home.ServeAsync(), heard.Id);

        Assert.Equal(1, heard.Number);
        var rest = await NumbersAsync(second, 3);
        Assert.Equal([2, 3, 4], rest);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1,2,3")]
    [InlineData("ffff.99999999999")]
    [InlineData("-1.-1")]
    public static async Task BeginsWithTheOldestWhereAnIdIsNotKnown(string id)
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl.1", Event(1));
        home.Append("events.jsonl", Event(2));
        using var stream = await OpenAsync(await home.ServeAsync(), id);

        var numbers = await NumbersAsync(stream, 2);
        Assert.Equal([1, 2], numbers);
    }

    [Fact]
    public static async Task GoesOnInAHomeThatWasAway()
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl", Event(1));
        using var stream = await OpenAsync(await home.ServeAsync(), null);

        Directory.Delete(home.In(""), recursive: true);
        _ = Directory.CreateDirectory(home.In(""));
        home.Append("events.jsonl", Event(2));

        Assert.Equal(2, (await NextAsync(stream)).Number);
    }

    [Fact]
    public static async Task SaysThatTheStateHasChangedUnderANameOfItsOwn()
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl", Event(1));
        using var stream = await OpenAsync(await home.ServeAsync(), null);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        _ = home.Write("state.json", """{"version":1}""");

        for (string? line; (line = await stream.ReadLineAsync(limit.Token)) != "event: changed";)
        {
            Assert.NotNull(line);
            Assert.False(line.StartsWith("id:", StringComparison.Ordinal), "what is no event has no place to go on from");
        }
    }

    private static string Event(int number) =>
        $$"""{"version":1,"at":"2026-11-28T07:00:00.00{{number}}Z","event":"daemon-started","level":"info","says":"number {{number}}"}""";

    private static async Task<StreamReader> OpenAsync(HttpClient client, string? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Accept.ParseAdd("text/event-stream");

        if (after is not null)
        {
            _ = request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 2000", await reader.ReadLineAsync());
        return reader;
    }

    private static async Task<int[]> NumbersAsync(StreamReader stream, int count)
    {
        var numbers = new int[count];

        for (var i = 0; i < count; i++)
        {
            numbers[i] = (await NextAsync(stream)).Number;
        }

        return numbers;
    }

    private static async Task<(string Id, int Number)> NextAsync(StreamReader stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var id = "";

        while (await stream.ReadLineAsync(limit.Token) is { } line)
        {
            id = line.StartsWith("id: ", StringComparison.Ordinal) ? line["id: ".Length..] : id;

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var at = line.IndexOf("number ", StringComparison.Ordinal) + "number ".Length;
                return (id, line[at] - '0');
            }
        }

        throw new InvalidOperationException("the stream ended");
    }
}
