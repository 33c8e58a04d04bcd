using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Its exit code is ours; killed by a signal it is 128 + signal.</summary>
public static class HowTheDaemonEnds
{
    [Theory]
    [InlineData("start", 0)]
    [InlineData("start", 1)]
    [InlineData("start", 2)]
    [InlineData("start", 66)]
    [InlineData("start", 126)]
    [InlineData("start", 127)]
    [InlineData("start", 137)]
    [InlineData("start", 255)]
    [InlineData("query", 3)]
    [InlineData("other", 42)]
    public static void ByItsCode(string word, int code)
    {
        using var home = new NodeHome().Install("genesis", $"exit {code}");

        var end = home.Run(word);

        Assert.Equal((code, "", ""), (end.Code, end.Output, end.Error));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("KILL", 137)]
    [InlineData("SEGV", 139)]
    [InlineData("ABRT", 134)]
    [InlineData("INT", 130)]
    public static void ByASignal(string signal, int code)
    {
        using var home = new NodeHome().Install("genesis", $"kill -{signal} $$");

        Assert.Equal(code, home.Run("start").Code);
    }

    [Fact]
    public static void IsToldInOurLog()
    {
        using var home = new NodeHome().Install("genesis", "[ \"$1\" = start ] && exit 137; kill -KILL $$");

        _ = home.Run("start");
        _ = home.Run("other");

        Assert.Contains("daemon ended with code 137 ", home.Log, StringComparison.Ordinal);
        Assert.Contains("daemon was killed by signal 9 (KILL) ", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void WhenTheOperatorAsksForIt()
    {
        using var home = new NodeHome().InstallNode("genesis", $"--home {"$DAEMON_HOME"} --say-ready --log-signals");
        using var run = home.Start("start").AwaitOutput("ready");

        run.Signal(Run.Terminate);
        var end = run.End();

        Assert.Equal(0, end.Code);
        Assert.Contains("signal TERM", end.Output, StringComparison.Ordinal);
    }
}
