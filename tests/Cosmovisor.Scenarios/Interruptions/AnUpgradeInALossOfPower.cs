using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// Power is lost after each change of a disk. What the supervisor had written and not flushed is empty, though its name is there, as ext4
/// and xfs leave it; or the names too are those of before, where their folder was not flushed since. Then a plain start.
/// </summary>
public static class AnUpgradeInALossOfPower
{
    [Theory]
    [InlineData("after")]
    [InlineData("power")]
    public static void IsEndedByThePlainStartThatFollows(string how)
    {
        using var killer = Killer.Build();
        var points = EveryHarm.CountChanges(killer);
        var lost = 0;

        EveryHarm.IsSurvived(
            [.. Enumerable.Range(1, points)],
            call => $"power lost after change {call} of {points} ({how})",
            EveryHarm.Upgrade,
            (upgrade, call, when) =>
            {
                _ = killer.Strike(upgrade.Home, call, how, call);
                _ = Interlocked.Add(ref lost, killer.LoseWhatWasNotFlushed(upgrade.Home, call));
                upgrade.IsWhole(when);
                var open = upgrade.HookInTheOpen;
                upgrade.IsOver(when, upgrade.Home.Run("start"), open);
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} losses of power, {lost} files emptied");
        Assert.True(how == "power" || lost > 0, "no file was ever written and not flushed: the killer did not look");
    }

    [Theory]
    [InlineData("after")]
    [InlineData("power")]
    public static void OfWhichNothingHasToBeKeptLosesALineOfTheHistoryAtMost(string how)
    {
        using var killer = Killer.Build();
        using var first = EveryHarm.PlainUpgrade();
        var points = killer.Count(first.Home, id: 0);
        var (withoutLine, begunAnew) = (0, 0);

        EveryHarm.IsSurvived(
            [.. Enumerable.Range(1, points)],
            call => $"power lost after change {call} of {points} ({how})",
            EveryHarm.PlainUpgrade,
            (upgrade, call, when) =>
            {
                _ = killer.Strike(upgrade.Home, call, how, call);
                _ = killer.LoseWhatWasNotFlushed(upgrade.Home, call);
                upgrade.IsWhole(when);
                var wasSwitched = upgrade.Home.Current == "upgrades/v2";
                var before = upgrade.Home.Log;
                var lines = upgrade.IsOver(when, upgrade.Home.Run("start"));
                var again = upgrade.Home.Log[before.Length..].Contains("INFO  upgrade begins", StringComparison.Ordinal);

                Assert.False(wasSwitched && again, $"{when}: carried out a second time\n{upgrade.Home.Log}");
                Assert.True(
                    wasSwitched || lines == 1,
                    $"{when}: an upgrade that this start has carried out is not in the history\n{upgrade.Home.Log}");
                _ = lines == 0 ? Interlocked.Increment(ref withoutLine) : 0;
                _ = again ? Interlocked.Increment(ref begunAnew) : 0;

                // And every later start is an ordinary one.
                Assert.Equal(lines, upgrade.IsOver(when, upgrade.Home.Run("start")));
            });

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{points} losses of power, {begunAnew} upgrades begun anew, {withoutLine} without a line in the history");
        Assert.InRange(begunAnew, 1, points);
        Assert.InRange(withoutLine, 1, points / 2);
    }
}
