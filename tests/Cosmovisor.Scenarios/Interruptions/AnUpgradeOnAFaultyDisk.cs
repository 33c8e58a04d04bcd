using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>Every change of a disk fails once: full, broken, read-only. Then the fault is gone, and a plain start follows.</summary>
public static class AnUpgradeOnAFaultyDisk
{
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Theory]
    [InlineData(28, "No space left on device")]
    [InlineData(5, "Input/output error")]
    [InlineData(30, "Read-only file system")]
    public static void TellsWhatFailedAndIsEndedWhenTheFaultIsGone(int errno, string words)
    {
        using var killer = Killer.Build();
        int points;

        using (var upgrade = new UpgradeWithEverything(Folder))
        {
            points = killer.Count(upgrade.Home, id: 0);
        }

        var broken = new ConcurrentQueue<string>();
        var told = 0;

        _ = Parallel.ForEach(
            Enumerable.Range(1, points),
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            call =>
            {
                var when = string.Create(CultureInfo.InvariantCulture, $"\"{words}\" at change {call} of {points}");

                try
                {
                    using var upgrade = new UpgradeWithEverything(Folder);
                    var end = killer.Strike(upgrade.Home, call, errno.ToString(CultureInfo.InvariantCulture), call);
                    upgrade.IsWhole(when);

                    // Either nothing depended on it, or the upgrade stopped and said at which step and why, or it never came to a start.
                    var stopped = end.Code == 70 && end.Error.Contains("upgrade \"v2\" (height 49) failed at ", StringComparison.Ordinal);
                    Assert.True(end.Code == 0 || stopped || (end.Code == 1 && end.Output.Length == 0), $"{when}: ended with {end.Code}: {end.Error}");
                    Assert.True(end.Code == 0 || end.Error.Length > 0, $"{when}: nothing was said");
                    _ = stopped ? Interlocked.Increment(ref told) : 0;

                    upgrade.IsOver(when, upgrade.Home.Run("start"), upgrade.HookInTheOpen ?? "CustomPreUpgrade");
                }
                catch (Exception ex) when (ex is Xunit.Sdk.XunitException or IOException)
                {
                    broken.Enqueue($"{when}: {ex.Message}");
                }
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {told} told as a failed step");
        Assert.True(broken.IsEmpty, $"{broken.Count} of {points}\n" + string.Join("\n\n", broken.Take(8)));
        Assert.InRange(told, points / 3, points);
    }
}
