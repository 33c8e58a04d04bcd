using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>A node runs, its chain asks for an upgrade, and the new binary runs.</summary>
public static class TheMainJob
{
    private const string Genesis =
        """
        echo Genesis "$@"
        echo 'UPGRADE "chain2" NEEDED at height: 49: {}'
        echo 'panic: UPGRADE "chain2" NEEDED at height: 49: {}'
        exec sleep 60
        """;

    [Fact]
    public static void RestartsWithTheSameArgumentsUnderTheNewBinary()
    {
        using var home =
            new NodeHome().Install("genesis", Genesis).Install("upgrades/chain2", "echo Chain 2 is live!\necho Args: \"$@\"\nexit 7");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        var end = home.Run("start", "--some", "args");

        Assert.Equal(
            """
            Genesis start --some args
            UPGRADE "chain2" NEEDED at height: 49: {}
            panic: UPGRADE "chain2" NEEDED at height: 49: {}
            Chain 2 is live!
            Args: start --some args

            """,
            end.Output);
        Assert.Equal("", end.Error);
        Assert.Equal(7, end.Code);
        Assert.Equal("upgrades/chain2", home.Current);
    }

    [Fact]
    public static void EndsWithZeroAfterTheSwitchUnlessToldToRestart()
    {
        using var home = new NodeHome().Install("genesis", Genesis).Install("upgrades/chain2", "echo never started");

        var end = home.Run("start");

        Assert.Equal(0, end.Code);
        Assert.DoesNotContain("never started", end.Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/chain2", home.Current);
    }

    [Fact]
    public static void ChangesNothingWhenTheNewBinaryIsMissing()
    {
        using var home = new NodeHome().Install("genesis", Genesis);

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains(home.In("cosmovisor/upgrades/chain2/bin/dummyd"), end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
        Assert.False(Directory.Exists(home.In("cosmovisor/upgrades")));
    }
}
