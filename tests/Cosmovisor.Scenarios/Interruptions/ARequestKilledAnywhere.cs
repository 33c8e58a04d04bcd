using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// A version that a command asks for without a height, and a supervisor that dies, or whose disk fails, at any change of the disk: carried
/// out once, never twice, never lost.
/// </summary>
public static class ARequestKilledAnywhere
{
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Fact]
    public static void IsCarriedOutOnceByThePlainStartThatFollows()
    {
        using var killer = Killer.Build();
        var points = Count(killer);
        var killed = 0;

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, points) from how in new[] { "before", "after" } select (Call: call, How: how)],
            point => $"killed {point.How} change {point.Call} of {points}",
            () => new RequestedUpgrade(Folder),
            (upgrade, point, when) =>
            {
                using var watch = new WatchedCurrent(upgrade.Home);
                var end = killer.Strike(upgrade.Home, point.Call, point.How, (point.Call * 2) + (point.How == "after" ? 1 : 0));
                _ = end.Code == 137 ? Interlocked.Increment(ref killed) : 0;
                upgrade.IsWhole(when);
                upgrade.IsOver(when, upgrade.Home.Run("start"));
                upgrade.IsDoneOnce(when);
                Assert.True(watch.Trouble is null, $"{when}: {watch.Trouble}");
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {killed} kills");
        Assert.InRange(killed, points, points * 2);
    }

    [Fact]
    public static void IsCarriedOutAfterALossOfPower()
    {
        using var killer = Killer.Build();
        var points = Count(killer);

        EveryHarm.IsSurvived(
            [.. Enumerable.Range(1, points)],
            call => $"power lost at change {call} of {points}",
            () => new RequestedUpgrade(Folder),
            (upgrade, call, when) =>
            {
                _ = killer.Strike(upgrade.Home, call, "power", call);
                _ = killer.LoseWhatWasNotFlushed(upgrade.Home, call);

                // What a command had written is flushed by it; here the node's script moves it, and its name is not ours to flush.
                var end = upgrade.Home.Run("start");
                Assert.True(
                    (end.Code, upgrade.Home.Current) == (0, "upgrades/v2"),
                    $"{when}: ended with {end.Code}: {end.Error}\n{upgrade.Home.Log}");
            });
    }

    [Theory]
    [InlineData(28)] // ENOSPC
    [InlineData(5)] // EIO
    [InlineData(30)] // EROFS
    public static void WhoseDiskFailsOnceIsToldAndCarriedOutWhenTheFaultIsGone(int errno)
    {
        using var killer = Killer.Build();
        var points = Count(killer);

        EveryHarm.IsSurvived(
            [.. Enumerable.Range(1, points)],
            call => $"errno {errno} at change {call} of {points}",
            () => new RequestedUpgrade(Folder),
            (upgrade, call, when) =>
            {
                // One that is refused for the fault leaves the node running, as it was: that is told, and the node ended.
                using var run = killer.Begin(upgrade.Home, call, errno.ToString(CultureInfo.InvariantCulture), call);
                _ = run.Await(
                    $"its end or a refusal, {when}",
                    () => run.HasEnded || upgrade.Home.Log.Contains("is refused; nothing was changed", StringComparison.Ordinal));

                if (!run.HasEnded)
                {
                    Assert.True(upgrade.Home.Current == "genesis", $"{when}: current is {upgrade.Home.Current}");
                    _ = upgrade.Home.Shell("kill -TERM $(head -1 cosmovisor/lock)");
                    _ = run.End();
                    return;
                }

                var end = run.End();
                Assert.True(end.Code is 0 or 70 or 1, $"{when}: ended with {end.Code}: {end.Error}");
                Assert.True(end.Code == 0 || end.Error.Length > 0, $"{when}: nothing was said");
                upgrade.IsOver(when, upgrade.Home.Run("start"));
                upgrade.IsDoneOnce(when);
            });
    }

    private static int Count(Killer killer)
    {
        using var upgrade = new RequestedUpgrade(Folder);
        var points = killer.Count(upgrade.Home, id: 0);
        upgrade.IsOver("without any harm", upgrade.Home.Run("start"));
        return points;
    }
}
