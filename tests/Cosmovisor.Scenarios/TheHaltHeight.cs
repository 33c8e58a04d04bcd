using Xunit;
using static Cosmovisor.Tests.TheOperatorsSchedule;

namespace Cosmovisor.Tests;

/// <summary>The height at which the node halts for the operator's schedule, where somebody else has one too, or nobody hears of it.</summary>
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
        Assert.Contains("the daemon's own --halt-height 9 wins, so the upgrade \"v2\" that is scheduled for height 7 has to wait", end.Error, StringComparison.Ordinal);
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
        using var home = new NodeHome().Install("genesis", "echo \"$@\"").Install("upgrades/v2", "echo v2").Write(Schedule, Entry("v2", 7)).Write("config/app.toml", settings + "\n");

        var end = home.Run("run", "start");

        Assert.Equal((0, given), (end.Code, end.Output));
        Assert.Equal(given == "start\n", end.Error.Contains("WARN  the node's own halt-height 5 (config/app.toml) comes first, so the upgrade \"v2\" that is scheduled for height 7 has to wait", StringComparison.Ordinal));
        Assert.Equal(settings.Contains("soon", StringComparison.Ordinal), end.Error.Contains($"the node's own settings cannot be read, so a halt-height in them is not known file={home.In("config/app.toml")} reason=\"its halt-height is no height\"", StringComparison.Ordinal));
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
            "WARN  the node ended with 0 and did not say that it halted at its halt height, so it is not upgraded; up to SDK 0.47 one that logs errors only cannot say so: let it log at info plan=v2 height=7",
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

        Assert.Equal(isTold, home.Run(["run", "start", .. flags.Split(' ')]).Error.Contains("WARN  the daemon's own log level hides what a node up to SDK 0.47 says when it halts", StringComparison.Ordinal));
        _ = home.Write(Schedule, "[]");
        Assert.DoesNotContain("log level", home.Run(["run", "start", .. flags.Split(' ')]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void TakesTheDaemonsOwnHaltHeightWhenItIsTheSame()
    {
        using var home = new NodeHome().Install("genesis", $"echo \"$@\"\n{Scripts.Print("4:00PM INF halting node per configuration height=7 time=0")}")
            .Install("upgrades/v2", "[ \"$1\" = pre-upgrade ] || echo v2 \"$@\"").Write(Schedule, Entry("v2", 7)).Set("UNSAFE_SKIP_BACKUP", "true");

        Assert.StartsWith("start --halt-height 7\n", home.Run("run", "start", "--halt-height", "7").Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("0.47")]
    [InlineData("0.50")]
    public static void RefusesAHeightThatHasPassedAndChangesNothing(string era)
    {
        using var home = Chain($"--era {era}").Write(Schedule, Entry("v2", 7)).Write("data/simnode.height", "20\n");

        var end = home.Run("run", "start");

        Assert.Equal(70, end.Code);
        Assert.Contains("the upgrade \"v2\" is scheduled for height 7, and the node is at 20 already. Nothing was switched", end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
        Assert.False(Directory.EnumerateDirectories(home.Path, "data-backup*").Any());
    }
}
