using System.Text.Json;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>How a journal is written, and what of it a loss of power may take.</summary>
public static class JournalsOnPaper
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, TimeSpan.TicksPerDay].Select(ticks => Noon.AddTicks(ticks));

    private static readonly Gen<string> Texts = Gen.String[Gen.Char['\0', '\u2fff'], 0, 40];

    private static readonly Gen<StepEntry> Steps =
        Gen.Select(Gen.Enum<UpgradeStep>(), Gen.Int[1, 9], Times, Times.Nullable(), Texts.Null(), Texts.Null(), Gen.Bool.Nullable())
            .Select((step, tries, began, ended, left, trouble, killed) => new StepEntry(step, tries, began, ended, left, trouble, killed));

    private static readonly Gen<JournalText> All =
        Gen.Select(Texts, Gen.Long, Times, Steps.Array[0, 7], Gen.Bool.Nullable(), Gen.Long.Nullable(), Texts.Null(), Times.Nullable())
            .Select((text, height, began, steps, planFile, firstBlock, result, ended) => new JournalText
            {
                Format = JournalText.Version,
                Plan = text,
                Height = height,
                Info = text,
                Start = text,
                Began = began,
                Steps = steps,
                PlanFile = planFile,
                FirstBlock = firstBlock,
                Result = result,
                Ended = ended,
            });

    [Fact]
    public static void AreWrittenAsTheSerializerWouldWriteThem() =>
        All.Sample(text => Assert.Equal(JsonSerializer.Serialize(text, JournalJson.Default.JournalText), JournalWriting.Write(text)));

    [Theory]
    [InlineData(UpgradeStep.Stage, false)]
    [InlineData(UpgradeStep.Stop, false)]
    [InlineData(UpgradeStep.Backup, false)] // it is taken again
    [InlineData(UpgradeStep.CustomPreUpgrade, true)]
    [InlineData(UpgradeStep.NewGenesis, true)]
    [InlineData(UpgradeStep.PreUpgrade, true)]
    [InlineData(UpgradeStep.Switch, false)] // current says it
    internal static void MustSurviveOnceAStepHasBegunThatMayNotBeRepeated(UpgradeStep begun, bool must)
    {
        var journal = Some().Begin(UpgradeStep.Stage, Noon).Begin(begun, Noon);

        Assert.Equal(must, journal.MustSurvive);
        Assert.Equal(must, journal.Begin(UpgradeStep.Switch, Noon).MustSurvive);
    }

    [Fact]
    public static void MustSurviveWithABackupThatIsTaken() =>
        Assert.True(Some().Begin(UpgradeStep.Backup, Noon).Finish(UpgradeStep.Backup, "backups/v2", Noon).MustSurvive);

    [Fact]
    public static void MustSurviveWhereNothingElseKnowsTheFirstBlockOfTheNewVersion()
    {
        var scheduled = (Some() with { FirstBlock = 50 }).Begin(UpgradeStep.Stage, Noon);

        Assert.False(scheduled.MustSurvive);
        Assert.True(scheduled.Begin(UpgradeStep.Switch, Noon).MustSurvive);
    }

    private static Journal Some() => Journal.Of(
        UpgradePlan.Create("v2", 49, "").IsOk(out var plan, out _) ? plan : throw new InvalidOperationException(), "genesis", Noon);
}
