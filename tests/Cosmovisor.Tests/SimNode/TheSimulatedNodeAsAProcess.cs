using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.SimNode;

public static class TheSimulatedNodeAsAProcess
{
    [Fact]
    public static void HoldsItsDatabaseAgainstASecondOne()
    {
        using var home = new NodeHome();
        using var node = home.Start("start");
        node.WaitFor("ready pid=");

        var second = home.Run("start");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("resource temporarily unavailable", second.Error, StringComparison.Ordinal);
        Assert.Contains(
            File.ReadLines("/proc/locks"),
            held => held.Contains("POSIX", StringComparison.Ordinal) && held.Contains($" {node.Id} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(15, "terminated")]
    [InlineData(2, "interrupt")]
    [InlineData(3, "quit")]
    public static void LeavesCleanlyWhenAsked(int signal, string name)
    {
        using var home = new NodeHome();
        using var node = home.Start("--era", "0.50", "--term-delay", "10", "--term-code", "5", "start");
        node.WaitFor("ready pid=");

        node.Signal(signal);
        var end = node.WaitForEnd();

        Assert.Contains($"TIME INF caught signal module=server signal={name}", end.AllLines);
        Assert.Contains("TIME INF Closing application.db module=server", end.AllLines);
        Assert.EndsWith("Flushed\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(5, end.ExitCode);
    }

    [Fact]
    public static void TellsTheSignalsItGets()
    {
        using var home = new NodeHome();
        using var node = home.Start("--log-signals", "start");
        node.WaitFor("ready pid=");

        foreach (var (number, name) in new[] { (1, "HUP"), (10, "USR1"), (12, "USR2"), (28, "WINCH"), (18, "CONT"), (15, "TERM") })
        {
            node.Signal(number);
            node.WaitFor($"signal {name}\n");
        }

        Assert.Equal(0, node.WaitForEnd().ExitCode);
    }

    [Fact]
    public static void StaysWhenToldToIgnoreTheEnd()
    {
        using var home = new NodeHome();
        using var node = home.Start("--ignore-term", "start");
        node.WaitFor("ready pid=");

        node.Signal(15);
        node.WaitFor("INF ignoring signal module=server signal=terminated");
        node.Signal(9);

        Assert.Equal(137, node.WaitForEnd().ExitCode);
    }

    [Fact]
    public static void LeavesOffspringThatHoldItsOutputOpen()
    {
        using var home = new NodeHome();
        using var node = home.Start("--fork", "1", "--fork-ignore-term", "1", "--fork-daemonize", "1", "start");
        node.WaitFor("ready pid=");
        var offspring = File.ReadAllLines(Path.Combine(home.Path, "data/simnode.offspring"))
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
            .ToArray();

        try
        {
            node.Signal(15);
            _ = node.WaitForEnd(streamsToo: false);

            Assert.Equal(3, offspring.Length);
            Assert.All(offspring, id => Assert.True(Directory.Exists($"/proc/{id}")));
            Assert.True(node.StreamsAreOpen);
        }
        finally
        {
            Array.ForEach(offspring, RunningNode.Kill);
        }
    }

    [Fact]
    public static void PrintsALineOfAnyLength()
    {
        using var home = new NodeHome();

        var end = home.Run("--big-line", "3000000", "--blocks", "0", "start");

        Assert.Contains(new string('x', 3000000), end.AllLines);
    }

    [Fact]
    public static void PrintsTheSameGarbageForTheSameSeed()
    {
        var once = Garbage("1");

        Assert.Equal(once, Garbage("1"));
        Assert.NotEqual(once, Garbage("2"));

        static string Garbage(string seed)
        {
            using var home = new NodeHome();
            var output = home.Run("--announce-to", "stdout", "--garbage", "1000", "--seed", seed, "--blocks", "0", "start").Output;
            return output.Split("software-version=v1\n")[1][..1000];
        }
    }

    [Theory]
    [InlineData("--log-lines", "25")]
    [InlineData("--chatty", "200000")]
    public static void TalksAsMuchAsItIsToldAndStillMakesItsBlocks(string option, string amount)
    {
        using var home = new NodeHome();
        using var node = home.Start(option, amount, "--block-time", "1", "start");

        node.WaitFor("committed state app_hash");
        Wait.Until("a height of two digits", () => home.Text("data/simnode.height").Length > 2);
        node.Signal(15);

        Assert.InRange(
            node.WaitForEnd().AllLines.Count(line => line.Contains("received proposal", StringComparison.Ordinal)), 25, int.MaxValue);
    }

    [Fact]
    public static void AnswersPreUpgradeWithOneCodeAfterTheOther()
    {
        using var home = new NodeHome();

        var codes = Enumerable.Range(0, 4).Select(_ => home.Run("--as", "v2", "--pre-upgrade-exit", "31,31,0", "pre-upgrade").ExitCode);

        Assert.Equal([31, 31, 0, 0], codes);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(home.Path, "pre-upgrade.calls")).Length);
    }

    [Fact]
    public static void ShowsWhatItsSupervisorPassedOn()
    {
        Assert.Equal("a b\n\n--home\n", RunningNode.RunToEnd(["echo-args", "a b", "", "--home"]).Output);
        Assert.Equal("\0ÿ\r\nno end", RunningNode.RunToEnd(["cat"], "\0ÿ\r\nno end").Output);
        Assert.Equal(42, RunningNode.RunToEnd(["exit", "42"]).ExitCode);
        Assert.Equal(143, RunningNode.RunToEnd(["kill", "TERM"]).ExitCode);
        Assert.Equal(137, RunningNode.RunToEnd(["kill", "SIGKILL"]).ExitCode);
        Assert.Equal($"{Environment.CurrentDirectory}\n", RunningNode.RunToEnd(["pwd"]).Output);
        Assert.Equal("simnode v2: query bank total\n", RunningNode.RunToEnd(["--as", "v2", "query", "bank", "total"]).Output);
        Assert.Contains("\"version\":\"v2\"", RunningNode.RunToEnd(["--as", "v2", "version", "--long", "--output", "json"]).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--plna", "v2@1")]
    [InlineData("--plan", "v2")]
    [InlineData("--block-time", "fast")]
    [InlineData("--era", "0.99")]
    public static void RefusesOptionsItDoesNotUnderstand(string option, string value)
    {
        var end = RunningNode.RunToEnd([option, value, "start"]);

        Assert.Equal(64, end.ExitCode);
        Assert.Contains(option, end.Error, StringComparison.Ordinal);
    }
}
