using Xunit;

namespace Cosmovisor.Tests.Scheduling;

/// <summary>
/// Upgrades at heights of the operator's own: the node is run up to each with its own halt height, and upgraded when it says that it
/// stopped there.
/// </summary>
[ManyStarts]
public static class TheOperatorsSchedule
{
    internal const string Schedule = "cosmovisor/schedule.json";

    [Theory]
    [InlineData("0.38")]
    [InlineData("0.42")]
    [InlineData("0.45")]
    [InlineData("0.47")]
    [InlineData("0.50")]
    [InlineData("0.53")]
    [InlineData("0.50 --halt panic")]
    [InlineData("0.45 --log_format json")]
    [InlineData("0.50 --log_format json")]
    [InlineData("0.53 --slog text")]
    [InlineData("0.53 --slog json")]
    public static void IsCarriedOutInTheMannerOfEachEraInBothContracts(string era)
    {
        foreach (var words in (string[][])[["start"], ["run", "start"]])
        {
            using var home = Chain($"--era {era}").Write(Schedule, Entry("v2", 7)).Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

            var end = home.Run(words);

            Assert.True(end.Code == 0, $"{string.Join(' ', words)} ended with {end.Code}: {end.Error}\n{home.Log}");
            Assert.Equal("upgrades/v2", home.Current);
            Assert.Equal("[]\n", File.ReadAllText(home.In(Schedule)));

            // Up to 0.47 the old binary makes block 7 and stops; since 0.50 block 7 is the first of the new one.
            var seventh = era[..4] is "0.50" or "0.53" ? "v2" : "v1";
            Assert.Equal(
                seventh, File.ReadAllLines(home.In("made")).Single(line => line.StartsWith("7 ", StringComparison.Ordinal)).Split(' ')[1]);
        }
    }

    [Fact]
    public static void AsksAtATerminalWhetherToRestartTheNode()
    {
        using var home = new NodeHome().Write("v2", "#!/bin/sh\n").Write("data/here", "");
        _ = home.InstallNode("genesis", "--era 0.50 --block-time 40");
        using var run = home.Start("start").AwaitOutput("committed state");

        var end = home.Shell(
            $"printf 'y\\n' | script -qec '{Executable.Cosmovisorctl} add-upgrade v2 {home.In("v2")} --upgrade-height 900000' /dev/null");

        Assert.Contains("Restart it now? [y/N]", end.Output, StringComparison.Ordinal);
        Assert.Contains("was asked to restart the node", end.Output, StringComparison.Ordinal);
        _ = run.Await("another life", () => home.Log.Contains("as a command has asked", StringComparison.Ordinal));
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    [Fact]
    public static void OfTheChainsOwnPlanNeedsNoRestart()
    {
        using var home =
            new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/here", "").Write("v2", "#!/bin/sh\n");
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 900, "") };
        using var run = home.Start("start").AwaitOutput("started");
        _ = home.Ctl("look-ahead");

        Assert.Contains("the node halts for it by itself", home.Ctl("add-upgrade", "v2", home.In("v2"), "--upgrade-height", "900").Output,
            StringComparison.Ordinal);
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    [Fact]
    public static void IsLeftByWhatIsDoneAlsoWhenWeEndAfterTheUpgrade()
    {
        using var home = Chain("--era 0.50").Write(Schedule, Entry("v2", 7));

        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.Equal("[]\n", File.ReadAllText(home.In(Schedule)));
    }

    [Theory]
    [InlineData("0.47")]
    [InlineData("0.50")]
    public static void LeadsThroughFiveVersionsUnattended(string era)
    {
        using var home = Chain($"--era {era}", "v2", "v3", "v4", "v5");
        _ = home.Write(Schedule, $"[{string.Join(',', Enumerable.Range(2, 4).Reverse().Select(i => Plan($"v{i}", i * 5)))}]");

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v5", home.Current);
        Assert.Equal("[]\n", File.ReadAllText(home.In(Schedule)));
        Assert.Equal(["v1", "v2", "v3", "v4", "v5"], File.ReadAllLines(home.In("made")).Select(line => line.Split(' ')[1]).Distinct());

        // Every block was made once, and none was left out.
        var heights = File.ReadAllLines(home.In("made")).Select(line => line.Split(' ')[0]).ToArray();
        Assert.Equal(
            heights.Order(Comparer<string>.Create((a, b) => int.Parse(a, null).CompareTo(int.Parse(b, null)))).Distinct(), heights);
    }

    [Fact]
    public static void IsReadFromTheBatchFileOfTheSdksCosmovisor()
    {
        using var home =
            Chain("--era 0.50", "v2", "v3").Write("data/upgrade-info.json.batch", $"[\n  {Plan("v2", 5)},\n  {Plan("v3", 9)}\n]");

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v3", home.Current);
        Assert.Equal("[]\n", File.ReadAllText(home.In("data/upgrade-info.json.batch")));
        Assert.Equal("{\"name\":\"v3\",\"height\":9,\"info\":\"\"}\n", File.ReadAllText(home.In("data/upgrade-info.json")));
        Assert.Contains("the schedule of the SDK's cosmovisor was taken over", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.47", 8)]
    [InlineData("0.50", 7)]
    public static void LeavesThePlanFileWhereTheNewVersionLooksForItsStores(string era, int firstBlock)
    {
        using var home = Chain($"--era {era}").Write(Schedule, Entry("v2", 7));

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
        var file = home.In("data/upgrade-info.json");
        Assert.Equal($"{{\"name\":\"v2\",\"height\":{firstBlock},\"info\":\"\"}}\n", File.ReadAllText(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal((0, "upgrades/v2"), (home.Run("run", "start").Code, home.Current)); // and nobody takes it for a new plan
    }

    [Fact]
    public static void WaitsForTheHeightOfAFileThatAddUpgradeWroteAhead_22167_19227()
    {
        using var home = Chain("--era 0.47").Write("data/upgrade-info.json", """{"name":"v2","time":"0001-01-01T00:00:00Z","height":7}""");
        File.SetUnixFileMode(home.In("data/upgrade-info.json"), (UnixFileMode)Convert.ToInt32("755", 8));

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.Equal("7 v1", File.ReadAllLines(home.In("made"))[6]);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("kill -9 $$", 137)]
    public static void TakesAnyOtherEndForAnOrdinaryOne(string ends, int code)
    {
        using var home =
            new NodeHome().Install("genesis", $"echo \"$@\"\n{ends}").Install("upgrades/v2", "echo v2").Write(Schedule, Entry("v2", 7));

        var end = home.Run("run", "start");

        Assert.Equal((code, "start --halt-height 7\n"), (end.Code, end.Output));
        Assert.Equal("genesis", home.Current);
        Assert.Contains("v2", File.ReadAllText(home.In(Schedule)), StringComparison.Ordinal);
    }

    [Fact]
    public static void TellsAtTheStartOfEveryBinaryThatIsNotReady()
    {
        using var home = new NodeHome().Install("genesis", "exit 1").Install("upgrades/v2", "echo v2").Install("upgrades/V3", "echo v3")
            .Write("cosmovisor/upgrades/v4/bin/dummyd", "no program")
            .Write(Schedule, $"[{string.Join(',', Enumerable.Range(2, 4).Select(i => Plan($"v{i}", i * 10)))}]");

        var lines = home.Run("run", "start").Error
            .Split('\n')
            .Where(line => line.Contains("an upgrade is scheduled whose binary is not ready", StringComparison.Ordinal))
            .ToArray();

        Assert.Equal(2, lines.Length);
        Assert.Contains($"plan=v4 height=40 reason=\"{home.In("cosmovisor/upgrades/v4/bin/dummyd")} ", lines[0], StringComparison.Ordinal);
        Assert.Contains(
            $"plan=v5 height=50 reason=\"there is none at {home.In("cosmovisor/upgrades/v5/bin/dummyd")}, and the plan's info is empty: it names no binaries\"",
            lines[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public static void LeavesItsPlanBesideTheBinaryThatItSwitchedTo()
    {
        using var home = Chain("--era 0.50").Write(Schedule, """[{"name":"V2","height":"7","info":"why \"not\""}]""");

        Assert.Equal(0, home.Run("run", "start").Code);
        Assert.Equal(
            "{\"name\":\"V2\",\"height\":7,\"info\":\"why \\u0022not\\u0022\"}\n",
            File.ReadAllText(home.In("cosmovisor/upgrades/v2/upgrade-info.json")));
    }

    [Fact]
    public static void IsTakenUpAgainWhereTheNodeStandsAtItsHeightAlready()
    {
        // As after a crash in the instant between the halt and our journal: a node of this era would make a block more at each start, and
        // never say 7 again.
        using var home = Chain("--era 0.47").Write(Schedule, Entry("v2", 7)).Write("data/simnode.height", "7\n");

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.DoesNotContain("halted at its halt height", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsOneWithThePlanOfTheChainOfTheSameName()
    {
        using var home = new NodeHome()
            .InstallNode("genesis", "--era 0.50 --plan v2@5 --block-time 1 --home \"$DAEMON_HOME\"")
            .InstallNode("upgrades/v2", "--as v2 --handles v2 --era 0.50 --plan v2@5 --block-time 1 --blocks 5 --home \"$DAEMON_HOME\"")
            .Write(Schedule, Entry("V2", 9));

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.Equal("[]\n", File.ReadAllText(home.In(Schedule)));
    }

    [Fact]
    public static void LeavesAHeightToBeSkippedAlone()
    {
        using var home = Chain("--era 0.47", "v2", "v3").Write(Schedule, $"[{Plan("v2", 5)},{Plan("v3", 9)}]");

        var end = home.Run("run", "start", "--unsafe-skip-upgrades", "5");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v3", home.Current);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{\"name\":\"v2\"}]")]
    [InlineData("[{\"name\":\"v2\",\"height\":5},{\"name\":\"v3\",\"height\":5}]")]
    [InlineData("[")]
    public static void ThatCannotBeUnderstoodStopsTheStart(string text)
    {
        using var home = new NodeHome().Install("genesis", "echo genesis").Write(Schedule, text);

        var end = home.Run("start");

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains($"cannot read the schedule {home.In(Schedule)}", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsNoAffairOfOtherCommands()
    {
        using var home = new NodeHome().Install("genesis", "echo \"$@\"").Write(Schedule, Entry("v2", 7));

        Assert.Equal("query block\n", home.Run("query", "block").Output);
        Assert.Equal("other\n", home.Run("other").Output);
    }

    [Fact]
    public static void KeepsTheOrderOfAllThatWasWrittenAcrossTheLives()
    {
        using var home = new NodeHome()
            .Install("genesis", "seq 1 20000\necho '4:00PM INF halting node per configuration height=7 time=0'")
            .Install("upgrades/v2", "[ \"$1\" = pre-upgrade ] || seq 20001 20100").Write(Schedule, Entry("v2", 7))
            .Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run("run", "start");

        Assert.Equal(
            Enumerable.Range(1, 20100).Select(i => $"{i}"),
            end.Output.Split('\n').Where(line => line.Length > 0 && !line.Contains("halting", StringComparison.Ordinal)));
    }

    internal static string Entry(string name, long height) => $"[{Plan(name, height)}]";

    internal static string Plan(string name, long height) => $$"""{"name":"{{name}}","time":"0001-01-01T00:00:00Z","height":{{height}}}""";

    /// <summary>
    /// A chain without plans of its own, whose last version makes a few blocks and ends; each block leaves a line in <c>made</c>.
    /// </summary>
    internal static NodeHome Chain(string options, params string[] versions)
    {
        var home = new NodeHome();
        string[] all = ["v1", .. versions is [] ? ["v2"] : versions];

        foreach (var version in all)
        {
            var last = version == all[^1] ? "--blocks 5" : "";
            _ = home.InstallNode(
                version == "v1" ? "genesis" : $"upgrades/{version}",
                $"--as {version} {options} --block-time 1 --note-blocks \"$DAEMON_HOME/made\" --home \"$DAEMON_HOME\" {last}");
        }

        return home;
    }
}
