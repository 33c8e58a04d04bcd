using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

/// <summary>Whole agents and receivers on this machine.</summary>
public static class HowNoticesArrive
{
    [Fact]
    public static async Task InOrderOnceEachAndWithoutHistory()
    {
        await using var home = new AgentHome();
        await using var receiver = new Receiver();
        home.Append("events.jsonl", Event(1), Event(2));

        await home.NotifyAsync(receiver.At("/"));
        home.Append("events.jsonl", Event(3), Event(4));
        await receiver.WaitForAsync(2);
        await home.StopAsync();
        home.Append("events.jsonl", Event(5));
        await home.NotifyAsync(receiver.At("/"));
        await receiver.WaitForAsync(3);

        Assert.Equal(["number 3", "number 4", "number 5"], receiver.Arrived.Select(Says));
    }

    [Fact]
    public static async Task AfterTheReceiverWasAwayAndTheAgentToo()
    {
        await using var home = new AgentHome();
        var port = LoopbackPort.Free();
        home.Append("events.jsonl", Event(0));
        await home.NotifyAsync($"http://127.0.0.1:{port}/");
        home.Append("events.jsonl", Event(1), Event(2), Event(3));
        await Wait.UntilAsync("three notices in the book", () => File.Exists(home.In("agent/notices.json"))
            && File.ReadAllText(home.In("agent/notices.json")).Contains("number 3", StringComparison.Ordinal));
        await home.StopAsync();

        await using var receiver = new Receiver(port);
        await home.NotifyAsync($"http://127.0.0.1:{port}/");
        await receiver.WaitForAsync(3);

        Assert.Equal(["number 1", "number 2", "number 3"], receiver.Arrived.Select(Says));
    }

    [Fact]
    public static Task AgainWhenAReceiverAsksForPatience() => ThreeTimesAndThenTheNextAsync((429, "0", ""), (503, null, ""));

    [Fact]
    public static async Task NowhereWhereThereIsNothingAndThatIsToldElsewhere()
    {
        await using var home = new AgentHome();
        await using var gone = new Receiver();
        await using var other = new Receiver();
        gone.Answers.Enqueue((410, null, ""));
        home.Append("events.jsonl", Event(0));
        await home.NotifyAsync($"{gone.At("/SECRET")}", other.At("/"));

        home.Append("events.jsonl", Event(1));
        await other.WaitForAsync(2);
        home.Append("events.jsonl", Event(2));
        await other.WaitForAsync(3);

        Assert.Single(gone.Arrived);
        Assert.Contains(other.Arrived, arrival => arrival.Body.Contains("notices-given-up", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "SECRET", string.Concat(other.Arrived.Select(arrival => arrival.Body)) + string.Concat(home.Told), StringComparison.Ordinal);
        Assert.Contains(home.Told, sentence => sentence.Contains("given up", StringComparison.Ordinal));
    }

    [Fact]
    public static Task ARefusedOneDoesNotHoldUpTheNext() =>
        ThreeTimesAndThenTheNextAsync((400, null, ""), (400, null, ""), (400, null, ""));

    [Fact]
    public static async Task SignedWhereThereIsASecret()
    {
        await using var home = new AgentHome();
        await using var receiver = new Receiver();
        home.Append("events.jsonl", Event(0));
        await home.NotifyAsync(receiver.At("/"));

        home.Append("events.jsonl", Event(1));
        await receiver.WaitForAsync(1);

        var arrival = receiver.Arrived.First();
        Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("a secret"u8, Encoding.UTF8.GetBytes(arrival.Body)))}",
            arrival.Headers["X-Cosmovisor-Signature"]);
    }

    [Fact]
    public static async Task InOneThreadAnUpgradeWhereSlackHasAToken()
    {
        await using var home = new AgentHome();
        await using var receiver = new Receiver();
        receiver.Answers.Enqueue((200, null, """{"ok":true,"ts":"17.1"}"""));
        receiver.Answers.Enqueue((200, null, """{"ok":true,"ts":"17.2"}"""));
        receiver.Answers.Enqueue((200, null, """{"ok":true,"ts":"17.3"}"""));
        home.Append("events.jsonl", Event(0));
        await home.NotifyAsync($"slack+http://xoxb-1@127.0.0.1:{receiver.Port}/api/C1");
        home.Append("events.jsonl", Event(1));
        await receiver.WaitForAsync(1);
        await home.StopAsync();

        await home.NotifyAsync($"slack+http://xoxb-1@127.0.0.1:{receiver.Port}/api/C1");
        home.Append("events.jsonl", Event(2), Event(3));
        await receiver.WaitForAsync(3);

        var threads = receiver.Arrived.Select(
            arrival => JsonDocument.Parse(arrival.Body).RootElement.TryGetProperty("thread_ts", out var ts) ? ts.GetString() : null);
        Assert.Equal([null, "17.1", "17.1"], threads);
        Assert.All(receiver.Arrived,
            arrival => Assert.Equal(("Bearer xoxb-1", "/api/chat.postMessage"), (arrival.Headers["Authorization"], arrival.Path)));
    }

    [Fact]
    public static async Task OnTheInputOfTheOperatorsProgramWhichSeesNoSecrets()
    {
        await using var home = new AgentHome();
        var script = Path.Join(home.Path, "tell");
        File.WriteAllText(script, $"#!/bin/sh\ncat >> {home.Path}/heard\nenv | grep COSMOVISOR_NOTIFY >> {home.Path}/heard\nexit 0\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        home.Append("events.jsonl", Event(0));
        await home.NotifyAsync($"exec:{script}");

        home.Append("events.jsonl", Event(1));
        await Wait.UntilAsync(
            "what the program heard",
            () => File.Exists(Path.Join(home.Path, "heard")) && File.ReadAllText(Path.Join(home.Path, "heard")).EndsWith('}'));

        Assert.Equal(
            "number 1", JsonDocument.Parse(File.ReadAllText(Path.Join(home.Path, "heard"))).RootElement.GetProperty("says").GetString());
    }

    [Fact]
    public static async Task AlertsAgainEveryMinuteWhileTheTroubleLasts()
    {
        await using var home = new AgentHome();
        await using var receiver = new Receiver();
        await using var held = new FileStream(home.In("lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await home.NotifyAsync(new HurriedClock(), $"alertmanager+http://127.0.0.1:{receiver.Port}/api/v2/alerts");

        _ = home.Write("state.json", """{"version":1,"trouble":"something is wrong"}""");
        await receiver.WaitForAsync(3);

        JsonElement[] alerts = [.. receiver.Arrived.Select(Alert)];
        Assert.Single(alerts.Select(alert => alert.GetProperty("labels").ToString()).Distinct());
        Assert.Single(alerts.Select(alert => alert.GetProperty("startsAt").GetString()).Distinct());
        Assert.All(alerts, alert => Assert.True(Ends(alert) > DateTimeOffset.UtcNow));
        Assert.True(alerts.Max(Ends) > alerts.Min(Ends));
    }

    [Fact]
    public static async Task AnAlertThatIsSentAgainNeverComesBehindItsEnd()
    {
        await using var home = new AgentHome();
        await using var receiver = new Receiver();
        await using var held = new FileStream(home.In("lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.BeforeTheAnswer = _ => receiver.Arrived.Count == 2 && again.TrySetResult() ? late.Task : Task.CompletedTask;
        await using var hearts = new Receiver();
        await home.NotifyAsync(new HurriedClock(isAllOfIt: true), $"alertmanager+http://127.0.0.1:{receiver.Port}/api/v2/alerts",
            $"heartbeat+http://127.0.0.1:{hearts.Port}/ping");
        _ = home.Write("state.json", """{"version":1,"trouble":"something is wrong"}""");
        await again.Task; // the second time it is sent, and has no answer yet

        _ = home.Write("state.json", """{"version":1}""");
        await Wait.UntilAsync(
            "its end waits for its turn",
            () => File.ReadAllText(home.In("agent/notices.json")).Contains("trouble-resolved", StringComparison.Ordinal));
        await MinutesAsync(hearts, 3);
        var sent = receiver.Arrived.Count;
        late.SetResult();
        await receiver.WaitForAsync(3);
        await MinutesAsync(hearts, 5);

        Assert.Equal(2, sent);
        Assert.Equal(3, receiver.Arrived.Count); // while it is open, it is sent every minute
    }

    [Fact]
    public static async Task TheHeartBeatsWhileAllIsWellAndNotOtherwise()
    {
        await using var home = new AgentHome();
        await using var receiver = new Receiver();
        await home.NotifyAsync($"heartbeat+http://127.0.0.1:{receiver.Port}/ping", receiver.At("/hook"));
        _ = home.Write("state.json", """{"version":1,"trouble":"something is wrong"}""");
        await receiver.WaitForAsync(1);

        Assert.Equal("/hook", receiver.Arrived.First().Path);
        await home.StopAsync();
        home.Append("events.jsonl", Event(1));
        _ = home.Write("state.json", """{"version":1}""");
        File.Delete(home.In("agent/notices.json"));

        await using var held = new FileStream(home.In("lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await home.NotifyAsync($"heartbeat+http://127.0.0.1:{receiver.Port}/ping");
        await Wait.UntilAsync("a heartbeat", () => receiver.Arrived.Any(arrival => arrival is { Method: "GET", Path: "/ping" }));
    }

    // The heart beats once a minute of the same clock.
    private static async Task ThreeTimesAndThenTheNextAsync(params (int Code, string? RetryAfter, string Body)[] answers)
    {
        await using var home = new AgentHome();
        await using var receiver = new Receiver();
        Array.ForEach(answers, receiver.Answers.Enqueue);
        home.Append("events.jsonl", Event(0));
        await home.NotifyAsync(receiver.At("/"));

        home.Append("events.jsonl", Event(1), Event(2));
        await receiver.WaitForAsync(4);

        Assert.Equal(["number 1", "number 1", "number 1", "number 2"], receiver.Arrived.Select(Says));
    }

    private static Task MinutesAsync(Receiver hearts, int minutes) => hearts.WaitForAsync(hearts.Arrived.Count + minutes);

    private static JsonElement Alert(Arrival arrival) => Assert.Single(JsonDocument.Parse(arrival.Body).RootElement.EnumerateArray());

    private static DateTimeOffset Ends(JsonElement alert) => alert.GetProperty("endsAt").GetDateTimeOffset();

    private static string Event(int number) =>
        $$"""{"version":1,"at":"{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ}}","event":"upgrade-began","level":"info","says":"number {{number}}","plan":"v2"}""";

    private static string? Says(Arrival arrival) => JsonDocument.Parse(arrival.Body).RootElement.GetProperty("says").GetString();
}
