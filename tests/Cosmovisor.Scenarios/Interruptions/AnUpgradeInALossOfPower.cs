using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// Power is lost after each change of a disk: whatever the supervisor had written and not flushed is empty, though its name is there,
/// as ext4 and xfs leave it. Then a plain start.
/// </summary>
public static class AnUpgradeInALossOfPower
{
    [Fact]
    public static void IsEndedByThePlainStartThatFollows()
    {
        using var killer = Killer.Build();
        var points = EveryHarm.CountChanges(killer);
        var lost = 0;

        EveryHarm.IsSurvived(
            [.. Enumerable.Range(1, points)],
            call => $"power lost after change {call} of {points}",
            (upgrade, call, when) =>
            {
                _ = killer.Strike(upgrade.Home, call, "after", call);
                _ = Interlocked.Add(ref lost, killer.LoseWhatWasNotFlushed(upgrade.Home, call));
                upgrade.IsWhole(when);
                var open = upgrade.HookInTheOpen;
                upgrade.IsOver(when, upgrade.Home.Run("start"), open);
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} losses of power, {lost} files emptied");
        Assert.True(lost > 0, "no file was ever written and not flushed: the killer did not look");
    }
}
