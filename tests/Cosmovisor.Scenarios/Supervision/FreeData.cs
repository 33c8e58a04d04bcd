using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>The next binary finds the data as if it had been alone from the beginning.</summary>
public static class FreeData
{
    private const string HaltAndWait = "\nexec sleep 60";

    [Theory]
    [InlineData("data")]
    [InlineData("another disk")]
    public static void IsWaitedForWhileSomebodyHoldsADatabase(string folder)
    {
        using var home = Upgrading(folder);
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "40s";
        using var holder = Hold(home);
        using var run = home.Start("start");

        run.Await("the log to say so", () => home.Log.Contains("waiting for a database lock", StringComparison.Ordinal));
        Assert.Equal("genesis", home.Current);
        holder.Signal(Run.Kill);

        Assert.EndsWith("new\n", run.End().Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/chain2", home.Current);
    }

    [Fact]
    public static void IsNotWaitedForLongerThanTheGrace()
    {
        using var home = Upgrading("data");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";
        using var holder = Hold(home);

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains(".db/LOCK", end.Error, StringComparison.Ordinal);
        Assert.Contains($"pid {holder.Pid}", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("new", end.Output, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsAlsoThatOfADatabaseOnAnotherDiskByALink()
    {
        using var home = Upgrading("data");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";
        _ = Directory.CreateDirectory(home.In("another disk"));
        _ = File.CreateSymbolicLink(home.In("data/application.db"), home.In("another disk"));
        using var holder = Python.Holds(home.In("another disk/LOCK"), home.Variables());

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains($"{home.In("another disk/LOCK")} is held by pid {holder.Pid}", end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsSeenPastALockFileOfTheFolderItself()
    {
        using var home = Upgrading("data").Write("data/LOCK", "");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";
        using var holder = Hold(home);

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains(".db/LOCK", end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsGivenUpWaitingForWhenWeAreAskedToEnd()
    {
        using var home = Upgrading("data");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "40s";
        using var holder = Hold(home);
        using var run = home.Start("start");
        run.Await("the log to say so", () => home.Log.Contains("waiting for a database lock", StringComparison.Ordinal));

        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsGivenTheDelayTheOperatorAskedFor()
    {
        using var home = new NodeHome()
            .Install("genesis", "trap 'date +%s%N; exit' TERM\n" + Sentences.Halt("chain2") + "\nwhile :; do sleep 0.02; done");
        home.InstallUpgrade("chain2", "date +%s%N");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["DAEMON_RESTART_DELAY"] = "700ms";

        var lines = home.Run("start").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var (ended, started) = (long.Parse(lines[^2], CultureInfo.InvariantCulture), long.Parse(lines[^1], CultureInfo.InvariantCulture));
        Assert.InRange(started - ended, 700_000_000, 40_000_000_000);
    }

    [Fact]
    public static void IsFreeOfTheNodesOwnLocksWhenTheNewOneOpensIt()
    {
        using var home = new NodeHome();
        home.InstallNode("genesis", $"--home {home.Path} --plan chain2@3 --block-time 10 --term-delay 300");
        home.InstallNode("upgrades/chain2", $"--home {home.Path} --as v2 --handles chain2 --plan chain2@3 --block-time 10 --blocks 3");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        var end = home.Run("start");

        Assert.Equal(0, end.Code);
        Assert.Contains("applying upgrade", end.Output + end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("resource temporarily unavailable", end.Output + end.Error, StringComparison.Ordinal);
    }

    private static NodeHome Upgrading(string folder)
    {
        var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + HaltAndWait);
        home.InstallUpgrade("chain2", "echo new");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        _ = Directory.CreateDirectory(home.In(folder));

        if (folder != "data")
        {
            _ = File.CreateSymbolicLink(home.In("data"), home.In(folder));
        }

        return home;
    }

    /// <summary>A node started by hand, beside us: it holds its databases as goleveldb does, with fcntl(2).</summary>
    private static Run Hold(NodeHome home) =>
        new Run(Executable.SimNode, ["--home", home.Path, "--say-ready", "start"], home.Variables()).AwaitOutput("ready pid=");
}
