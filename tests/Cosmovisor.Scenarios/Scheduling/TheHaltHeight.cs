using Xunit;
using static Cosmovisor.Tests.Scheduling.TheOperatorsSchedule;

namespace Cosmovisor.Tests.Scheduling;

/// <summary>
/// The height at which the node halts for the operator's schedule, where somebody else has one too, or nobody hears of it.
/// </summary>
[ManyStarts]
public static class TheHaltHeight
{
    [Theory]
    [InlineData("--halt-height 9")]
    [InlineData("--halt-height=9")]
    public static void GivesWayToTheDaemonsOwnHaltHeight(string flag)
    {
        using var home = Chain("--era 0.47").Write(Schedule, Entry("v2", 7));

        var end = home.Run(["run", "start", .. flag.Split(' ')]);

        Assert.Equal(0, end.Code);
        Assert.Equal("genesis", home.Current);
        Assert.Equal(9, File.ReadAllLines(home.In("made")).Length);
        Assert.Contains("the daemon's own --halt-height 9 wins, so the upgrade \"v2\" that is scheduled for height 7 has to wait",
            end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--halt-height 0")]
    [InlineData("--halt-height=0")]
    public static void TakesADaemonsOwnHaltHeightOfNoughtForNone(string flag)
    {
        using var home = Chain("--era 0.50").Write(Schedule, Entry("v2", 7));

        var end = home.Run(["run", "start", .. flag.Split(' ')]);

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.DoesNotContain("has to wait", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("halt-height = 5", "start\n")]
    [InlineData("halt-height = \"5\"", "start\n")]
    [InlineData("halt-height = 0", "start --halt-height 7\n")]
    [InlineData("halt-height = 7", "start --halt-height 7\n")]
    [InlineData("halt-height = 9", "start --halt-height 7\n")] // in force again once the upgrade is done
    [InlineData("halt-height = 'soon'", "start --halt-height 7\n")]
    [InlineData("[api]\nhalt-height = 5", "start --halt-height 7\n")]
    [InlineData("minimum-gas-prices = \"0stake\"", "start --halt-height 7\n")]
    public static void GivesWayToAHaltHeightOfTheNodesOwnSettingsThatComesFirst(string settings, string given)
    {
        using var home = new NodeHome().Install("genesis", "echo \"$@\"").Install("upgrades/v2", "echo v2").Write(Schedule, Entry("v2", 7))
            .Write("config/app.toml", settings + "\n");

        var end = home.Run("run", "start");

        Assert.Equal((0, given), (end.Code, end.Output));
        Assert.Equal(given == "start\n", end.Error.Contains(
            "WARN  the node's own halt-height 5 (config/app.toml) comes first, so the upgrade \"v2\" that is scheduled for height 7 has to wait",
            StringComparison.Ordinal));
        Assert.Equal(settings.Contains("soon", StringComparison.Ordinal), end.Error.Contains(
            $"the node's own settings cannot be read, so a halt-height in them is not known file={home.In("config/app.toml")} reason=\"its halt-height is not a height\"",
            StringComparison.Ordinal));
    }

    [Fact]
    public static void LeavesTheNodesOwnSettingsUnreadWhileNothingIsScheduled()
    {
        using var home = new NodeHome().Install("genesis", "echo \"$@\"").Write("config/app.toml", "not toml");

        Assert.DoesNotContain("app.toml", home.Run("run", "start").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", true)]
    [InlineData("exit 3", false)]
    [InlineData("kill -TERM $PPID; sleep 5", false)]
    public static void TellsOfANodeThatEndsWithoutSayingThatItHalted(string ends, bool isTold)
    {
        using var home = new NodeHome().Install("genesis", ends).Install("upgrades/v2", "echo v2").Write(Schedule, Entry("v2", 7));

        var end = home.Run("run", "start");

        Assert.Equal(isTold, end.Error.Contains(
            "WARN  the node ended with 0 and did not say that it halted at its halt height, so it is not upgraded; up to SDK 0.47 a node that logs errors only cannot say so: set its log level to info plan=v2 height=7",
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--log_level error", true)]
    [InlineData("--log_level=fatal", true)]
    [InlineData("--log-level none", true)]
    [InlineData("--log_level error --log_level info", false)]
    [InlineData("--log_level info", false)]
    [InlineData("--log_level debug", false)]
    public static void TellsOfALogLevelThatHidesTheHalt(string flags, bool isTold)
    {
        using var home = new NodeHome().Install("genesis", "exit 1").Install("upgrades/v2", "echo v2").Write(Schedule, Entry("v2", 7));

        Assert.Equal(isTold, home.Run(["run", "start", .. flags.Split(' ')]).Error
            .Contains("WARN  the daemon's own log level hides what a node up to SDK 0.47 says when it halts", StringComparison.Ordinal));
        _ = home.Write(Schedule, "[]");
        Assert.DoesNotContain("log level", home.Run(["run", "start", .. flags.Split(' ')]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void TakesTheDaemonsOwnHaltHeightWhenItIsTheSame()
    {
        using var home = new NodeHome().Install(
            "genesis", $"echo \"$@\"\n{Scripts.Print("4:00PM INF halting node per configuration height=7 time=0")}")
            .Install("upgrades/v2", "[ \"$1\" = pre-upgrade ] || echo v2 \"$@\"").Write(Schedule, Entry("v2", 7))
            .Set("UNSAFE_SKIP_BACKUP", "true");

        Assert.StartsWith("start --halt-height 7\n", home.Run("run", "start", "--halt-height", "7").Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("0.47")]
    [InlineData("0.50")]
    public static void ThatHasPassedIsTakenFromTheNodeAgainAsSoonAsItSaysWhereItIs(string era)
    {
        // A full node: nothing on the disk tells how high it is.
        using var home = Chain($"--era {era} --blocks 3").Write(Schedule, Entry("v2", 7)).Write("data/simnode.height", "20\n");

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Contains(
            "WARN  the node was given a halt height that it has passed; it is started again without it plan=v2 height=7 reached=20",
            end.Error,
            StringComparison.Ordinal);
        Assert.Contains("WARN  an upgrade of the schedule can no longer be carried out, and is removed from it plan=v2 height=7",
            end.Error, StringComparison.Ordinal);
        Assert.Equal(("genesis", "[]\n"), (home.Current, File.ReadAllText(home.In(Schedule))));
        Assert.False(Directory.EnumerateDirectories(home.Path, "data-backup*").Any());
        Assert.DoesNotContain("WARN", home.Run("run", "start").Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatHasPassedIsNeverGivenToANodeWhoseDiskSaysSo()
    {
        using var home = new NodeHome().Install("genesis", "exit 1").Install("upgrades/v3", "echo \"$@\"").PointCurrentTo("upgrades/v3")
            .Write(Schedule, $"[{Plan("v2", 50)},{Plan("v3", 60)},{Plan("v4", 70)},{Plan("v5", 170)}]")
            .Write("data/priv_validator_state.json", """{"height":"100","round":0,"step":3}""");

        var end = home.Run("run", "start");

        Assert.Equal((0, "start --halt-height 170\n"), (end.Code, end.Output));
        Assert.Contains("INFO  an upgrade of the schedule is done and is removed from it plan=v3 scheduled=1", end.Error, StringComparison.Ordinal);
        Assert.Contains("can no longer be carried out, and is removed from it plan=v2 height=50 reason=\"the node has passed its height: ",
            end.Error, StringComparison.Ordinal);
        Assert.Contains("can no longer be carried out, and is removed from it plan=v4 height=70 reason=\"the node has passed its height: ",
            end.Error, StringComparison.Ordinal);
        Assert.Equal("start --halt-height 170\n", home.Run("run", "start").Output);
        Assert.Equal("upgrades/v3", home.Current);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void IsLeftOutForADaemonThatDoesNotKnowIt(string words)
    {
        using var home = new NodeHome()
            .Install("genesis", "case \"$*\" in *halt-height*) echo 'Error: unknown flag: --halt-height' >&2; exit 1;; esac; echo \"$@\"")
            .Install("upgrades/v2", "echo v2").Write(Schedule, Entry("v2", 7));

        var end = home.Run(words.Split(' '));

        Assert.Equal((0, "start\n"), (end.Code, end.Output));
        Assert.Contains("WARN  the upgrade \"v2\" cannot be armed: the daemon of genesis has no --halt-height flag",
            home.Log + end.Error, StringComparison.Ordinal);
        Assert.Contains("v2", File.ReadAllText(home.In(Schedule)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(6, false)]
    [InlineData(8, false)]
    public static void IsReachedWithoutAWordWhereTheDataSaysSo(int lastSigned, bool isReached)
    {
        // Up to SDK 0.47 the line is one of level info, and hidden by many.
        using var home = new NodeHome()
            .Install("genesis",
                $"echo '{{\"height\":\"{lastSigned}\",\"round\":0,\"step\":3}}' >\"$DAEMON_HOME/data/priv_validator_state.json\"")
            .Install("upgrades/v2", "[ \"$1\" = pre-upgrade ] || cat \"$DAEMON_HOME/data/upgrade-info.json\"").Write(
                Schedule, Entry("v2", 7)).Set("UNSAFE_SKIP_BACKUP", "true")
            .Write("data/priv_validator_state.json", """{"height":"3","round":0,"step":3}""");

        var end = home.Run("run", "start", "--log_level", "error");

        Assert.Equal((0, isReached ? "upgrades/v2" : "genesis"), (end.Code, home.Current));
        Assert.Equal(isReached ? """{"name":"v2","height":8,"info":""}""" + "\n" : "", end.Output);
    }
}
