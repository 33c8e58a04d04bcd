using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Agent.Tests.Api;

/// <summary>The answers, held against the document that promises them.</summary>
public static class WhatIsAnswered
{
    private const string State =
        """
        {"version":1,"at":"2026-11-28T07:00:00.000Z","ofTomorrow":{"x":1},"supervisor":{"pid":1,"version":"0.2.0","contract":"sdk","started":"2026-11-28T06:00:00.000Z"},
         "daemon":{"name":"gaiad","version":"v2","state":"running","pid":2,"started":"2026-11-28T06:00:01.000Z","current":"upgrades/v2","lives":3,"lastEnd":{"code":137,"signal":"KILL","at":"2026-11-28T06:00:00.500Z"}},
         "upgrade":{"name":"v3","height":100,"step":"Backup","began":"2026-11-28T06:59:00.000Z","steps":[{"step":"Stage","began":"2026-11-28T06:59:00.000Z","took":0.5,"result":"done"}],"progress":{"bytes":5,"total":10,"files":1}},
         "lastUpgrade":{"name":"v2","height":50,"from":"genesis","to":"upgrades/v2","began":"2026-11-27T06:00:00.000Z","downtime":1.25,"result":"done","confirmed":true,"signed":"yes"},
         "waitingFor":{"name":"v3","height":100},"trouble":"a </script>\u2028 sentence","logLost":2}
        """;

    private const string Outlook =
        """
        {"version":1,"at":"2026-11-28T07:00:00.000Z","node":{"rpc":"http://127.0.0.1:26657","reachable":true,"foreign":false,"chainId":"c-1","height":90,"appHeight":90,"catchingUp":false,
         "lastBlockTime":"2026-11-28T06:59:58.000Z","secondsPerBlock":6.1,"spread":0.2},
         "plans":[{"name":"v3","height":100,"source":"chain","status":"decided","proposal":7,"votingEnds":"2026-11-28T07:00:00.000Z","blocksLeft":10,"eta":"2026-11-28T07:01:00.000Z","etaSpread":2.5,"ready":"no",
         "checks":[{"check":"binary","result":"problem","says":"it is missing","todo":"cosmovisorctl prepare v3"}]}],"nextLook":"2026-11-28T07:10:00.000Z","trouble":null}
        """;

    [Fact]
    public static async Task IsWhatTheOpenApiDocumentSays()
    {
        await using var home = new AgentHome();
        _ = home.Write("state.json", State).Write("outlook.json", Outlook);
        home.Append("events.jsonl", """{"version":1,"at":"2026-11-28T07:00:00.000Z","event":"daemon-started","level":"info","says":"x"}""");
        home.Append("history.jsonl", """{"journal":1,"plan":"v2","height":50,"result":"done"}""");
        var client = await home.ServeAsync();
        var document = OpenApiDocument.Parse(await client.GetStringAsync("/openapi.json"));

        Assert.Equal(
            [
                "/",
                "/api/v1/events",
                "/api/v1/fleet",
                "/api/v1/history",
                "/api/v1/outlook",
                "/api/v1/settings",
                "/api/v1/status",
                "/api/v1/upgrades",
                "/livez",
                "/metrics",
                "/openapi.json",
                "/readyz"
            ],
            document.Paths);

        foreach (var path in document.Paths)
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal([], document.Faults(
                path, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public static async Task ManyLongLinesComeWhole()
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl", [.. Enumerable.Range(0, 2000).Select(
            i =>
                $$"""{"version":1,"at":"2026-11-28T07:00:00.000Z","event":"daemon-started","level":"info","says":"{{i}}{{new string('x', 900)}}"}""")
            ]);
        var client = await home.ServeAsync();

        var bodies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.GetStringAsync("/api/v1/events?limit=1000")));

        Assert.All(bodies, body =>
        {
            var events = JsonDocument.Parse(body).RootElement.GetProperty("events");
            Assert.Equal(1000, events.GetArrayLength());
            Assert.StartsWith("1999x", events[999].GetProperty("says").GetString(), StringComparison.Ordinal);
            Assert.Equal(home.Path, events[0].GetProperty("home").GetString());
        });
    }

    [Fact]
    public static async Task SaysWhichVersionsLieThereAndReadsThemWithoutRunningThem()
    {
        await using var home = new AgentHome();
        _ = home.Write("state.json", State);
        _ = Directory.CreateDirectory(home.In("genesis/bin"));
        _ = Directory.CreateDirectory(home.In("upgrades/v2%2Fa/bin"));
        _ = Directory.CreateDirectory(home.In("upgrades/.staging-v3/bin"));
        File.WriteAllText(home.In("upgrades/v2%2Fa/bin/gaiad"), new string('x', 1024 * 1024 - 10)
            + "-X github.com/cosmos/cosmos-sdk/version.Version=v19.2.0 -X more");
        _ = File.CreateSymbolicLink(home.In("current"), "upgrades/v2%2Fa");
        var client = await home.ServeAsync();

        using var json = JsonDocument.Parse(await client.GetStringAsync("/api/v1/upgrades"));
        var upgrades = json.RootElement.GetProperty("homes")[0].GetProperty("upgrades");

        Assert.Equal(["genesis", "v2/a"], upgrades.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal([false, true], upgrades.EnumerateArray().Select(one => one.GetProperty("present").GetBoolean()));
        Assert.Equal([false, true], upgrades.EnumerateArray().Select(one => one.GetProperty("current").GetBoolean()));
        Assert.Equal("v19.2.0", upgrades[1].GetProperty("version").GetString());
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(home.In("upgrades/v2%2Fa/bin/gaiad")))),
            upgrades[1].GetProperty("sha256").GetString());
    }

    [Fact]
    public static async Task SaysTheSettingsWithoutTheirSecrets()
    {
        await using var home = new AgentHome();
        home.Append(
            "events.jsonl",
            """{"version":1,"event":"supervisor-started","daemon":"gaiad","settings":{"DAEMON_RESTART_DELAY":"3s","COSMOVISOR_RPC_FALLBACKS":"https://user:secret@rpc.example.org/?token=secret"}}""");
        _ = home.Write("config.toml", "daemon_shutdown_grace = \"2m\"");
        var client = await home.ServeAsync();

        var text = await client.GetStringAsync("/api/v1/settings");
        using var json = JsonDocument.Parse(text);
        var settings = json.RootElement.GetProperty("homes")[0].GetProperty("settings").EnumerateArray()
            .ToDictionary(
                one => one.GetProperty("name").GetString()!,
                one => (one.GetProperty("value").GetString(), one.GetProperty("origin").GetString()));

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(("3s", "environment"), settings["DAEMON_RESTART_DELAY"]);
        Assert.Equal(("2m", "config.toml"), settings["DAEMON_SHUTDOWN_GRACE"]);
        Assert.Equal(("gaiad", "environment"), settings["DAEMON_NAME"]);
        Assert.Equal(("300ms", "default"), settings["DAEMON_POLL_INTERVAL"]);
    }

    [Fact]
    public static async Task OfAnEmptyHomeIsWhatTheDocumentSaysToo()
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync();
        var document = OpenApiDocument.Parse(await client.GetStringAsync("/openapi.json"));

        foreach (var path in document.Paths)
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal([], document.Faults(
                path, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public static async Task HoldsWhatTheSupervisorSaid()
    {
        await using var home = new AgentHome();
        var client = await home.Write("state.json", State).ServeAsync();

        var text = await client.GetStringAsync("/api/v1/status");
        using var json = JsonDocument.Parse(text);
        var first = json.RootElement.GetProperty("homes")[0];

        Assert.Equal(home.Path, first.GetProperty("home").GetString());
        Assert.Equal("not-running", first.GetProperty("supervisor").GetString());
        Assert.Equal("upgrades/v2", first.GetProperty("state").GetProperty("daemon").GetProperty("current").GetString());
        Assert.Equal(5, first.GetProperty("state").GetProperty("upgrade").GetProperty("progress").GetProperty("bytes").GetInt64());
        Assert.Equal("a </script>\u2028 sentence", first.GetProperty("state").GetProperty("trouble").GetString());
        Assert.DoesNotContain("</script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2028", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nothing", 404)]
    [InlineData("/api/v1/events?limit=0", 400)]
    [InlineData("/api/v1/events?limit=1001", 400)]
    [InlineData("/api/v1/history?limit=x", 400)]
    [InlineData("/api/v1/../../etc/passwd", 404)]
    public static async Task IsARefusalWithASentenceOtherwise(string path, int code)
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync();

        using var answer = await client.GetAsync(path);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(code, (int)answer.StatusCode);
        Assert.False(string.IsNullOrEmpty(json.RootElement.GetProperty("error").GetString()));
    }

    [Fact]
    public static async Task ChangesNothing()
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync();

        using var answer = await client.PostAsync("/api/v1/status", null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }
}
