using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.SimNode;

/// <summary>What some chains do besides x/upgrade, and what a validator is that does not sign here.</summary>
public static class TheSimulatedNodeOfOtherChains
{
    [Fact]
    public static void WritesItsPlanFileWhenTheUpgradeIsDecidedAndAgainAtItsHeight()
    {
        using var home = new NodeHome();
        string[] words = ["--era", "0.50", "--block-time", "0", "--plan-file", "early", "--plan", "v2@9:x", "--voted-at", "3"];

        _ = home.Run([.. words, "--blocks", "3", "start"]);
        Assert.Equal("""{"name":"v2","time":"0001-01-01T00:00:00Z","height":9,"info":"x"}""", home.Text("data/upgrade-info.json"));

        File.Delete(Path.Join(home.Path, "data/upgrade-info.json"));
        _ = home.Run([.. words, "--halt", "exit", "start"]);
        Assert.Contains("\"v2\"", home.Text("data/upgrade-info.json"), StringComparison.Ordinal);
    }

    [Fact]
    public static void RecordsAnUpgradeOfItsOwnAndGoesOn()
    {
        using var home = new NodeHome();

        var end = home.Run("--era", "0.50", "--records", "v4@3", "--blocks", "5", "--block-time", "0", "start");

        Assert.Equal("""{"name":"v4","time":"0001-01-01T00:00:00Z","height":3}""", home.Text("data/upgrade-info.json"));
        Assert.Equal((0, "5\n"), (end.ExitCode, home.Text("data/simnode.height")));
    }

    [Fact]
    public static void WritesTheBlocksHeightWhereAPlanPassesInItsOwnBlock()
    {
        using var home = new NodeHome();

        var end = home.Run("--era", "0.50", "--plan", "v2@4", "--voted-at", "4", "--halt", "exit", "--block-time", "0", "start");

        Assert.Contains(end.AllLines, line => line.Contains("NEEDED at height: 4: ", StringComparison.Ordinal));
        Assert.Contains("\"height\":5", home.Text("data/upgrade-info.json"), StringComparison.Ordinal);
    }

    [Fact]
    public static void KnowsNoHaltHeightIfItIsToldSo()
    {
        using var home = new NodeHome();

        var end = home.Run("--knows-halt-height=false", "start", "--halt-height", "5");

        Assert.Equal((1, "Error: unknown flag: --halt-height\n"), (end.ExitCode, end.Error));
        Assert.Equal(0, home.Run("--knows-halt-height=false", "--blocks", "1", "start").ExitCode);
    }

    [Theory]
    [InlineData("moving", "2")]
    [InlineData("zero", "0")]
    [InlineData("still", null)]
    public static void SignsHereOrNot(string state, string? height)
    {
        using var home = new NodeHome();

        _ = home.Run("--sign-state", state, "--blocks", "2", "--block-time", "0", "start");

        var file = Path.Join(home.Path, "data/priv_validator_state.json");
        using var signed = File.Exists(file) ? JsonDocument.Parse(File.ReadAllText(file)) : null;
        Assert.Equal(height, signed?.RootElement.GetProperty("height").GetString());
    }

    [Theory]
    [InlineData("0.45", 1)]
    [InlineData("0.53", 2)]
    public static void AddsAStoreOnlyWithThePlanFileOfItsOwnName(string era, int code)
    {
        using var home = new NodeHome();
        string[] chain = ["--era", era, "--plan", "v2@3", "--block-time", "0"];
        string[] upgraded = [.. chain, "--as", "v2", "--handles", "v2", "--adds-store", "extra", "--blocks", "1", "start"];
        _ = home.Run([.. chain, "--halt", "exit", "start"]);
        var plan = home.Text("data/upgrade-info.json");
        var file = Path.Join(home.Path, "data/upgrade-info.json");

        File.Delete(file);
        Assert.Equal(code, home.Run(upgraded).ExitCode);
        File.WriteAllText(file, plan.Replace("v2", "v3", StringComparison.Ordinal));
        Assert.Equal(code, home.Run(upgraded).ExitCode);
        File.WriteAllText(file, plan);
        Assert.Equal(0, home.Run(upgraded).ExitCode);
        File.Delete(file);
        Assert.Equal(0, home.Run(upgraded).ExitCode);
    }

    [Fact]
    public static void DiesOfTermInItsFirstSecondsWhereNobodyHearsItYet()
    {
        using var home = new NodeHome();
        using var node = home.Start("--handlers-after", "60000", "start");

        node.WaitFor("starting ABCI");
        node.Signal(15);

        Assert.Equal(128 + 15, node.WaitForEnd().ExitCode);
    }

    [Fact]
    public static void AnswersAboutTheBlockItHaltedAtAndTheApplicationBelowIt()
    {
        using var home = new NodeHome();
        var address = Path.Join(home.Path, "rpc.sock");
        using var node = home.Start("--era", "0.50", "--plan", "v2@3:go", "--rpc", $"unix://{address}", "start");
        node.WaitFor("CONSENSUS FAILURE!!!");

        Assert.Contains("\"latest_block_height\":\"3\"", Asked(address, "status"), StringComparison.Ordinal);
        Assert.Contains("\"last_block_height\":\"2\"", Asked(address, "abci_info"), StringComparison.Ordinal);
        Assert.Contains("\"value\":\"CgoKAnYyGAMiAmdv\"", Asked(address, "abci_query?path=%22/cosmos.upgrade.v1beta1.Query/CurrentPlan%22"),
            StringComparison.Ordinal);
    }

    private static string Asked(string address, string what)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(address));
        using var stream = new NetworkStream(socket);
        stream.Write(Encoding.ASCII.GetBytes($"GET /{what} HTTP/1.1\r\nHost: node\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
