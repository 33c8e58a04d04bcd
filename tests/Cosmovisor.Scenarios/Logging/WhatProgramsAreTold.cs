using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Logging;

/// <summary>state.json and events.jsonl, as a program beside us reads them.</summary>
public static class WhatProgramsAreTold
{
    [Fact]
    public static void OfAnUpgrade()
    {
        using var home = Home("v2").Install("upgrades/v2", "echo new; read wait; exit 3");
        using var run = home.Start("start").AwaitOutput("new");

        var running = State(home, run, state => state.GetProperty("daemon").GetProperty("current").GetString() == "upgrades/v2"
            && Daemon(state) == "running");
        Assert.Equal(3, run.End().Code);

        Assert.Equal(("v2", "done", "genesis", "upgrades/v2"), Last(running));
        Assert.True(running.GetProperty("lastUpgrade").GetProperty("downtime").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, running.GetProperty("upgrade").ValueKind);
        Assert.Equal("ended", Daemon(State(home)));
        Assert.Equal(3, State(home).GetProperty("daemon").GetProperty("lastEnd").GetProperty("code").GetInt32());
        Assert.Equal(
            [
                "supervisor-started", "daemon-started", "plan-announced", "node-halted", "upgrade-due", "upgrade-began",
                "step-began", "step-done", "step-began", "daemon-stopping", "daemon-ended",
                "step-done", "step-began", "step-done", "upgrade-done", "daemon-started", "daemon-ended", "new-version-ended",
                "supervisor-ended",
            ],
            // told a second after the new version's start, if it lives as long
            Events(home).Where(name => name != "upgrade-cannot-be-confirmed"));
    }

    [Fact]
    public static void OfAnUpgradeThatFailed()
    {
        using var home = Home("v2");

        Assert.Equal(70, home.Run("start").Code);

        Assert.Equal(("v2", "failed", "genesis", null), Last(State(home)));
        Assert.StartsWith(
            "upgrade \"v2\" (height 49) failed at Stage: ", State(home).GetProperty("trouble").GetString(), StringComparison.Ordinal);
        Assert.Equal("ended", Daemon(State(home)));
        Assert.Contains("step-failed", Events(home));
        Assert.Equal("upgrade-failed", Events(home)[^1]);
    }

    [Fact]
    public static void OfAStepThatTakesLongWhileItDoes()
    {
        using var home = Home("v2").Install("upgrades/v2", "exit 0");
        _ = home.Write("cosmovisor/upgrades/v2/migrate", "#!/bin/sh\ntouch begun; exec sleep 60\n");
        using var run = home.Start("start");

        var state = State(home, run, state => state.GetProperty("upgrade") is { ValueKind: JsonValueKind.Object } upgrade
            && upgrade.GetProperty("step").GetString() == "CustomPreUpgrade");

        Assert.Equal(
            ["done", "done", "running"],
            state.GetProperty("upgrade").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("result").GetString()));
        Assert.Equal("stopped", Daemon(state));
    }

    [Fact]
    public static void AfterAKillAndANewStart()
    {
        using var home = Home("v2").Install("upgrades/v2", "echo new; exec sleep 60");

        using (var run = home.Start("start").AwaitOutput("new"))
        {
            _ = State(home, run, state => Daemon(state) == "running" && state.GetProperty("daemon").GetProperty("lives").GetInt64() == 2);
            run.Signal(Run.Kill);
            _ = run.End();
        }

        Assert.Equal("running", Daemon(State(home)));
        using var next = home.Start("start").AwaitOutput("new");
        var state = State(
            home, next, state => state.GetProperty("supervisor").GetProperty("pid").GetInt32() == next.Pid && Daemon(state) == "running");

        Assert.Equal(3, state.GetProperty("daemon").GetProperty("lives").GetInt64());
        Assert.Equal(("v2", "done", "genesis", "upgrades/v2"), Last(state));
        Assert.Equal(2, Events(home).Count(name => name == "supervisor-started"));
    }

    [Theory]
    [InlineData("mkdir \"$DAEMON_HOME/cosmovisor/state.json\" \"$DAEMON_HOME/cosmovisor/events.jsonl\"")]
    [InlineData("mkfifo \"$DAEMON_HOME/cosmovisor/events.jsonl\" \"$DAEMON_HOME/cosmovisor/state.json.new\"")]
    [InlineData(
        "ln -s /dev/full \"$DAEMON_HOME/cosmovisor/events.jsonl\"; ln -s /nowhere/at/all \"$DAEMON_HOME/cosmovisor/state.json.new\"")]
    public static void NeverStopsTheNode(string before)
    {
        using var home = Home("v2").Install("upgrades/v2", "echo new; exit 4");
        Assert.Equal(0, home.Shell(before).Code);

        var end = home.Run("start");

        Assert.Equal((4, ""), (end.Code, end.Error));
    }

    [Fact]
    public static void ByACommandToo()
    {
        using var home = new NodeHome().Install("genesis", "exit 0").Write("v2d", "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(home.In("v2d"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(0, home.Ctl("add-upgrade", "v2", home.In("v2d"), "--upgrade-height", "50").Code);

        Assert.Equal(["plan-scheduled"], Events(home));
    }

    private static NodeHome Home(string plan) =>
        new NodeHome().Install("genesis", Scripts.Halt(plan)).Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

    // Every state that is seen, and every line, is as its schema has it.
    private static JsonElement State(NodeHome home)
    {
        var text = File.ReadAllText(home.In("cosmovisor/state.json"));
        Assert.Empty(JsonSchema.Faults("state.schema.json", text));
        return JsonDocument.Parse(text).RootElement;
    }

    private static JsonElement State(NodeHome home, Run run, Func<JsonElement, bool> isThere)
    {
        _ = run.Await("that state", () => File.Exists(home.In("cosmovisor/state.json")) && isThere(State(home)));
        return State(home);
    }

    private static string[] Events(NodeHome home) =>
        [.. File.ReadLines(home.In("cosmovisor/events.jsonl")).Select(line =>
        {
            Assert.Empty(JsonSchema.Faults("events.schema.json", line));
            return JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!;
        })];

    private static string? Daemon(JsonElement state) => state.GetProperty("daemon").GetProperty("state").GetString();

    private static (string?, string?, string?, string?) Last(JsonElement state)
    {
        var last = state.GetProperty("lastUpgrade");
        return (last.GetProperty("name").GetString(), last.GetProperty("result").GetString(), last.GetProperty("from").GetString(),
            last.GetProperty("to").GetString());
    }
}
