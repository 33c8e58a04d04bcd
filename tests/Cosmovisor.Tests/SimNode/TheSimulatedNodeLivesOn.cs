using Xunit;

namespace Cosmovisor.Tests.SimNode;

public static class TheSimulatedNodeLivesOn
{
    private static readonly string[] Chain = ["--era", "0.47", "--halt", "panic", "--plan", "v2@5", "--plan", "v3@8"];

    [Fact]
    public static void FromTheHeightWhereItStopped()
    {
        using var home = new NodeHome();

        _ = home.Run("--blocks", "3", "start");
        var second = home.Run("--blocks", "2", "start");

        Assert.Contains("TIME INF executed block height=4 module=state num_invalid_txs=0 num_valid_txs=0", second.AllLines);
        Assert.Equal("5\n", home.Text("data/simnode.height"));
        Assert.Contains("\"height\": \"5\"", home.Text("data/priv_validator_state.json"), StringComparison.Ordinal);
        Assert.Contains("\"latest_block_height\":\"5\"", home.Run("status").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void WithEachBinaryToTheUpgradeItDoesNotContain()
    {
        using var home = new NodeHome();

        var first = home.Run([.. Chain, "start"]);
        var again = home.Run([.. Chain, "start"]);
        var second = home.Run([.. Chain, "--as", "v2", "--handles", "v2", "start"]);
        var third = home.Run([.. Chain, "--as", "v3", "--handles", "v3", "--blocks", "1", "start"]);

        Assert.Equal([2, 2, 2, 0], [first.ExitCode, again.ExitCode, second.ExitCode, third.ExitCode]);
        Assert.All([first, again], end => Assert.Contains("panic: UPGRADE \"v2\" NEEDED at height: 5: ", end.AllLines));
        Assert.DoesNotContain(again.AllLines, line => line.Contains("executed block", StringComparison.Ordinal));
        Assert.Contains("TIME INF applying upgrade \"v2\" at height: 5 module=server", second.AllLines);
        Assert.Contains("panic: UPGRADE \"v3\" NEEDED at height: 8: ", second.AllLines);
        Assert.Equal("8\n", home.Text("data/simnode.height"));
    }

    [Fact]
    public static void OnlyWithABinaryThatKnowsTheChainsPast()
    {
        using var home = new NodeHome();
        _ = home.Run("--plan", "v2@1", "--handles", "v2", "--blocks", "1", "start");

        var end = home.Run("--plan", "v2@1", "--halt", "panic", "start");

        Assert.Contains("panic: Wrong app version 0, upgrade handler is missing for v2 upgrade plan", end.AllLines);
    }

    [Fact]
    public static void PastAnUpgradeItWasToldToSkip()
    {
        using var home = new NodeHome();

        var end = home.Run("--plan", "v2@2:i", "--blocks", "3", "start", "--minimum-gas-prices", "0stake", "--unsafe-skip-upgrades", "1,2");

        Assert.Contains("TIME INF UPGRADE \"v2\" SKIPPED at 2: i module=server", end.AllLines);
        Assert.Equal("3\n", home.Text("data/simnode.height"));
        Assert.False(File.Exists(Path.Combine(home.Path, "data/upgrade-info.json")));
    }

    [Fact]
    public static void UntilAPlanIsVotedThatItContainsAlready()
    {
        using var home = new NodeHome();

        var end = home.Run("--handles", "v2", "--plan", "v2@9", "--voted-at", "3", "--halt", "panic", "start");

        Assert.Equal("3\n", home.Text("data/simnode.height"));
        Assert.Contains(end.AllLines, line => line.StartsWith("TIME INF proposal tallied", StringComparison.Ordinal));
        Assert.Contains(
            "panic: BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\" - in binary but not executed on chain. Downgrade your binary",
            end.AllLines);
    }

    [Fact]
    public static void ToTheHaltHeightAndThroughItsBlockUpTo047()
    {
        using var home = new NodeHome();

        var end = home.Run("--era", "0.47", "start", "--halt-height=4");

        Assert.Contains("TIME INF halting node per configuration height=4 module=server", end.AllLines);
        Assert.Equal(0, end.ExitCode);
        Assert.Equal("4\n", home.Text("data/simnode.height"));
    }

    [Fact]
    public static void ToTheHaltHeightAndStaysThereSince050()
    {
        using var home = new NodeHome();
        using var node = home.Start("--era", "0.50", "--block-time", "0", "start", "--halt-height", "4");

        node.WaitFor(
            "CONSENSUS FAILURE!!! err=\"failed to apply block; error halt per configuration height 4 time 0\" module=consensus stack=\"goroutine");

        Assert.Equal("3\n", home.Text("data/simnode.height"));
        node.Signal(15);
        Assert.Equal(0, node.WaitForEnd().ExitCode);
    }

    [Fact]
    public static void FromTheFirstBlockOfAnExportedAndMigratedGenesis()
    {
        using var old = new NodeHome();
        using var fresh = new NodeHome();
        _ = old.Run("init", "me", "--chain-id", "sim-1");
        _ = old.Run("--blocks", "6", "start");
        var exported = Path.Combine(fresh.Path, "exported.json");
        File.WriteAllText(exported, old.Run("export").Output);

        _ = Directory.CreateDirectory(Path.Combine(fresh.Path, "config"));
        File.WriteAllText(
            Path.Combine(fresh.Path, "config/genesis.json"), fresh.Run("migrate", "v2", exported, "--chain-id", "sim-2").Output);
        var end = fresh.Run("--as", "v2", "--blocks", "1", "start");

        Assert.Equal("7\n", fresh.Text("data/simnode.height"));
        Assert.Contains("TIME INF loaded genesis chain_id=sim-2 module=server", end.AllLines);
        Assert.Contains("\"app_version\":\"v2\"", fresh.Text("config/genesis.json"), StringComparison.Ordinal);
    }
}
