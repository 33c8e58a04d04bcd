using Cosmovisor.Plans;
using Cosmovisor.Tests.Detection;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Plans;

public static class SchedulesHandedOver
{
    [Theory]
    [InlineData("", "v2@5 v3@9", "v2@5 v3@9", "")]
    [InlineData("v2@5", "v2@5", "v2@5", "")]
    [InlineData("v2@7", "V2@5 v3@9", "v2@7 v3@9", "V2")]
    [InlineData("mine@9", "v3@9", "mine@9", "v3")]
    [InlineData("mine@9", "", "mine@9", "")]
    [InlineData("", "old1@1 v2@5 old2@7", "v2@5", "old1 old2")]
    public static void BringWhatIsNewAndStillToCome(string ours, string theirs, string schedule, string leftOut)
    {
        var taken = ImportedSchedule.Of(
            Schedule(ours), Schedule(theirs), entry => entry.Name.StartsWith("old", StringComparison.Ordinal) ? "it is over" : null);

        Assert.Equal(schedule, string.Join(' ', taken.Schedule.Entries.Select(entry => $"{entry.Name}@{entry.Height}")));
        Assert.Equal(leftOut, string.Join(' ', taken.LeftOut.Select(one => one.Entry.Name)));
        Assert.Equal(theirs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, taken.Entries + taken.LeftOut.Count);
    }

    [Fact]
    public static void ASecondTimeChangeNothing() => Gen.Select(Some, Some).Sample(pair =>
    {
        var once = ImportedSchedule.Of(pair.Item1, pair.Item2, _ => null).Schedule;

        Assert.Equal(once.Entries, ImportedSchedule.Of(once, pair.Item2, _ => null).Schedule.Entries);
        Assert.All(pair.Item1.Entries, entry => Assert.Contains(entry, once.Entries));
    });

    private static Gen<UpgradeSchedule> Some => Gen.Select(Gen.Int[1, 5], Gen.Long[1, 5]).Array[0, 5].Select(entries =>
        entries.Aggregate(
            UpgradeSchedule.Empty,
            (all, entry) => all.With(Watched.Plan($"v{entry.Item1}", entry.Item2)).IsOk(out var more, out _) ? more : all));

    private static UpgradeSchedule Schedule(string entries) => entries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(
        entry => entry.Split('@'))
        .Aggregate(UpgradeSchedule.Empty,
            (all, entry) => all.With(Watched.Plan(entry[0], long.Parse(entry[1], null))).IsOk(out var more, out _) ? more : all);
}
