using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>A plan file as large as a database. Alone, because what the whole process allocates is measured.</summary>
[Collection(Descriptors.Alone)]
public static class AHugePlanFile
{
    [Fact]
    public static void IsNotTakenIntoMemory()
    {
        using var watched = new WatchedPlanFile().WithData();
        var watcher = watched.Start();
        var before = GC.GetTotalAllocatedBytes();

        using (var garbage = File.Create(watched.File))
        {
            garbage.SetLength(100 * 1024 * 1024);
        }

        PlanFileWatchers.AwaitToldThatItCannotBeRead(watched, watcher);

        Assert.Contains("it has 104857600 bytes, and such a file at most 1048576", watched.Log.Text, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 * 1024 * 1024); // it is looked at some fifty times
        watched.ExpectNothingElse();
    }
}
