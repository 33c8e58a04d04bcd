using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>
/// Between its decision and its height a plan may change, move, go, or be another: each is told once, and what was fetched follows.
/// </summary>
[ManyStarts]
public static class PlansThatChange
{
    private const string Binary = "cosmovisor/upgrades/v2/bin/dummyd";

    [Fact]
    public static void TheirInfoHaveTheNewBinaryFetched()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 10_000, Info(home, "one")) };
        _ = home.Ctl("look-ahead");
        Assert.Contains("echo one", File.ReadAllText(home.In(Binary)), StringComparison.Ordinal);

        node.Plan = ("v2", 10_000, Info(home, "two"));
        _ = home.Ctl("look-ahead");
        _ = home.Ctl("look-ahead");

        Assert.Contains("echo two", File.ReadAllText(home.In(Binary)), StringComparison.Ordinal);
        Assert.Equal((1, 1), (Told(home, "plan-changed"), Told(home, "restaged")));
    }

    [Fact]
    public static void TheirInfoDoNotTouchWhatAnOperatorHasPlaced()
    {
        using var home = Home().Install("upgrades/v2", "echo mine");
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 10_000, Info(home, "one")) };
        _ = home.Ctl("look-ahead");

        node.Plan = ("v2", 10_000, Info(home, "two"));
        _ = home.Ctl("look-ahead");

        Assert.Contains("echo mine", File.ReadAllText(home.In(Binary)), StringComparison.Ordinal);
        Assert.Equal((1, 0), (Told(home, "plan-changed"), Told(home, "restaged")));
    }

    [Fact]
    public static void TheirHeightKeepTheBinary()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 10_000, Info(home, "one")) };
        _ = home.Ctl("look-ahead");

        node.Plan = ("v2", 12_000, Info(home, "one"));
        var end = home.Ctl("look-ahead");

        Assert.Contains("v2 at height 12000: decided", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("10000", end.Output, StringComparison.Ordinal);
        Assert.Contains("an upgrade was moved from height 10000 to 12000", home.Log, StringComparison.Ordinal);
        Assert.True(File.Exists(home.In(Binary)));
    }

    [Fact]
    public static void AndAreCancelledLoseTheirBinaryAndAreKeptForADay()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 10_000, Info(home, "one")) };
        _ = home.Ctl("look-ahead");

        node.Plan = null;
        _ = home.Ctl("look-ahead");
        _ = home.Ctl("look-ahead");

        Assert.Equal("cancelled", Plans(home)[0].GetProperty("status").GetString());
        Assert.False(Directory.Exists(home.In("cosmovisor/upgrades/v2")));
        Assert.Equal((1, 1), (Told(home, "plan-cancelled"), Told(home, "unstaged")));
    }

    [Fact]
    public static void AndAreReplacedByAnotherAreCancelled()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 10_000, Info(home, "one")) };
        _ = home.Ctl("look-ahead");

        node.Plan = ("v3", 11_000, Info(home, "two"));
        _ = home.Ctl("look-ahead");

        Assert.Equal(
            ["v3 decided", "v2 cancelled"], Plans(home).Select(plan => $"{plan.GetProperty("name")} {plan.GetProperty("status")}"));
        Assert.True(File.Exists(home.In("cosmovisor/upgrades/v3/bin/dummyd")));
        Assert.False(File.Exists(home.In(Binary)));
    }

    [Fact]
    public static void AndLieInThePastOnceTheyAreCarriedOutElsewhereAreOver()
    {
        using var home = Home();

        using (new AnsweringNode(home, 77) { Plan = ("v2", 100, Info(home, "one")) })
        {
            _ = home.Ctl("look-ahead");
        }

        using var node = new AnsweringNode(home, 200);
        _ = home.Ctl("look-ahead");

        Assert.Equal("expired", Plans(home)[0].GetProperty("status").GetString());
        Assert.True(File.Exists(home.In(Binary))); // it may be what the operator runs next
    }

    private static NodeHome Home() =>
        new NodeHome().Install("genesis", "true").Write("data/here", "").Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");

    private static string Info(NodeHome home, string name)
    {
        _ = home.Write($"releases/{name}", $"#!/bin/sh\necho {name}\n");
        return $$"""{"binaries":{"any":"{{home.In($"releases/{name}")}}" } }""";
    }

    private static JsonElement[] Plans(NodeHome home) =>
        [.. JsonDocument.Parse(File.ReadAllText(home.In("cosmovisor/outlook.json"))).RootElement.GetProperty("plans").EnumerateArray()];

    private static int Told(NodeHome home, string happening) =>
        File.ReadLines(home.In("cosmovisor/events.jsonl"))
            .Count(line => line.Contains($"\"event\":\"{happening}\"", StringComparison.Ordinal));
}
