using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// A home whose node runs until a command asks for another version, which needs no height. There is a backup and a migration script.
/// </summary>
internal sealed class RequestedUpgrade : IDisposable
{
    public RequestedUpgrade(string folder)
    {
        Home = new NodeHome(folder)
            .Install("genesis",
                "[ -e \"$DAEMON_HOME/ask\" ] && mv \"$DAEMON_HOME/ask\" \"$DAEMON_HOME/cosmovisor/upgrade-request.json\"; exec sleep 60")
            .Install("upgrades/v2", "echo v2 runs")
            .Write("cosmovisor/upgrades/v2/migrate", "#!/bin/sh\necho x >>runs.migrate\n")
            .Write("data/application.db/CURRENT", "x")
            .Write("ask",
                """{"version":1,"id":"0123456789abcdef0123456789abcdef","name":"v2","from":"genesis","asked":"2026-11-28T10:00:00Z","who":"a test"}""")
            .PointCurrentTo("genesis");
        _ = Home.Set("DAEMON_BACKUP_DATA_DIR", Home.In("data")).Set("COSMOVISOR_LOOK_AHEAD", "0s");
    }

    public NodeHome Home { get; }

    public void IsWhole(string when)
    {
        Assert.True(Home.Current is "genesis" or "upgrades/v2", $"{when}: current points to {Home.Current}");
        Assert.True(File.Exists(Home.In("ask")) || File.Exists(Home.In("cosmovisor/upgrade-request.json")), $"{when}: the request is lost");
    }

    /// <summary>The new version has run, by one upgrade, and the request is answered.</summary>
    public void IsOver(string when, Finished end)
    {
        Assert.True(
            (end.Code, Home.Current) == (0, "upgrades/v2"),
            $"{when}: ended with {end.Code}, current is {Home.Current}: {end.Error}\n{Home.Log}");
        Assert.True(end.Output.EndsWith("v2 runs\n", StringComparison.Ordinal), $"{when}: {end.Output}");
        Assert.True(Directory.GetFiles(Home.In("cosmovisor"), "journal*") is [], $"{when}: there is still a journal\n{Home.Log}");
        Assert.True(File.ReadAllLines(Home.In("cosmovisor/history.jsonl")) is [var line]
            && line.Contains("\"result\":\"done\"", StringComparison.Ordinal), $"{when}: the history is wrong\n{Home.Log}");
        Assert.True(
            File.ReadAllLines(Home.In("runs.migrate")).Length <= 2,
            $"{when}: the script ran {File.ReadAllLines(Home.In("runs.migrate")).Length} times");
        Assert.True(File.ReadAllText(Home.In("cosmovisor/backups/v2/data/application.db/CURRENT")) == "x", $"{when}: there is no backup");
    }

    /// <summary>A start after that finds nothing to do.</summary>
    public void IsDoneOnce(string when)
    {
        var end = Home.Run("start");
        Assert.True(
            (end.Code, end.Output) == (0, "v2 runs\n"), $"{when}: the start after that ended with {end.Code}: {end.Output}{end.Error}");
        Assert.True(File.ReadAllLines(Home.In("cosmovisor/history.jsonl")).Length == 1, $"{when}: carried out twice");
        var state = JsonDocument.Parse(File.ReadAllText(Home.In("cosmovisor/upgrade-request.json"))).RootElement
            .GetProperty("answer")
            .GetProperty("state")
            .GetString();
        Assert.True(state is "started" or "ended", $"{when}: the answer is {state}");
    }

    public void Dispose() => Home.Dispose();
}
