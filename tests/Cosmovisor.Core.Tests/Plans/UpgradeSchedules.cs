using System.Text;
using Cosmovisor.Plans;
using Cosmovisor.Tests.Detection;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Plans;

public static class UpgradeSchedules
{
    [Theory]
    [InlineData("[]", "")]
    [InlineData("null", "")] // as the SDK's redesign leaves an empty one
    [InlineData("""[{"name":"v2","time":"0001-01-01T00:00:00Z","height":5}]""", "v2@5")]
    [InlineData("""[{"name":"v3","height":"9"},{"name":"v2","height":5,"info":"x"}]""", "v2@5 v3@9")]
    public static void AreReadInTheOrderOfTheirHeights(string json, string entries)
    {
        Assert.True(Parse(json).IsOk(out var schedule, out var reason), reason);
        Assert.Equal(entries, Text(schedule));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("[5]")]
    [InlineData("[null]")]
    [InlineData("""[{"name":"v2"}]""")]
    [InlineData("""[{"name":"v2","height":0}]""")]
    [InlineData("""[{"name":"..","height":5}]""")]
    [InlineData("""[{"name":"v2","height":5},{"name":"V2","height":9}]""")]
    [InlineData("""[{"name":"v2","height":5},{"name":"v3","height":5}]""")]
    [InlineData("""[{"name":"v2","height":5}""")]
    public static void AreRefusedWithASentence(string json)
    {
        Assert.False(Parse(json).IsOk(out _, out var reason));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public static void OfAnyBytesAreReadOrRefused() => Gen.Byte.Array[0, 200].Sample(bytes => UpgradeSchedule.Parse(bytes) is not null);

    [Fact]
    public static void AreWrittenAsTheyAreRead() =>
        Gen.Select(Gen.String.Where(name => UpgradeName.WhatIsWrong(name) is null && !name.Any(char.IsSurrogate)),
            Gen.Long[1, long.MaxValue]).Array[0, 6].Sample(entries =>
        {
            var schedule = entries.Aggregate(
                UpgradeSchedule.Empty,
                (all, entry) => all.With(Watched.Plan(entry.Item1, entry.Item2)).IsOk(out var more, out _) ? more : all);

            Assert.True(Parse(string.Join('\n', schedule.Lines())).IsOk(out var read, out var reason), reason);
            Assert.Equal(schedule.Entries, read.Entries);
        });

    [Fact]
    public static void TakeANameOnceUnlessForced()
    {
        var one = Schedule("v2@5");

        Assert.False(one.With(Watched.Plan("v2", 9)).IsOk(out _, out var reason));
        Assert.Contains("scheduled already", reason, StringComparison.Ordinal);
        Assert.True(one.With(Watched.Plan("v2", 9), force: true).IsOk(out var forced, out _));
        Assert.Equal("v2@9", Text(forced));
    }

    [Fact]
    public static void LoseWhatIsDoneWhateverTheCaseOfItsName() => Assert.Equal("v3@9", Text(Schedule("v2@5 v3@9").Without("V2")));

    [Theory]
    [InlineData("v2@5 v3@9", "", null, "v2@5 added")]
    [InlineData("v2@5 v3@9", "5", null, "v3@9 added")]
    [InlineData("v2@5", "5", null, "")]
    [InlineData("", "", null, "")]
    [InlineData("", "", 7L, "")]
    [InlineData("v2@5 v3@9", "", 5L, "v2@5 given")]
    [InlineData("v2@5", "", 7L, "told")]
    [InlineData("v2@5", "", 0L, "v2@5 added")]
    [InlineData("v2@5", "", -1L, "told")]
    public static void GiveTheNextHeightToRunUpTo(string entries, string skip, long? own, string expected)
    {
        var (next, told) = RunUpTo.Of(
            Schedule(entries).Entries, SkipHeights.FromArguments(["--unsafe-skip-upgrades", skip]), _ => false, own, ownSetting: null);

        Assert.Equal(
            expected,
            next is { Plan: var plan } ? $"{plan.Name}@{plan.Height} {(next.IsAskedFor ? "given" : "added")}" : told is null ? "" : "told");
    }

    private static UpgradeSchedule Schedule(string entries) => entries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(
        entry => entry.Split('@'))
        .Aggregate(UpgradeSchedule.Empty, (all, entry) => all.With(Watched.Plan(entry[0], long.Parse(entry[1], null)))
            .IsOk(out var more, out var reason) ? more : throw new ArgumentException(reason));

    private static Parsed<UpgradeSchedule> Parse(string json) => UpgradeSchedule.Parse(Encoding.UTF8.GetBytes(json));

    private static string Text(UpgradeSchedule schedule) =>
        string.Join(' ', schedule.Entries.Select(entry => $"{entry.Name}@{entry.Height}"));
}
