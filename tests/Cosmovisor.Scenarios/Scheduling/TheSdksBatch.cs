using Xunit;

namespace Cosmovisor.Tests.Scheduling;

/// <summary>
/// <c>data/upgrade-info.json.batch</c>, where the SDK's cosmovisor 1.7 keeps its schedule: taken over once, whatever it holds.
/// </summary>
public static class TheSdksBatch
{
    private const string Batch = "data/upgrade-info.json.batch";
    private const string Schedule = "cosmovisor/schedule.json";
    private const string PlanFile = "data/upgrade-info.json";

    [Theory]
    [InlineData("upgrades/v2", """{"name":"v2","height":100}""", "it was carried out before")]
    [InlineData("upgrades/v3", """{"name":"v3","height":200}""",
        "the node has passed its height: HOME/cosmovisor/upgrades/v3/upgrade-info.json shows 200")]
    [InlineData("data", """{"name":"v3","height":200}""", "the node has passed its height: HOME/data/upgrade-info.json shows 200")]
    public static void LosesWhatIsOver(string where, string record, string reason)
    {
        using var home = MovedWith(Plan("v2", 100)).Write(where == "data" ? PlanFile : $"cosmovisor/{where}/upgrade-info.json", record);
        Touch(home, Batch, minutesAgo: 60);

        var end = home.Run("run", "start");

        Assert.Equal((0, "v3 start\n"), (end.Code, end.Output));
        Assert.Contains(
            $"WARN  an entry of the SDK's schedule is not taken over plan=v2 height=100 reason=\"{reason.Replace("HOME", home.Path, StringComparison.Ordinal)}\"",
            end.Error,
            StringComparison.Ordinal);
        Assert.Equal("upgrades/v3", home.Current);
        Assert.False(File.Exists(home.In(Schedule)));
        Assert.Equal("[]\n", File.ReadAllText(home.In(Batch)));
        Assert.DoesNotContain("WARN", home.Run("run", "start").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(101, false)]
    [InlineData(100, true)] // the node may stand before that block, about to halt
    [InlineData(99, true)]
    public static void LosesWhatAValidatorHasSignedBeyond(long lastSigned, bool isKept)
    {
        using var home =
            MovedWith(Plan("v4", 100)).Write("data/priv_validator_state.json", $$"""{"height":"{{lastSigned}}","round":0,"step":3}""");

        var end = home.Run("run", "start");

        Assert.Equal(isKept ? "v3 start --halt-height 100\n" : "v3 start\n", end.Output);
        Assert.Equal(isKept, File.Exists(home.In(Schedule)));
    }

    [Fact]
    public static void KeepsWhatIsStillToCome()
    {
        using var home = MovedWith($"{Plan("v2", 100)},{Plan("v3", 200)},{Plan("v4", 300)}")
            .Write("cosmovisor/upgrades/v3/upgrade-info.json", """{"name":"v3","height":200}""");

        var end = home.Run("run", "start");

        Assert.Equal("v3 start --halt-height 300\n", end.Output);
        Assert.Contains("plan=v3 height=200 reason=\"its version runs already\"", end.Error, StringComparison.Ordinal);
        Assert.Contains(
            "\"v4\"",
            Assert.Single(File.ReadAllLines(home.In(Schedule)), line => line.Contains("name", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public static void IsTakenOverOnceMoreAfterAKillBeforeItWasWrittenAnew()
    {
        using var home = MovedWith($"{Plan("v4", 300)},{Plan("v5", 400)}").Write(Schedule, $"[{Plan("v4", 300)},{Plan("v5", 400)}]");
        var before = File.ReadAllText(home.In(Schedule));

        var end = home.Run("run", "start");

        Assert.Equal("v3 start --halt-height 300\n", end.Output);
        Assert.DoesNotContain("is not taken over", end.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(home.In(Schedule)));
        Assert.Equal(before, File.ReadAllText(home.In(Batch)));
    }

    [Fact]
    public static void GivesWayToOurOwnSchedule()
    {
        using var home = MovedWith($"{Plan("v4", 300)},{Plan("v5", 400)}").Write(Schedule, $"[{Plan("v4", 350)},{Plan("v6", 400)}]");

        var end = home.Run("run", "start");

        Assert.Equal("v3 start --halt-height 350\n", end.Output);
        Assert.Contains("plan=v4 height=300 reason=\"our own schedule wins: the upgrade \\\"v4\\\" is scheduled already, for height 350\"",
            end.Error, StringComparison.Ordinal);
        Assert.Contains(
            "plan=v5 height=400 reason=\"our own schedule wins: the upgrades \\\"v6\\\" and \\\"v5\\\" are scheduled for one height, 400\"",
            end.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""[{"name":"v2","height":5},{"name":"v4","height":5}]""")]
    public static void ThatCannotBeUnderstoodIsToldAndTheNodeRuns(string text)
    {
        using var home = MovedWith("").Write(Batch, text);

        var end = home.Run("run", "start");

        Assert.Equal((0, "v3 start\n"), (end.Code, end.Output));
        Assert.Contains(
            $"WARN  the schedule of the SDK's cosmovisor cannot be understood and is left where it is; the node is run without it file={home.In(Batch)} reason=",
            end.Error,
            StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(home.In(Batch)));
    }

    [Fact]
    public static void InAFolderThatWeMayNotWriteIsTakenAllTheSameAndDoesNotReviveWhatIsDone()
    {
        AnotherUser.Need(); // root may write and read everywhere
        using var home = MovedWith(Plan("v4", 300));
        OpenForOthers(home);
        File.SetUnixFileMode(home.In("data"), (UnixFileMode)Convert.ToInt32("555", 8));

        var first = home.RunUnder("setpriv", [.. AsAnother, "run", "start"]);
        var removed = home.Ctl("schedule", "remove", "v4");
        _ = home.Write("cosmovisor/upgrades/v4/upgrade-info.json", """{"name":"v4","height":300}""").Write(Schedule, "[]");
        var done = home.RunUnder("setpriv", [.. AsAnother, "run", "start"]);

        Assert.Equal((0, "v3 start --halt-height 300\n"), (first.Code, first.Output));
        Assert.Equal(1, removed.Code);
        Assert.Contains($"the upgrade \"v4\" is in the schedule of the SDK's cosmovisor, {home.In(Batch)}, which every start of the node takes over",
            removed.Error, StringComparison.Ordinal);
        Assert.Equal((0, "v3 start\n"), (done.Code, done.Output));
        Assert.Contains("WARN  the schedule of the SDK's cosmovisor cannot be changed, so every start reads it again; remove it, or let this user write in its folder",
            done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void BesideUpgradesThatWeMayNotLookIntoIsToldAndNothingIsStarted()
    {
        AnotherUser.Need(); // root may write and read everywhere
        using var home = new NodeHome().Install("genesis", "echo genesis").Install("upgrades/v2", "echo v2").Write(PlanFile, Plan("v2", 5));
        OpenForOthers(home);
        File.SetUnixFileMode(home.In("cosmovisor/upgrades"), UnixFileMode.None);

        var end = home.RunUnder("setpriv", [.. AsAnother, "run", "start"]);

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains($"cannot look into {home.In("cosmovisor/upgrades")}: ", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        Assert.Null(home.Current);
        File.SetUnixFileMode(home.In("cosmovisor/upgrades"), (UnixFileMode)Convert.ToInt32("755", 8));
    }

    [Theory]
    [InlineData(Batch, 0, true)]
    [InlineData(Batch, 1, false)]
    [InlineData(Batch + ".taken", 0, true)]
    [InlineData(Batch + ".taken", 1, false)]
    public static void HandedOutAPlanFileAheadOfItsHeightThatWaitsForIt(string batch, int minutesBefore, bool waits)
    {
        // 1.7 writes the plan file, and then the batch without that entry; a node at its height writes the plan file alone.
        using var home = new NodeHome().Install("genesis", "echo genesis \"$@\"").Install("upgrades/v2", "echo v2 \"$@\"").Set(
            "UNSAFE_SKIP_BACKUP", "true")
            .Write(batch, "[]").Write(PlanFile, Plan("v2", 50));
        var now = DateTime.UtcNow.AddMinutes(-10);
        File.SetLastWriteTimeUtc(home.In(PlanFile), now);
        File.SetLastWriteTimeUtc(home.In(batch), now.AddMinutes(-minutesBefore));

        var end = home.Run("run", "start");

        Assert.Equal(waits ? "genesis start --halt-height 50\n" : "v2 start\n", end.Output);
        Assert.Equal(waits ? "genesis" : "upgrades/v2", home.Current);
    }

    private static readonly string[] AsAnother = [.. AnotherUser.Words, Executable.Cosmovisor];

    private static void OpenForOthers(NodeHome home) =>
        Assert.Equal(0, home.RunUnder("/bin/sh", "-c", $"chown -R 65534:65534 '{home.Path}'").Code);

    private static void Touch(NodeHome home, string file, int minutesAgo) =>
        File.SetLastWriteTimeUtc(home.In(file), DateTime.UtcNow.AddMinutes(-minutesAgo));

    private static string Plan(string name, long height) => $$"""{"name":"{{name}}","time":"0001-01-01T00:00:00Z","height":{{height}}}""";

    /// <summary>A home as 1.7 leaves it, long past v2.</summary>
    private static NodeHome MovedWith(string entries)
    {
        var home = new NodeHome();

        foreach (var version in (string[])["v2", "v3", "v4", "v5", "v6"])
        {
            _ = home.Install($"upgrades/{version}", $"echo {version} \"$@\"");
        }

        return home.Install("genesis", "echo genesis").PointCurrentTo("upgrades/v3").Write(Batch, $"[{entries}]");
    }
}
