using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>kill -9 before and after every single system call by which the supervisor changes a disk; then a plain start.</summary>
public static class AnUpgradeKilledAnywhere
{
    private const int FewestPoints = 60; // what there was when this was written is in docs/adr/0015

    // In memory, so that a flush costs nothing; the order of the calls is the same on every file system.
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Fact]
    public static void IsEndedByThePlainStartThatFollows()
    {
        using var killer = Killer.Build();
        var (points, tree) = WithoutAnyHarm(killer);
        Assert.True(points >= FewestPoints, $"only {points} changes of a disk were counted");
        var broken = new ConcurrentQueue<string>();
        var killed = 0;

        _ = Parallel.ForEach(
            from call in Enumerable.Range(1, points) from how in new[] { "before", "after" } select (call, how),
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            point =>
            {
                var when = string.Create(CultureInfo.InvariantCulture, $"killed {point.how} change {point.call} of {points}");

                try
                {
                    using var upgrade = new UpgradeWithEverything(Folder);
                    using var watch = new WatchedCurrent(upgrade.Home);
                    var end = killer.Strike(upgrade.Home, point.call, point.how, (point.call * 2) + (point.how == "after" ? 1 : 0));
                    _ = end.Code == 137 ? Interlocked.Increment(ref killed) : 0;
                    upgrade.IsWhole(when);
                    var open = upgrade.HookInTheOpen;

                    // Of an upgrade whose books were closed already, the next start is an ordinary one.
                    upgrade.IsOver(when, upgrade.Home.Run("start"), open, tree);
                    Assert.True(watch.Trouble is null, $"{when}: {watch.Trouble}");
                }
                catch (Exception ex) when (ex is Xunit.Sdk.XunitException or IOException)
                {
                    broken.Enqueue($"{when}: {ex.Message}");
                }
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {killed} kills");
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Take(10)));
        Assert.InRange(killed, points, points * 2);
    }

    private static (int Points, string Tree) WithoutAnyHarm(Killer killer)
    {
        using var upgrade = new UpgradeWithEverything(Folder);
        var points = killer.Count(upgrade.Home, id: 0);
        upgrade.IsOver("without any harm", upgrade.Home.Run("start"), hookInTheOpen: null);
        return (points, upgrade.Tree());
    }
}
