using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

public static class Journals
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public static void ComeBackFromTheirText()
    {
        var journal = Some("x/token v2", info: "{\"binaries\":{}}\n")
            .Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/x%2Ftoken%20v2", Noon.AddSeconds(1))
            .Begin(UpgradeStep.Backup, Noon.AddSeconds(2)).Fail(UpgradeStep.Backup, "no space left on device");

        var text = JournalText.Of(journal);
        var read = Ok(JournalText.Parse(text));

        Assert.Equal(text, JournalText.Of(read));
        Assert.Equal(journal.Steps, read.Steps);
        Assert.Equal((journal.Plan, "genesis", Noon), (read.Plan, read.From, read.Began));
        Assert.Equal("upgrades/x%2Ftoken%20v2", read.To);
    }

    [Fact]
    public static void AreOneLineEachSoThatTheHistoryMayBeRead() =>
        Assert.DoesNotContain('\n', JournalText.Of(Some("v2", info: "two\nlines")));

    [Theory]
    [InlineData(UpgradeStep.Stage, true)]
    [InlineData(UpgradeStep.Stop, true)]
    [InlineData(UpgradeStep.Backup, true)]
    [InlineData(UpgradeStep.CustomPreUpgrade, false)]
    [InlineData(UpgradeStep.NewGenesis, false)]
    [InlineData(UpgradeStep.PreUpgrade, false)]
    [InlineData(UpgradeStep.Switch, false)]
    internal static void HaveChangedNothingUpToTheBackup(UpgradeStep begun, bool nothing) =>
        Assert.Equal(nothing, Some("v2").Begin(UpgradeStep.Stage, Noon).Begin(begun, Noon).HasChangedNothing);

    [Fact]
    public static void CountTheTriesAndForgetTheTroubleOfTheLast()
    {
        var journal = Some("v2").Begin(UpgradeStep.PreUpgrade, Noon).Fail(UpgradeStep.PreUpgrade, "code 30")
            .Begin(UpgradeStep.PreUpgrade, Noon.AddHours(1));

        Assert.Equal(new StepEntry(UpgradeStep.PreUpgrade, 2, Noon.AddHours(1)), journal[UpgradeStep.PreUpgrade]);
    }

    [Fact]
    public static void KeepWhatAStepHadLeftWhileItIsTriedAgain()
    {
        var journal = Some("v2").Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/v2", Noon)
            .Begin(UpgradeStep.Stage, Noon.AddHours(1));

        Assert.Equal("upgrades/v2", journal.To);
    }

    [Theory]
    [InlineData(nameof(UpgradeStep.Stage), false)] // the binary may have been taken away meanwhile
    [InlineData(nameof(UpgradeStep.Stop), false)]
    [InlineData(nameof(UpgradeStep.Backup), true)]
    [InlineData(nameof(UpgradeStep.CustomPreUpgrade), true)]
    [InlineData(nameof(UpgradeStep.NewGenesis), false)] // may have been taken back
    [InlineData(nameof(UpgradeStep.PreUpgrade), true)]
    [InlineData(nameof(UpgradeStep.Switch), false)]
    public static void KnowWhichStepsAreNeverDoneTwice(string name, bool isOver)
    {
        var step = Enum.Parse<UpgradeStep>(name);
        var begun = Some("v2").Begin(step, Noon);

        Assert.False(begun.IsOver(step));
        Assert.Equal(isOver, begun.Finish(step, null, Noon).IsOver(step));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":"v2","height":49}""")] // a plan file
    [InlineData("""{"journal":"1"}""")]
    [InlineData("""{"journal":1}""")]
    [InlineData("""{"journal":1,"plan":null,"height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[]}""")]
    [InlineData("""{"journal":1,"plan":"","height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[]}""")]
    [InlineData("""{"journal":1,"plan":"..","height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[]}""")]
    [InlineData("""{"journal":1,"plan":"v2","height":-4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[]}""")]
    [InlineData("""{"journal":1,"plan":"v2","height":4,"info":"","from":"","began":"2026-11-23T12:00:00+00:00","steps":[]}""")]
    [InlineData("""{"journal":1,"plan":"v2","height":4,"info":"","from":"genesis","began":"yesterday","steps":[]}""")]
    [InlineData("""{"journal":1,"plan":"v2","height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[null]}""")]
    [InlineData(
        """{"journal":1,"plan":"v2","height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[{"step":"Dance","tries":1,"began":"2026-11-23T12:00:00+00:00"}]}""")]
    [InlineData(
        """{"journal":1,"plan":"v2","height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[{"step":77,"tries":1,"began":"2026-11-23T12:00:00+00:00"}]}""")]
    [InlineData(
        """{"journal":1,"plan":"v2","height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[{"step":"Stage","tries":0,"began":"2026-11-23T12:00:00+00:00"}]}""")]
    [InlineData(
        """{"journal":1,"plan":"v2","height":4,"info":"","from":"genesis","began":"2026-11-23T12:00:00+00:00","steps":[{"step":"Stage","tries":1,"began":"2026-11-23T12:00:00+00:00"},{"step":"Stage","tries":1,"began":"2026-11-23T12:00:00+00:00"}]}""")]
    public static void ThatMakeNoSenseAreRefused(string text) => Assert.False(JournalText.Parse(text).IsOk(out _, out _));

    [Fact]
    public static void OfAnotherFormSaySo()
    {
        Assert.False(JournalText.Parse("""{"journal":2,"upgrade":{}}""").IsOk(out _, out var reason));

        Assert.Equal("it has the form 2, and this cosmovisor knows 1: another version of cosmovisor wrote it", reason);
    }

    [Fact]
    public static void CutAnywhereAreRefusedAndNeverThrow()
    {
        var text = JournalText.Of(Some("v2").Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/v2", Noon));

        Assert.All(Enumerable.Range(0, text.Length), length => Assert.False(JournalText.Parse(text[..length]).IsOk(out _, out _)));
    }

    [Fact]
    public static void OfGarbageNeverThrow() =>
        Gen.String.Sample(text => Answer.IsWhole(JournalText.Parse(text)) && Answer.IsWhole(JournalText.ParseEnding(text)));

    [Fact]
    public static void WithTheirEndAreALineOfTheHistory()
    {
        var ending = new FinishedUpgrade(Some("v2").Begin(UpgradeStep.Stage, Noon), FinishedUpgrade.Done, Noon.AddMinutes(1));

        var read = Ok(JournalText.ParseEnding(JournalText.Of(ending)));

        Assert.True(read.IsSameAs(ending));
        Assert.Equal(ending.Ended, read.Ended);
        Assert.False(JournalText.ParseEnding(JournalText.Of(ending.Journal)).IsOk(out _, out _));
    }

    internal static Journal Some(string name, long height = 49, string info = "") =>
        Journal.Of(Ok(UpgradePlan.Create(name, height, info)), "genesis", Noon);

    private static T Ok<T>(Parsed<T> parsed) => parsed.IsOk(out var value, out var reason) ? value : throw new ArgumentException(reason);
}
