using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// An upgrade of its own for every harm that may come to one. What broke is told together: the first of two hundred says little.
/// </summary>
internal static class EveryHarm
{
    private const int Abreast = 3;
    private const int MostTold = 8;

    // In memory, so that a flush costs nothing; the order of the calls is the same on every file system.
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    public static UpgradeWithEverything Upgrade() => new(Folder);

    public static PlainUpgrade PlainUpgrade() => new(Folder);

    /// <summary>How often an upgrade changes a disk when nothing happens to it.</summary>
    public static int CountChanges(Killer killer)
    {
        using var upgrade = Upgrade();
        return killer.Count(upgrade.Home, id: 0);
    }

    /// <param name="harms">Each comes to an upgrade of its own.</param>
    /// <param name="words">What it is called when it breaks something; the change it comes to stands in it.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="check">Does the harm, and looks at what became of the upgrade.</param>
    public static void IsSurvived<T, TUpgrade>(
        IReadOnlyList<T> harms, Func<T, FormattableString> words, Func<TUpgrade> make, Action<TUpgrade, T, string> check)
        where TUpgrade : IDisposable
    {
        var broken = new ConcurrentQueue<string>();

        _ = Parallel.ForEach(harms, new ParallelOptions { MaxDegreeOfParallelism = Abreast }, harm =>
        {
            var when = words(harm).ToString(CultureInfo.InvariantCulture);

            try
            {
                using var upgrade = make();
                check(upgrade, harm, when);
            }
            catch (Exception ex) when (ex is Xunit.Sdk.XunitException or IOException)
            {
                broken.Enqueue($"{when}: {ex.Message}");
            }
        });

        Assert.True(broken.IsEmpty, $"{broken.Count} of {harms.Count}\n" + string.Join("\n\n", broken.Take(MostTold)));
    }
}
