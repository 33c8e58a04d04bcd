using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>kill -9 before and after every single system call by which the supervisor changes a disk; then a plain start.</summary>
public static class AnUpgradeKilledAnywhere
{
    private const int FewestPoints = 60; // what there was when this was written is in docs/adr/0015

    [Fact]
    public static void IsEndedByThePlainStartThatFollows()
    {
        using var killer = Killer.Build();
        var (points, tree) = WithoutAnyHarm(killer);
        Assert.True(points >= FewestPoints, $"only {points} changes of a disk were counted");
        var killed = 0;

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, points) from how in new[] { "before", "after" } select (Call: call, How: how)],
            point => $"killed {point.How} change {point.Call} of {points}",
            EveryHarm.Upgrade,
            (upgrade, point, when) =>
            {
                using var watch = new WatchedCurrent(upgrade.Home);
                var end = killer.Strike(upgrade.Home, point.Call, point.How, (point.Call * 2) + (point.How == "after" ? 1 : 0));
                _ = end.Code == 137 ? Interlocked.Increment(ref killed) : 0;
                upgrade.IsWhole(when);
                var open = upgrade.HookInTheOpen;

                // Of an upgrade whose books were closed already, the next start is an ordinary one.
                upgrade.IsOver(when, upgrade.Home.Run("start"), open, tree);
                Assert.True(watch.Trouble is null, $"{when}: {watch.Trouble}");
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {killed} kills");
        Assert.InRange(killed, points, points * 2);
    }

    [Fact]
    public static void WithNothingButASwitchIsEndedByThePlainStartThatFollows()
    {
        using var killer = Killer.Build();
        using var first = EveryHarm.PlainUpgrade();
        var points = killer.Count(first.Home, id: 0);

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, points) from how in new[] { "before", "after" } select (Call: call, How: how)],
            point => $"killed {point.How} change {point.Call} of {points}",
            EveryHarm.PlainUpgrade,
            (upgrade, point, when) =>
            {
                using var watch = new WatchedCurrent(upgrade.Home);
                _ = killer.Strike(upgrade.Home, point.Call, point.How, (point.Call * 2) + (point.How == "after" ? 1 : 0));
                upgrade.IsWhole(when);
                Assert.True(upgrade.IsOver(when, upgrade.Home.Run("start")) == 1, $"{when}: no line in the history\n{upgrade.Home.Log}");
                Assert.True(watch.Trouble is null, $"{when}: {watch.Trouble}");
            });
    }

    private static (int Points, string Tree) WithoutAnyHarm(Killer killer)
    {
        using var upgrade = EveryHarm.Upgrade();
        var points = killer.Count(upgrade.Home, id: 0);
        upgrade.IsOver("without any harm", upgrade.Home.Run("start"), hookInTheOpen: null);
        return (points, upgrade.Tree());
    }
}
