using Xunit;
using static Cosmovisor.Tests.Staging.UpgradesAddedByHand;

namespace Cosmovisor.Tests.Staging;

/// <summary><c>cosmovisorctl schedule remove</c>: what has not begun is not carried out.</summary>
[ManyStarts]
public static class UpgradesTakenOffAgain
{
    [Fact]
    public static void LeaveTheirBinaries()
    {
        using var home = Home().Write("new", Script("v2"));
        _ = home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "100");

        Assert.Equal("         100  v2\n", home.Ctl("schedule", "list").Output);
        Assert.Equal((0, ""), (home.Ctl("schedule", "remove", "V2") is var end ? (end.Code, end.Error) : default));
        Assert.Equal("nothing is scheduled\n", home.Ctl("schedule", "list").Output);
        Assert.Equal("[]\n", home.Ctl("schedule", "list", "--json").Output);
        Assert.Equal(1, home.Ctl("schedule", "remove", "v2").Code);
        Assert.True(File.Exists(home.In(OfV2)));
    }

    [Fact]
    public static void ThatHaveBegunAndChangedNothingAreGivenUp()
    {
        using var home = HaltsAt7().Write(Schedule, """[{"name":"v99","height":7}]""");
        Assert.Equal(70, home.Run("run", "start").Code);

        var end = home.Ctl("schedule", "remove", "V99");

        Assert.Equal(
            (0, "v99 had been begun and has changed nothing yet: it is given up, and current stays at genesis\nV99 is not scheduled any more; its binary was left where it is\n"),
            (end.Code, end.Output));
        Assert.Equal((0, "start\n"), (home.Run("run", "start") is var next ? (next.Code, next.Output) : default));
        var history = Assert.Single(File.ReadAllLines(home.In("cosmovisor/history.jsonl")));
        Assert.Contains("taken off the schedule by the operator", history, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatHaveRunAScriptAreGivenUpByARollbackOnly()
    {
        using var home = HaltsAt7().Install("upgrades/v99", "exit 0").Write("cosmovisor/upgrades/v99/migrate", "#!/bin/sh\nexit 3\n")
            .Write(Schedule, """[{"name":"v99","height":7}]""");
        Assert.Equal(70, home.Run("run", "start").Code);
        var before = (File.ReadAllText(home.In(Schedule)), File.ReadAllText(home.In("cosmovisor/journal.json")));

        var refused = home.Ctl("schedule", "remove", "v99");

        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.Contains("the upgrade \"v99\" has been begun, has come as far as CustomPreUpgrade, and goes on at the next start. Give it up first: cosmovisorctl rollback",
            refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, (File.ReadAllText(home.In(Schedule)), File.ReadAllText(home.In("cosmovisor/journal.json"))));
        Assert.Contains("the next start upgrades again. To stay with the old binary: cosmovisorctl schedule remove v99",
            home.Ctl("rollback", "--yes").Output, StringComparison.Ordinal);
        Assert.Equal(0, home.Ctl("schedule", "remove", "v99").Code);
        Assert.Equal("start\n", home.Run("run", "start").Output);
    }

    [Fact]
    public static void AtThisVeryMomentAreNot()
    {
        using var home = HaltsAt7()
            .Install("upgrades/v99", "exit 0")
            .Write("cosmovisor/upgrades/v99/migrate", "#!/bin/sh\necho > \"$DAEMON_HOME/begun\"\nsleep 60\n")
            .Write(Schedule, """[{"name":"v99","height":7}]""");
        using var run = home.Start("run", "start").Await("the script", () => File.Exists(home.In("begun")));

        var refused = home.Ctl("schedule", "remove", "v99");

        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.Contains("taking off the upgrade \"v99\", which has been begun, was refused: a cosmovisor runs on this home",
            refused.Error, StringComparison.Ordinal);
        Assert.Contains("v99", File.ReadAllText(home.In(Schedule)), StringComparison.Ordinal);
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    [Fact]
    public static void LeaveTheSdksScheduleTooSoThatNoStartBringsThemBack()
    {
        using var home = Home().Write("data/upgrade-info.json.batch", """[{"name":"v2","height":7},{"name":"v3","height":9}]""")
            .Write(Schedule, """[{"name":"v2","height":7}]""");

        var (scheduled, notYetTakenOver) = (home.Ctl("schedule", "remove", "v2"), home.Ctl("schedule", "remove", "v3"));

        Assert.Equal((0, 0), (scheduled.Code, notYetTakenOver.Code));
        Assert.Equal(("[]\n", "[]\n"), (File.ReadAllText(home.In(Schedule)), File.ReadAllText(home.In("data/upgrade-info.json.batch"))));
    }
}
