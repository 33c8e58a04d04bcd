using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Confirmed;

/// <summary>A version that needs no height, on a node that makes blocks: its network's word is waited for as after any upgrade.</summary>
[ManyStarts]
public static class PatchReleasesAreConfirmed
{
    [Fact]
    public static void WhenTheNodeHasMadeTwoBlocksMore()
    {
        using var home = Home("");
        using var run = home.Start();
        _ = run.AwaitOutput("height=10");
        var asked = DateTimeOffset.UtcNow;

        var end = home.Home.Ctl("upgrade", "v1.1", "--now");

        Assert.True(end.Code == 0, end.Output + end.Error + home.Log);
        Assert.Contains(
            "\nconfirmed: the node has made two blocks more with its network, and is in sync\n", end.Output, StringComparison.Ordinal);
        var last = home.LastUpgrade; // what a rollout of the fleet waits for
        Assert.Equal(("v1.1", "done", true, true), (last.GetProperty("name").GetString(), last.GetProperty("result").GetString(),
            last.GetProperty("confirmed").GetBoolean(), last.GetProperty("requested").GetBoolean()));
        Assert.True(last.GetProperty("began").GetDateTimeOffset() >= asked.AddSeconds(-1) && last.GetProperty("height").GetInt64() > 0);
        Assert.Empty(JsonSchema.Faults("state.schema.json", File.ReadAllText(home.Home.In("cosmovisor/state.json"))));
        Assert.Equal(0, home.Home.Ctl("status").Code);
        NetworkHome.End(run);
    }

    /// <summary>The blocks that it fetches were made without it.</summary>
    [Fact]
    public static void NotWhileItCatchesUp()
    {
        using var home = Home("--catches-up-to 1000000");
        using var run = home.Start();
        _ = run.AwaitOutput("height=10");
        using var asking = new Run(Executable.Cosmovisorctl, ["upgrade", "v1.1", "--now"], home.Home.OwnVariables());

        _ = home.Await(run, "the new version has carried out the upgrade and answers");
        _ = run.Await("blocks beyond", () => home.LastUpgrade.GetProperty("mustPass") is { ValueKind: JsonValueKind.Number } passed
            && run.OutputSoFar.Contains($"height={passed.GetInt64() + 200} ", StringComparison.Ordinal));

        Assert.NotEqual(JsonValueKind.True, home.LastUpgrade.GetProperty("confirmed").ValueKind);
        NetworkHome.End(run);
        _ = asking.End();
    }

    private static NetworkHome Home(string options)
    {
        var home = new NetworkHome(1_000_000, "");
        var node = $"--era 0.50 --log_no_color --block-time 20 --home {home.Home.Path} --rpc unix://{home.Home.In("rpc.sock")}";
        _ = home.Home.InstallNode("genesis", node).InstallNode("upgrades/v1.1", $"--as v1.1 {node} {options}").PointCurrentTo("genesis");
        return home;
    }
}
