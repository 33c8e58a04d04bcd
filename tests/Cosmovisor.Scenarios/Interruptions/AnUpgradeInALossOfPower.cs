using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// Power is lost after each change of a disk: whatever the supervisor had written and not flushed is empty, though its name is there,
/// as ext4 and xfs leave it. Then a plain start.
/// </summary>
public static class AnUpgradeInALossOfPower
{
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Fact]
    public static void IsEndedByThePlainStartThatFollows()
    {
        using var killer = Killer.Build();
        int points;

        using (var upgrade = new UpgradeWithEverything(Folder))
        {
            points = killer.Count(upgrade.Home, id: 0);
        }

        var broken = new ConcurrentQueue<string>();
        var lost = 0;

        _ = Parallel.ForEach(
            Enumerable.Range(1, points),
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            call =>
            {
                var when = string.Create(CultureInfo.InvariantCulture, $"power lost after change {call} of {points}");

                try
                {
                    using var upgrade = new UpgradeWithEverything(Folder);
                    _ = killer.Strike(upgrade.Home, call, "after", call);
                    _ = Interlocked.Add(ref lost, killer.LoseWhatWasNotFlushed(upgrade.Home, call));
                    upgrade.IsWhole(when);
                    var open = upgrade.HookInTheOpen;
                    upgrade.IsOver(when, upgrade.Home.Run("start"), open);
                }
                catch (Exception ex) when (ex is Xunit.Sdk.XunitException or IOException)
                {
                    broken.Enqueue($"{when}: {ex.Message}");
                }
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} losses of power, {lost} files emptied");
        Assert.True(broken.IsEmpty, $"{broken.Count} of {points}\n" + string.Join("\n\n", broken.Take(8)));
        Assert.True(lost > 0, "no file was ever written and not flushed: the killer did not look");
    }
}
