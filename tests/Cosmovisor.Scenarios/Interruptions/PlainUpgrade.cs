using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// A home in which an upgrade is as most are: the binary is in place, the node has written its plan file, and there is no backup and no
/// script.
/// </summary>
internal sealed class PlainUpgrade : IDisposable
{
    public PlainUpgrade(string folder)
    {
        Home = new NodeHome(folder)
            .Install("genesis",
                $"{Supervision.Sentences.Halt("v2")}\necho '{{\"name\":\"v2\",\"height\":49,\"info\":\"\"}}' >\"$DAEMON_HOME/data/upgrade-info.json\"; exit 2")
            .Install("upgrades/v2", "echo v2 runs")
            .Write("data/application.db/CURRENT", "x")
            .PointCurrentTo("genesis")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
    }

    public NodeHome Home { get; }

    public void IsWhole(string when)
    {
        Assert.True(Home.Current is "genesis" or "upgrades/v2", $"{when}: current points to {Home.Current}");
        Assert.True(File.Exists(Home.In($"cosmovisor/{Home.Current}/bin/{NodeHome.DaemonName}")), $"{when}: {Home.Current} has no binary");
    }

    /// <summary>The new version has run, and nothing is left open.</summary>
    /// <returns>How many lines the history has of it: one, or none.</returns>
    public int IsOver(string when, Finished end)
    {
        Assert.True(
            (end.Code, Home.Current) == (0, "upgrades/v2"),
            $"{when}: ended with {end.Code}, current is {Home.Current}: {end.Error}\n{Home.Log}");
        Assert.True(end.Output.EndsWith("v2 runs\n", StringComparison.Ordinal), $"{when}: {end.Output}");
        Assert.True(
            Directory.GetFiles(Home.In("cosmovisor"), "journal*") is [],
            $"{when}: there is still {string.Join(", ", Directory.GetFiles(Home.In("cosmovisor"), "journal*"))}\n{Home.Log}");

        var history = File.Exists(Home.In("cosmovisor/history.jsonl"))
            ? File.ReadAllLines(Home.In("cosmovisor/history.jsonl")).Where(line => line.Length > 0).ToArray() : [];
        Assert.True(
            history is [] || (history is [var line] && line.Contains("\"result\":\"done\"", StringComparison.Ordinal)),
            $"{when}: the history is wrong: {string.Join('\n', history)}");
        return history.Length;
    }

    public void Dispose() => Home.Dispose();
}
