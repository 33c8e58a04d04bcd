using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>Every change of a disk fails once: full, broken, read-only. Then the fault is gone, and a plain start follows.</summary>
public static class AnUpgradeOnAFaultyDisk
{
    [Theory]
    [InlineData(28, "No space left on device")]
    [InlineData(5, "Input/output error")]
    [InlineData(30, "Read-only file system")]
    public static void TellsWhatFailedAndIsEndedWhenTheFaultIsGone(int errno, string words)
    {
        using var killer = Killer.Build();
        var points = EveryHarm.CountChanges(killer);
        var told = 0;

        EveryHarm.IsSurvived(
            [.. Enumerable.Range(1, points)],
            call => $"\"{words}\" at change {call} of {points}",
            EveryHarm.Upgrade,
            (upgrade, call, when) =>
            {
                var end = killer.Strike(upgrade.Home, call, errno.ToString(CultureInfo.InvariantCulture), call);
                upgrade.IsWhole(when);

                // Either nothing depended on it, or the upgrade stopped and said at which step and why, or it never came to a start.
                var stopped = end.Code == 70 && end.Error.Contains("upgrade \"v2\" (height 49) failed at ", StringComparison.Ordinal);
                Assert.True(
                    end.Code == 0 || stopped || (end.Code == 1 && end.Output.Length == 0), $"{when}: ended with {end.Code}: {end.Error}");
                Assert.True(end.Code == 0 || end.Error.Length > 0, $"{when}: nothing was said");
                _ = stopped ? Interlocked.Increment(ref told) : 0;

                upgrade.IsOver(when, upgrade.Home.Run("start"), upgrade.HookInTheOpen ?? "CustomPreUpgrade");
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {told} told as a failed step");
        Assert.InRange(told, points / 3, points);
    }
}
