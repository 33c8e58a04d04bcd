using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class WhatIsNoUpgrade
{
    private const string Announcement = "1:00PM ERR UPGRADE \"v2\" NEEDED at height: 49: go module=x/upgrade";

    [Fact]
    public static void AnAnnouncementAloneIsAWarning()
    {
        using var home = Home($"{Scripts.Print(Announcement)}\nread line\necho still here");
        using var run = home.Start("start").AwaitOutput("UPGRADE");

        run.Await("the warning", () => home.Log.Contains("WARN  the node announces an upgrade", StringComparison.Ordinal));
        Assert.False(run.HasEnded);
        Assert.Equal("genesis", home.Current);
    }

    [Theory]
    [InlineData("1:00PM ERR CONSENSUS FAILURE!!! err=\"some random error\" module=consensus")]
    [InlineData("panic: runtime error: index out of range")]
    [InlineData("1:00PM ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"other\\\" NEEDED at height: 49: \" module=consensus")]
    [InlineData("1:00PM INF executed tx memo=\"panic: UPGRADE \\\"v2\\\" NEEDED at height: 49: \"")]
    public static void AnotherFailureAfterAnAnnouncementDoesNotEndTheNode(string line)
    {
        using var home = Home($"{Scripts.Print(Announcement, line)}\nread line\necho still here\nread line");
        using var run = home.Start("start").AwaitOutput(line);

        run.Input.WriteByte((byte)'\n');
        run.Input.Flush();

        _ = run.AwaitOutput("still here");
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void AConsensusFailureWithoutAnAnnouncementIsTheDaemonsOwnAffair()
    {
        using var home = Home($"{Scripts.Print("1:00PM ERR CONSENSUS FAILURE!!! err=\"some random error\" module=consensus")}\nexit 3");

        Assert.Equal(3, home.Run("start").Code);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void ATransactionThatQuotesTheWholeStoryIsNone()
    {
        using var home = new NodeHome().InstallNode("genesis", "--forge --blocks 30 --block-time 0 --era 0.47 --home \"$DAEMON_HOME\"")
            .Install("upgrades/v2", "echo v2");

        var end = home.Run("start");

        Assert.Equal(0, end.Code);
        Assert.Contains("NEEDED at height", end.Output + end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
        Assert.DoesNotContain("announces", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void ABinaryThatIsNewerThanItsChainIsExplained()
    {
        using var home = new NodeHome()
            .InstallNode("genesis", "--handles v2 --plan v2@50 --block-time 0 --home \"$DAEMON_HOME\" --halt exit")
            .Install("upgrades/v2", "echo v2");

        var end = home.Run("start");

        Assert.NotEqual(0, end.Code);
        Assert.Contains("BINARY UPDATED BEFORE TRIGGER!", end.Output + end.Error, StringComparison.Ordinal);
        Assert.Contains("WARN  the running binary is newer than the chain", home.Log, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Theory]
    [InlineData("--unsafe-skip-upgrades", "49")]
    [InlineData("--unsafe-skip-upgrades=7,49", "--x")]
    public static void APlanAtAHeightToBeSkippedIsLeftAlone(string flag, string next)
    {
        using var home = Home($"{Scripts.Print(Announcement, "panic: UPGRADE \"v2\" NEEDED at height: 49: go")}\nexit 2");

        Assert.Equal(2, home.Run("start", flag, next).Code);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void ANodeThatSkipsAHeightGoesOn()
    {
        using var home = new NodeHome().InstallNode("genesis", "--plan v2@5 --block-time 0 --blocks 10 --home \"$DAEMON_HOME\"")
            .Install("upgrades/v2", "echo v2");

        var end = home.Run("start", "--unsafe-skip-upgrades", "5");

        Assert.Equal(0, end.Code);
        Assert.Contains("UPGRADE \"v2\" SKIPPED at", end.Output + end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void TheOperatorsTermAfterAnAnnouncementIsAnOrdinaryEnd()
    {
        using var home = Home($"{Scripts.Print(Announcement)}\n{Scripts.StayAlive}");
        using var run = home.Start("start").AwaitOutput("UPGRADE");

        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.Equal("genesis", home.Current);
    }

    private static NodeHome Home(string genesis) => new NodeHome().Install("genesis", genesis).Install("upgrades/v2", "echo v2");
}
