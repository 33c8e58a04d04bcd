using Xunit;
using static Cosmovisor.Tests.RealChains.ChainHome;

namespace Cosmovisor.Tests.RealChains;

/// <summary>A plan file says what is planned, not that the node has halted.</summary>
[ManyStarts]
public static class NodesThatWriteTheirPlanFileThemselves
{
    private const string NodeKey =
        """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";

    [Theory]
    [InlineData("0.50", "moving")]
    [InlineData("0.50", "zero")]
    [InlineData("0.53", "still")]
    public static void WhenItIsDecidedAreUpgradedAtItsHeightAndNotBefore(string era, string signs)
    {
        const int At = 60;

        foreach (var words in Contracts)
        {
            using var home =
                new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("UNSAFE_SKIP_BACKUP", "true").Write("data/here", "");
            var chain =
                $"--home {home.Path} --block-time 40 --note-blocks {home.In("made")} --era {era} --sign-state {signs} --plan v2@{At} --voted-at 2 --plan-file early {Answering(home)}";
            _ = home.InstallNode("genesis", $"--as v1 --blocks 90 {chain}")
                .InstallNode("upgrades/v2", $"--as v2 --handles v2 --blocks 2 --pre-upgrade-exit 1 {chain}");

            var end = home.Run(words);

            Assert.True(end.Code == 0, end.Error + home.Log);
            Assert.Equal([.. By("v1", 1, At - 1), .. By("v2", At, At + 1)], home.Blocks());
        }
    }

    [Theory]
    [InlineData("moving")]
    [InlineData("zero")]
    public static void WhileTheyMakeTheLastBlocksBeforeItAreNotStoppedByALookAtThem(string signs)
    {
        const int At = 9;
        using var home = new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("UNSAFE_SKIP_BACKUP", "true")
            .Set("COSMOVISOR_LOOK_AHEAD", "1s").Write("data/here", "");
        var chain =
            $"--home {home.Path} --block-time 800 --note-blocks {home.In("made")} --era 0.50 --sign-state {signs} --plan v2@{At} --voted-at 2 --plan-file early {Answering(home)}";
        _ = home.InstallNode("genesis", $"--as v1 --blocks 20 {chain}")
            .InstallNode("upgrades/v2", $"--as v2 --handles v2 --blocks 2 --pre-upgrade-exit 1 {chain}");

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error + home.Log);
        Assert.Equal([.. By("v1", 1, At - 1), .. By("v2", At, At + 1)], home.Blocks());
    }

    [Theory]
    [InlineData("moving")]
    [InlineData("zero")]
    public static void WhenTheyHaveDoneTheUpgradeThemselvesAreNeverStoppedForIt(string signs)
    {
        foreach (var words in Contracts)
        {
            using var home = new NodeHome().Set("UNSAFE_SKIP_BACKUP", "true").Write("data/here", "");
            _ = home.InstallNode("genesis", "--as v1 --blocks 1")
                .InstallNode(
                    "upgrades/v4",
                    $"--as v4 --home {home.Path} --block-time 40 --note-blocks {home.In("made")} --era 0.50 --sign-state {signs} --records signalled@5 {Answering(home)}")
                .PointCurrentTo("upgrades/v4");

            for (var start = 1; start <= 3; start++)
            {
                var until = start * 40;
                using var run = home.Start(words);
                _ = run.Await($"block {until}", () => home.Blocks().Length >= until);
                run.Signal(Run.Terminate);
                var end = run.End();
                Assert.True(end.Code == 0, $"start {start} ended with {end.Code}: {end.Error}\n{home.Log}");
            }

            Assert.Equal([.. By("v4", 1, home.Blocks().Length)], home.Blocks());
            Assert.Equal("upgrades/v4", home.Current);
        }
    }

    private static string Answering(NodeHome home)
    {
        _ = home.Write("config/node_key.json", NodeKey)
            .Write("config/config.toml", $"[rpc]\nladdr = \"unix://{home.In("rpc.sock")}\"\n\n[p2p]\nladdr = \"tcp://127.0.0.1:1\"\n");
        return $"--rpc unix://{home.In("rpc.sock")}";
    }
}
