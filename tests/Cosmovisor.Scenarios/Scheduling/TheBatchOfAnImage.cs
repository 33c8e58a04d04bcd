using Xunit;

namespace Cosmovisor.Tests.Scheduling;

/// <summary>
/// <c>add-batch-upgrade</c> in the entry point of an image, which hands in the same batch at every start of the container.
/// </summary>
public static class TheBatchOfAnImage
{
    private const string Batch = "data/upgrade-info.json.batch";

    [Fact]
    public static void IsTakenAgainAndAgainWhereverTheNodeStands()
    {
        using var home = Image();

        AddedThreeTimes(home, left: "", scheduled: "v2 v3 v4");
        _ = home.Write("data/priv_validator_state.json", """{"height":"55","round":0,"step":3}""");
        AddedThreeTimes(home, left: "v2", scheduled: "v2 v3 v4"); // the schedule loses it at the start of the node
        _ = home.PointCurrentTo("upgrades/v3");
        AddedThreeTimes(home, left: "v2 v3", scheduled: "v2 v3 v4");
        Assert.Equal("v3 start --halt-height 70\n", home.Run("run", "start").Output);
        AddedThreeTimes(home, left: "v2 v3", scheduled: "v4");
        _ = home.Write("data/priv_validator_state.json", """{"height":"100","round":0,"step":3}""");
        AddedThreeTimes(home, left: "v2 v3 v4", scheduled: "v4");
        Assert.Equal("v3 start\n", home.Run("run", "start").Output);
        AddedThreeTimes(home, left: "v2 v3 v4", scheduled: "");
        Assert.Equal("v3 start\n", home.Run("run", "start").Output);
    }

    [Theory]
    [InlineData(70, true)] // it may be about to halt there
    [InlineData(71, false)]
    public static void LeavesWhatIsScheduledForTheHeightWhereTheNodeStands(long lastSigned, bool isRunUpTo)
    {
        using var home = Image().PointCurrentTo("genesis");
        Assert.Equal(0, home.Run("add-batch-upgrade", $"v4:{home.In("new-v4")}:70").Code);
        _ = home.Write("data/priv_validator_state.json", $$"""{"height":"{{lastSigned}}","round":0,"step":3}""");

        var again = home.Run("add-batch-upgrade", $"v4:{home.In("new-v4")}:70");

        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Equal(
            !isRunUpTo,
            again.Output.Contains("v4 upgrade at height 70 is left out: the node has passed its height", StringComparison.Ordinal));
        Assert.Equal(isRunUpTo ? "genesis start --halt-height 70\n" : "genesis start\n", home.Run("run", "start").Output);
    }

    [Fact]
    public static void IsNotScheduledForTheHeightWhereTheNodeStandsAlready()
    {
        using var home = Image().Write("data/priv_validator_state.json", """{"height":"70","round":0,"step":3}""");

        var end = home.Run("add-batch-upgrade", $"v4:{home.In("new-v4")}:70");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Contains("v4 upgrade at height 70 is left out: the node has reached its height", end.Output, StringComparison.Ordinal);
        Assert.Equal("genesis start\n", home.Run("run", "start").Output);
    }

    [Fact]
    public static void LeavesTheFileThatImagesLookFor()
    {
        using var home = Image().Write(Batch, """[{"name":"theirs","height":900}]""");

        Assert.Equal(0, home.Run("add-batch-upgrade", $"v2:{home.In("new-v2")}:50").Code);
        Assert.Equal(["v2", "theirs"], Names(home, Batch));
        Assert.Equal(0, home.Run("add-upgrade", "v3", home.In("new-v3"), "--upgrade-height", "60").Code);
        Assert.Equal(["v2", "v3", "theirs"], Names(home, Batch));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.In(Batch)));
    }

    [Fact]
    public static void AloneMakesTheFileThatImagesLookFor()
    {
        using var home = Image();

        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new-v2"), "--upgrade-height", "50").Code);
        Assert.False(File.Exists(home.In(Batch)));
        Directory.Delete(home.In("data"));
        var without = home.Run("add-batch-upgrade", $"v3:{home.In("new-v3")}:60");
        Assert.Equal((0, ""), (without.Code, without.Error));
        Assert.Contains($"{home.In(Batch)} was not written, which matters only to scripts that look for it: its folder is not there yet\n",
            without.Output, StringComparison.Ordinal);
        Assert.Equal(["v2", "v3"], Names(home, "cosmovisor/schedule.json"));
    }

    [Fact]
    public static void LosesNothingOverABinaryOfWhatIsOver()
    {
        using var home = Image().PointCurrentTo("genesis").Write(
            "data/priv_validator_state.json", """{"height":"100","round":0,"step":3}""")
            .Install("upgrades/v3", "echo v3").Write("bad", "no program");
        var placed = File.ReadAllText(home.In("cosmovisor/upgrades/v3/bin/dummyd"));

        var end = home.Run("add-batch-upgrade", $"v2:{home.In("new-v2")}:50", $"v3:{home.In("new-v4")}:60",
            $"v4:{home.In("bad")}:70", $"v5:{home.In("nowhere")}:80", $"v6:{home.In("new-v4")}:900");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Contains($"The binary of v4 was not put in place: {home.In("bad")} is neither a program (ELF) nor a script (#!)",
            end.Output, StringComparison.Ordinal);
        Assert.Contains($"The binary of v5 was not put in place: {home.In("nowhere")} is not there", end.Output, StringComparison.Ordinal);
        Assert.Equal(placed, File.ReadAllText(home.In("cosmovisor/upgrades/v3/bin/dummyd")));
        Assert.True(File.Exists(home.In("cosmovisor/upgrades/v2/bin/dummyd")));
        Assert.Equal(["v6"], Names(home, "cosmovisor/schedule.json"));
    }

    private static void AddedThreeTimes(NodeHome home, string left, string scheduled)
    {
        for (var i = 0; i < 3; i++)
        {
            var end = home.Run("add-batch-upgrade", "--upgrade-list", string.Join(
                ',', new[] { ("v2", 50), ("v3", 60), ("v4", 70) }.Select(one => $"{one.Item1}:{home.In($"new-{one.Item1}")}:{one.Item2}")));

            Assert.Equal((0, ""), (end.Code, end.Error));
            Assert.Equal(left, string.Join(' ', end.Output.Split('\n')
                .Where(line => line.Contains(" is left out: ", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[0])));
            Assert.Equal(scheduled, string.Join(' ', Names(home, "cosmovisor/schedule.json")));
            Assert.Equal(scheduled, string.Join(' ', Names(home, Batch)));
        }
    }

    private static IEnumerable<string> Names(NodeHome home, string file) =>
        File.ReadAllLines(home.In(file)).Where(line => line.Contains("\"name\"", StringComparison.Ordinal)).Select(
            line => line.Split('"')[3]);

    private static NodeHome Image()
    {
        var home = new NodeHome().Install("genesis", "echo genesis \"$@\"").Set("UNSAFE_SKIP_BACKUP", "true");
        _ = Directory.CreateDirectory(home.In("data"));

        foreach (var version in (string[])["v2", "v3", "v4"])
        {
            _ = home.Write($"new-{version}", $"#!/bin/sh\necho {version} \"$@\"\n");
        }

        return home;
    }
}
