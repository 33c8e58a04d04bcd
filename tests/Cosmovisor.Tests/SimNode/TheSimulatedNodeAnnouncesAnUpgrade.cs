using Xunit;

namespace Cosmovisor.Tests.SimNode;

public static class TheSimulatedNodeAnnouncesAnUpgrade
{
    [Theory]
    [InlineData("0.38", "plain", "E[TIME] UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1} module=main ")]
    [InlineData(
        "0.38", "json", """{"_msg":"UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}","level":"error","module":"main","ts":"TIME"}""")]
    [InlineData("0.42", "plain", "TIME ERR UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}")]
    [InlineData("0.44", "plain", "TIME ERR UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}")]
    [InlineData("0.45", "json", """{"level":"error","time":"TIME","message":"UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}"}""")]
    [InlineData("0.46", "plain", "TIME ERR UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}")]
    [InlineData("0.47", "json",
        """{"level":"error","module":"server","time":"TIME","message":"UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}"}""")]
    [InlineData("0.50", "plain", "TIME ERR UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1} module=x/upgrade")]
    [InlineData(
        "0.50", "json",
        """{"level":"error","module":"server","module":"x/upgrade","time":"TIME","message":"UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}"}""")]
    [InlineData(
        "0.55", "json",
        """{"level":"error","module":"server","module":"baseapp","module":"x/upgrade","time":"TIME","message":"UPGRADE \"v2\" NEEDED at height: 3: some {\"a\":1}"}""")]
    public static void InItsErasWordsOnItsErasStream(string era, string format, string line)
    {
        using var home = new NodeHome();

        var end = home.Run(
            "--era", era, "--halt", "exit", "--exit-code", "7", "--plan", "v2@3:some {\"a\":1}", "start", "--log_format", format);

        Assert.Contains(
            line, string.CompareOrdinal(era, "0.42") >= 0 && string.CompareOrdinal(era, "0.47") < 0 ? end.ErrorLines : end.OutputLines);
        Assert.Equal(7, end.ExitCode);
    }

    [Theory]
    [InlineData("text", "time=TIME level=ERROR msg=\"UPGRADE \\\"v2\\\" NEEDED at height: 1: \" module=server")]
    [InlineData("json", """{"time":"TIME","level":"ERROR","msg":"UPGRADE \"v2\" NEEDED at height: 1: ","module":"server"}""")]
    public static void InSlogsWordsIfAsked(string slog, string line)
    {
        using var home = new NodeHome();

        Assert.Contains(line, home.Run("--slog", slog, "--halt", "exit", "--plan", "v2@1", "start").AllLines);
    }

    [Theory]
    [InlineData("0.45", "\e[90mTIME\e[0m \e[1m\e[31mERR\e[0m\e[0m UPGRADE \"v2\" NEEDED at height: 1: ")]
    [InlineData("0.47", "\e[90mTIME\e[0m \e[31mERR\e[0m \e[1mUPGRADE \"v2\" NEEDED at height: 1: \e[0m \e[36mmodule=\e[0mserver")]
    [InlineData("0.53", "\e[90mTIME\e[0m \e[31mERR\e[0m \e[1mUPGRADE \"v2\" NEEDED at height: 1: \e[0m \e[36mmodule=\e[0mx/upgrade")]
    public static void InColourUnlessTold(string era, string line)
    {
        using var home = new NodeHome();

        var end = RunningNode.RunToEnd(["--home", home.Path, "--era", era, "--halt", "exit", "--plan", "v2@1", "start"]);

        Assert.Contains(line, end.AllLines);
    }

    [Theory]
    [InlineData("0.38", null)]
    [InlineData("0.42", """{"name":"v2","height":1}""")]
    [InlineData("0.44", """{"name":"v2","height":1}""")]
    [InlineData("0.45", """{"name":"v2","height":1,"info":"a\u003cb"}""")]
    [InlineData("0.46", """{"name":"v2","time":"0001-01-01T00:00:00Z","height":1,"info":"a\u003cb"}""")]
    public static void AndLeavesThePlanFileOfItsEra(string era, string? plan)
    {
        using var home = new NodeHome();

        _ = home.Run("--era", era, "--halt", "exit", "--plan", "v2@1:a<b", "start");

        Assert.Equal(plan, File.Exists(Path.Combine(home.Path, "data/upgrade-info.json")) ? home.Text("data/upgrade-info.json") : null);
    }

    [Fact]
    public static void WithHalfAPlanFileForAWhile()
    {
        using var home = new NodeHome();
        using var node = home.Start("--plan-file", "half", "--half-pause", "60000", "--plan", "v2@1", "start");
        var file = Path.Combine(home.Path, "data/upgrade-info.json");

        Wait.Until("the plan file", () => File.Exists(file) && new FileInfo(file).Length > 0);
        Assert.StartsWith(File.ReadAllText(file), """{"name":"v2","time":"0001-01-01T00:00:00Z","height":1}""", StringComparison.Ordinal);
        Assert.DoesNotContain("}", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public static void OrDiesInTheMiddleOfTheLine()
    {
        using var home = new NodeHome();

        var end = home.Run("--die-mid-line", "--plan", "v2@1:information", "start");

        Assert.DoesNotContain("information", end.Output, StringComparison.Ordinal);
        Assert.Contains("UPGRADE", end.OutputLines[^1], StringComparison.Ordinal);
        Assert.False(end.Output.EndsWith('\n'));
    }

    [Fact]
    public static void OrWritesTheLineInTwoPieces()
    {
        using var home = new NodeHome();
        using var node = home.Start("--split-announcement", "500", "--halt", "panic", "--plan", "v2@1:information", "start");

        node.WaitFor("UPGRADE");
        var end = node.WaitForEnd();

        Assert.Contains("TIME ERR UPGRADE \"v2\" NEEDED at height: 1: information module=server", end.AllLines);
        Assert.Contains("panic: UPGRADE \"v2\" NEEDED at height: 1: information", end.AllLines);
        Assert.Equal(2, end.ExitCode);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("json")]
    public static void AndLetsAStrangerForgeItInAMemoThatIsNeverALineOfItsOwn(string format)
    {
        using var home = new NodeHome();

        var end = home.Run("--forge", "--blocks", "7", "--plan", "v2@100", "start", "--log_format", format);

        var forged = end.AllLines.Where(line => line.Contains("NEEDED", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, forged.Length);
        Assert.All(forged, line => Assert.Contains("delivered tx", line, StringComparison.Ordinal));
    }
}
