using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.SimNode;

public static class TheSimulatedNodeSpeaksAsRealOnes
{
    [Fact]
    public static void ReplayingTheLastBlockAtStartAsTerra()
    {
        using var home = new NodeHome();
        home.BeginAt(11860000);
        string[] words = ["--era", "0.47", "--plan", Plan("v2.12", 11860000, RealLines.From("Terra")[1], " module=server"), "start"];

        _ = home.Run(["--halt", "exit", .. words]);
        var replay = home.Run(words);

        var real = RealLines.From("Terra").Select(NodeEnd.Timeless).ToArray();
        Assert.Equal(real, replay.AllLines.SkipWhile(line => line != real[0]).Where(line => line.Length > 0).Take(real.Length));
        Assert.Equal(2, replay.ExitCode);
    }

    // Guides cut their lines at the end, and some leave the time away: what is left must be how ours begin.
    [Theory]
    [InlineData("fetchd", "v0.15.1@29254333:Update wasmvm & wasmd to the latest rc3", "")]
    [InlineData("plugchain", "x/token@762880", "")]
    [InlineData("vega", "vega@7304520:upgrade-liquidity-module-based-sdk-43-e817e034edbe812d5debf8c2242bd0f655cc9d46", "")]
    [InlineData("gitopia", "v0.10.0@50", "v0.10.0")]
    public static void FailingTheirConsensusAsTheirGuidesShow(string source, string plan, string handles)
    {
        using var home = new NodeHome();
        home.BeginAt(handles.Length > 0 ? 1 : long.Parse(plan.Split('@', ':')[1], null));
        using var node = home.Start("--era", "0.45", "--handles", handles, "--plan", plan, "start");

        node.WaitFor("CONSENSUS FAILURE!!!");
        node.Signal(15);
        var lines = node.WaitForEnd().AllLines;

        foreach (var real in RealLines.From(source)
            .Select(line => NodeEnd.Timeless(line).Replace("TIME ", "", StringComparison.Ordinal).TrimEnd('"')))
        {
            Assert.Contains(lines, line => line.StartsWith($"TIME {real}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public static void InJsonAsProvenance()
    {
        using var home = new NodeHome();
        home.BeginAt(10);
        using var node =
            home.Start("--era", "0.42", "--halt", "consensus", "--plan", "jsontest@10:/app/plan.json", "start", "--log_format=json");

        node.WaitFor("CONSENSUS FAILURE!!!");
        node.Signal(15);
        var ours = node.WaitForEnd().Error.Split('\n').Where(line => line.Contains("\"error\"", StringComparison.Ordinal)).ToArray();

        Assert.Equal(RealLines.From("JSON logs").Select(Told), ours.Select(Told));

        static (string?, string?, string?) Told(string line)
        {
            using var json = JsonDocument.Parse(line);
            return (Text("level"), Text("message"), Text("err"));

            string? Text(string name) => json.RootElement.TryGetProperty(name, out var text) ? text.GetString() : null;
        }
    }

    [Fact]
    public static void HaltingWhileCatchingUpAsCelestia()
    {
        using var home = new NodeHome();
        home.BeginAt(6915787);

        var end = home.Run("--era", "0.50", "--halt", "panic", "start", "--halt-height", "6915785");

        Assert.All(RealLines.From("celestia").Select(NodeEnd.Timeless), real => Assert.Contains(real, end.AllLines));
    }

    private static string Plan(string name, long height, string line, string tail) =>
        $"{name}@{height}:{line[(line.IndexOf($"{height}: ", StringComparison.Ordinal) + $"{height}: ".Length)..^tail.Length]}";
}
