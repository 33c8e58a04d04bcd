using Xunit;

namespace Cosmovisor.Tests;

public static class OurLogNeverStopsTheNode
{
    [Fact]
    public static void OnAFullDisk()
    {
        using var home = Home();
        _ = File.CreateSymbolicLink(home.In("cosmovisor/cosmovisor.log"), "/dev/full");

        IsUpgraded(home);
    }

    [Fact]
    public static void WithAFolderInItsPlace()
    {
        using var home = Home();
        _ = Directory.CreateDirectory(home.In("cosmovisor/cosmovisor.log"));

        IsUpgraded(home);
    }

    [Fact]
    public static void WithAFifoInItsPlace()
    {
        using var home = Home();
        Assert.Equal(0, home.Shell("mkfifo \"$DAEMON_HOME/cosmovisor/cosmovisor.log\"").Code);

        IsUpgraded(home);
    }

    private static NodeHome Home() => new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2; exit 4").Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

    private static void IsUpgraded(NodeHome home)
    {
        var end = home.Run("start");

        Assert.Equal((4, ""), (end.Code, end.Error));
        Assert.EndsWith("v2\n", end.Output, StringComparison.Ordinal);
    }
}
