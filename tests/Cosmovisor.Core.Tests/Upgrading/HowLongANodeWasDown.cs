using Cosmovisor.Tests.Events;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>From the halt to the first block, by its parts.</summary>
public static class HowLongANodeWasDown
{
    private static readonly DateTimeOffset Noon = AllHappenings.Noon;

    // Two seconds for each of Stage, Stop and Switch, ten for the backup, five for a script.
    private static Journal Journal => Done(Done(Done(
        Done(Done(Journal.Of(AllHappenings.Plan, "genesis", Noon), UpgradeStep.Stage, 0, 2), UpgradeStep.Stop, 2, 4),
        UpgradeStep.Backup,
        4,
        14), UpgradeStep.CustomPreUpgrade, 14, 19), UpgradeStep.Switch, 19, 21);

    [Fact]
    public static void IsTheSumOfItsParts()
    {
        var down = Downtime.Of(Journal, Noon.AddSeconds(21.5), Noon.AddSeconds(30), Noon.AddSeconds(100))!;

        Assert.Equal(new Downtime(100, Stage: 2, Stop: 2, Backup: 10, Hooks: 5, Switch: 2, Start: 0.5, Migration: 8.5, Network: 70), down);
        Assert.Equal(0, down.Rest);
        Assert.Equal(
            "100.0 s from the halt to the first block: stage 2.0 s, stop 2.0 s, backup 10.0 s, hooks 5.0 s, switch 2.0 s, start 0.5 s, migration 8.5 s, network 70.0 s",
            down.Words);
    }

    [Fact]
    public static void HasARestWhereItWasInterrupted()
    {
        var killed = Journal with { Began = Noon.AddHours(-1) };

        Assert.Equal(3600, Downtime.Of(killed, Noon.AddSeconds(21), null, Noon.AddSeconds(22))!.Rest);
    }

    [Fact]
    public static void IsNotToldWhereTheClockWasPutBack()
    {
        Assert.Null(Downtime.Of(Journal, Noon.AddSeconds(-1), null, Noon.AddSeconds(9)));
        Assert.Null(Downtime.Of(Journal, Noon.AddSeconds(21), Noon.AddSeconds(90), Noon.AddSeconds(80)));
    }

    [Fact]
    public static void StandsInALineOfItsOwnThatOthersPassOver()
    {
        var line = DowntimeText.Of(
            Journal, Noon.AddSeconds(100), Downtime.Of(Journal, Noon.AddSeconds(21.5), Noon.AddSeconds(30), Noon.AddSeconds(100))!).Write();

        Assert.True(DowntimeText.Parse(line).IsOk(out var read, out var reason), reason);
        Assert.True(read.IsOf(Journal));
        Assert.Equal(100, read.Down.Total);
        Assert.True(JournalText.ParseEnding(line) is Parsed<FinishedUpgrade>.Invalid); // as of a cosmovisor that knows no such line
        Assert.True(
            DowntimeText.Parse(JournalText.Of(new FinishedUpgrade(Journal, FinishedUpgrade.Done, Noon))) is Parsed<DowntimeText>.Invalid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData(
        "{\"downtime\":2,\"plan\":\"v2\",\"height\":1,\"began\":\"2026-11-28T12:00:00Z\",\"firstBlock\":\"2026-11-28T12:00:00Z\",\"down\":null}")]
    [InlineData("{\"downtime\":1,\"plan\":\"\\ud800\",\"height\":1}")]
    public static void IsNotReadFromWhatIsNone(string line) => Assert.False(DowntimeText.Parse(line).IsOk(out _, out _));

    private static Journal Done(Journal journal, UpgradeStep step, int from, int to) =>
        journal.Begin(step, Noon.AddSeconds(from)).Finish(step, null, Noon.AddSeconds(to));
}
