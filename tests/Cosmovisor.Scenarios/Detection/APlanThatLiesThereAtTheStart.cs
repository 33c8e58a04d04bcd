using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>After a crash, a restore, a snapshot or another supervisor: the right binary from the first instant (contract 5.4).</summary>
public static class APlanThatLiesThereAtTheStart
{
    private const string PlanFile = "data/upgrade-info.json";
    private const string V2At5 = """{"name":"v2","height":5}""";

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void IsCarriedOutBeforeTheNodeRuns(string words)
    {
        using var home = Home().Write(PlanFile, V2At5);

        var end = home.Run(words.Split(' '));

        Assert.Equal((0, "v2\n"), (end.Code, end.Output));
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void IsCarriedOutAlsoWhenItCameWhileAnUpgradeWas()
    {
        // A migration script that unpacks a snapshot: its data is that of v3 already, and v2 must not touch it.
        using var home = Home().Install("upgrades/v2", "[ \"$1\" = pre-upgrade ] || echo v2 ran").Install(
            "upgrades/v3", "[ \"$1\" = pre-upgrade ] || echo v3")
            .Write(PlanFile, V2At5)
            .Write("cosmovisor/upgrades/v2/migrate", $"#!/bin/sh\necho '{{\"name\":\"v3\",\"height\":9}}' > \"$DAEMON_HOME/{PlanFile}\"\n");

        var end = home.Run("run", "start");

        Assert.Equal((0, "v3\n"), (end.Code, end.Output));
        Assert.Equal("upgrades/v3", home.Current);
    }

    [Fact]
    public static void IsCarriedOutWhenTheNodeDiedAtItsHeightWithNobodyWatching_25861()
    {
        const string Chain = "--plan v2@5 --block-time 1 --home \"$DAEMON_HOME\" --era 0.47";
        using var home = new NodeHome()
            .InstallNode("genesis", $"{Chain} --halt panic")
            .InstallNode("upgrades/v2", $"--as v2 --handles v2 {Chain} --blocks 5");

        using (var alone = new Run(
            home.In("cosmovisor/genesis/bin/dummyd"), ["start"], new Dictionary<string, string> { ["DAEMON_HOME"] = home.Path }))
        {
            Assert.Equal(2, alone.End().Code);
        }

        var end = home.Run("run", "start");

        Assert.Equal(0, end.Code);
        Assert.Contains("applying upgrade", end.Output + end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NEEDED", end.Output + end.Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void IsCarriedOutOverASnapshotWhoseDataIsNewerThanCurrent_23720_23947()
    {
        // The data is that of v2, so genesis would die of it without a word about an upgrade.
        const string Chain = "--plan v2@5 --block-time 1 --home \"$DAEMON_HOME\" --era 0.50";
        using var home = new NodeHome()
            .InstallNode("genesis", Chain)
            .InstallNode("upgrades/v2", $"--as v2 --handles v2 {Chain} --blocks 5")
            .Write(PlanFile, V2At5).Write("data/simnode.height", "9\n").Write("data/simnode.applied", "v2\n")
            .Write("cosmovisor/upgrades/v2/upgrade-info.json", V2At5);

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void TakesABackupAndRunsTheScriptsAsAnyUpgrade()
    {
        using var home = Home().Write(PlanFile, V2At5)
            .Write("cosmovisor/upgrades/v2/migrate", "#!/bin/sh\necho \"$@\" > \"$DAEMON_HOME/migrated\"\n");
        home.Settings["DAEMON_BACKUP_DATA_DIR"] = home.In("data");

        var end = home.Run("start");

        Assert.Equal("v2\n", end.Output);
        Assert.Equal("v2 5\n", File.ReadAllText(home.In("migrated")));
        Assert.True(File.Exists(home.In("cosmovisor/backups/v2/data/upgrade-info.json")));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void LeavesTheNodeToSpeakWhenItsBinaryIsMissing(string words)
    {
        using var home = new NodeHome().Install("genesis", "echo genesis").Write(PlanFile, V2At5);

        var end = home.Run(words.Split(' '));

        Assert.Equal((0, "genesis\n"), (end.Code, end.Output)); // a newer binary, under an older name, just runs
        Assert.Contains("whose binary cannot be obtained", words == "start" ? home.Log : end.Error, StringComparison.Ordinal);
        Assert.Contains(home.In("cosmovisor/upgrades/v2/bin/dummyd"), words == "start" ? home.Log : end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsRefusedWhenTheNodeThatWasLeftToSpeakHaltsAgain()
    {
        using var home =
            new NodeHome().Install("genesis", $"printf '%s' '{V2At5}' >\"$DAEMON_HOME/{PlanFile}\"; exit 2").Write(PlanFile, V2At5);

        for (var start = 1; start <= 3; start++)
        {
            var end = home.Run("run", "start");

            Assert.Equal(70, end.Code);
            Assert.Contains(home.In("cosmovisor/upgrades/v2/bin/dummyd"), end.Error, StringComparison.Ordinal);
            Assert.Equal("genesis", home.Current);
        }
    }

    [Theory]
    [InlineData("--unsafe-skip-upgrades 5")]
    [InlineData("--unsafe-skip-upgrades=5")]
    [InlineData("--unsafe-skip-upgrades 4,5")]
    public static void IsLeftAloneAtAHeightToBeSkipped(string flag)
    {
        using var home = Home().Write(PlanFile, V2At5);

        Assert.Equal("genesis\n", home.Run(["start", .. flag.Split(' ')]).Output);
        Assert.Contains("the plan file is ignored", home.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("query")]
    [InlineData("some-other-word")]
    public static void IsNoAffairOfOtherCommands(string word)
    {
        using var home = Home().Write(PlanFile, V2At5);

        Assert.Equal("genesis\n", home.Run(word).Output);
        Assert.Equal("genesis", home.Current);
    }

    [Theory]
    [InlineData("""{"name":"v2","hei""")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"name":"","height":5}""")]
    public static void IsNotBelievedBeforeItIsWhole(string text)
    {
        using var home = Home().Write(PlanFile, text);

        Assert.Equal("genesis\n", home.Run("start").Output);
        Assert.Contains("the plan file cannot be read; the version that is current is started", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsNothingWhenItsVersionRunsAlready()
    {
        using var home = Home().Write(PlanFile, V2At5).PointCurrentTo("upgrades/v2");

        var end = home.Run("start");

        Assert.Equal((0, "v2\n"), (end.Code, end.Output));
        Assert.DoesNotContain("upgrade begins", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void NeverLeadsBackFromAnUpgradeTheChainKnowsNothingOf()
    {
        using var home = Home().Install("upgrades/hotfix", "echo hotfix").Write(PlanFile, V2At5).Write(
            "cosmovisor/upgrades/v2/upgrade-info.json", V2At5)
            .Write("cosmovisor/upgrades/hotfix/upgrade-info.json", """{"name":"hotfix","height":8}""").PointCurrentTo("upgrades/hotfix");

        Assert.Equal("hotfix\n", home.Run("start").Output);
        Assert.Contains("it is older than the running version, which belongs to height 8", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void FollowsOnAnotherOneInTheSameRun()
    {
        using var home = new NodeHome().Install("genesis", "echo genesis").Install("upgrades/v2", $"echo v2\n{Scripts.Halt("v3")}").Install(
            "upgrades/v3", "echo v3")
            .Write(PlanFile, V2At5).Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Run("start");

        Assert.Equal(0, end.Code);
        Assert.EndsWith("v3\n", end.Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v3", home.Current);
    }

    private static NodeHome Home() => new NodeHome().Install("genesis", "echo genesis").Install("upgrades/v2", "echo v2");
}
