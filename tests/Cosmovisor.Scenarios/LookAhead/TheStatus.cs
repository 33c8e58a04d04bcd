using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary><c>cosmovisorctl status</c>: how a home stands, whether or not anything runs there.</summary>
public static class TheStatus
{
    [Fact]
    public static void OfAHomeWhereNothingRunsIsToldAllTheSame()
    {
        using var home = new NodeHome().Install("genesis", "true").PointCurrentTo("genesis");

        var end = home.Ctl("status");

        Assert.Equal(2, end.Code);
        Assert.Equal(
            """
            supervisor  not running
            daemon      version genesis
            node        not looked at yet
            next        no upgrade is coming, as far as is known
            last        no upgrade yet

            """,
            end.Output);
    }

    [Fact]
    public static void OfARunningNodeNamesItsProcessesAndWhatComes()
    {
        using var home = new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/here", "");
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };
        using var run = home.Start("start").AwaitOutput("started");
        _ = home.Ctl("look-ahead");

        var end = home.Ctl("status", "--json");

        Assert.Equal(1, end.Code); // v2 has no binary
        Assert.Equal((0, "ok\n"), (home.Ctl("status", "--alive").Code, home.Ctl("status", "--alive").Output));
        var status = JsonDocument.Parse(end.Output).RootElement;
        Assert.Equal(run.Pid, status.GetProperty("supervisor").GetInt32());
        Assert.Equal(77, status.GetProperty("outlook").GetProperty("node").GetProperty("height").GetInt32());
        Assert.Contains("next        v2 at height 100: decided, in 23 blocks: not ready\n            problem: there is none at ",
            home.Ctl("status").Output, StringComparison.Ordinal);
        Assert.Equal(
            """{"name":"v2","height":100}""",
            home.Ctl("show-upgrade-info").Output.TrimEnd().Replace(",\"info\":\"\"", "", StringComparison.Ordinal));
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    [Fact]
    public static void IsAWordForAHealthCheckWhateverNeedsAHuman()
    {
        using var home = new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/here", "");
        _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));
        var before = home.Ctl("status", "--alive");
        using var run = home.Start("start").AwaitOutput("started");
        Directory.Move(home.In("data"), home.In("gone"));

        var alive = home.Ctl("status", "--alive");
        run.Signal(Run.Terminate);
        _ = run.End();

        Assert.Equal((1, "stopped\n"), (before.Code, before.Output));
        Assert.Equal((0, "ok\n"), (alive.Code, alive.Output));
        Assert.Equal(1, home.Ctl("status", "--alive").Code);
    }

    [Fact]
    public static void OfSeveralHomesIsALineEach()
    {
        using var folder = new NodeHome();
        using var home = new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/here", "");
        _ = Directory.CreateSymbolicLink(folder.In("elsewhere"), home.Path);
        _ = folder.Write("a/one/cosmovisor/genesis/bin/noded", "");
        using var run = home.Start("start").AwaitOutput("started");

        var end = home.Ctl("status", "--all", folder.Path, home.Path);

        Assert.Equal(2, end.Code);
        Assert.Equal(new[] { $"{folder.In("a/one")}: not running, version none", $"{home.Path}: running, version genesis" }
            .Order(StringComparer.Ordinal), end.Output.TrimEnd('\n').Split('\n'));
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    [Fact]
    public static void IsDrawnAgainWhenItChanges()
    {
        using var home = new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/here", "");
        using var watch =
            new Run(Executable.Cosmovisorctl, ["status", "--watch"], home.OwnVariables()).AwaitOutput("supervisor  not running");
        using var run = home.Start("start").AwaitOutput("started");

        _ = watch.AwaitOutput($"supervisor  running, pid {run.Pid}");
        watch.Signal(Run.Interrupt);
        Assert.Equal(0, watch.End().Code);
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    [Fact]
    public static void OfAnUpgradeThatIsDoneHasItsTime()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2");
        _ = home.Run("start");

        Assert.Matches("\nlast        v2 at height [0-9]+: done, 20[0-9-]+ [0-9:]+ UTC\n", home.Ctl("status").Output);
    }
}
