using Xunit;

namespace Cosmovisor.Tests.Supervision;

public static class OurLogNeverStopsTheNode
{
    [Fact]
    public static void OnAFullDisk()
    {
        using var home = Home();
        _ = File.CreateSymbolicLink(home.In("cosmovisor/cosmovisor.log"), "/dev/full");

        IsUpgraded(home,
            $"cosmovisor: the log {home.In("cosmovisor/cosmovisor.log")} cannot be written (No space left on device (errno 28)): the node runs, and what cosmovisor does is not logged\n");
    }

    [Fact]
    public static void WithAFolderInItsPlace()
    {
        using var home = Home();
        _ = Directory.CreateDirectory(home.In("cosmovisor/cosmovisor.log"));

        IsUpgraded(home,
            $"cosmovisor: the log {home.In("cosmovisor/cosmovisor.log")} cannot be written (Is a directory (errno 21)): the node runs, and what cosmovisor does is not logged\n");
    }

    [Fact]
    public static void WithAFifoInItsPlace()
    {
        using var home = Home();
        Assert.Equal(0, home.Shell("mkfifo \"$DAEMON_HOME/cosmovisor/cosmovisor.log\"").Code);

        IsUpgraded(home,
            $"cosmovisor: the log {home.In("cosmovisor/cosmovisor.log")} cannot be written (No such device or address (errno 6)): the node runs, and what cosmovisor does is not logged\n");
    }

    private static NodeHome Home() => new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2; exit 4")
        .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

    private static void IsUpgraded(NodeHome home, string told)
    {
        var end = home.Run("start");

        Assert.Equal((4, told), (end.Code, end.Error));
        Assert.EndsWith("v2\n", end.Output, StringComparison.Ordinal);
        Assert.Matches("\"logLost\": [1-9]", File.ReadAllText(home.In("cosmovisor/state.json")));
    }
}
