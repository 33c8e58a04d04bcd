using System.Globalization;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using Cosmovisor.Tests.Detection;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

public static class RestartPaces
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public static void LetUpgradesLeadForward()
    {
        var pace = UpgradeLoopGuard.Fresh.With(Watched.Plan("v2")).With(Watched.Plan("v3"));

        Assert.Null(pace.WhatIsWrongWith(Watched.Plan("v4"), [], "upgrades/v3"));
    }

    [Theory]
    [InlineData("v2", "\"v2\" -> \"v3\" -> \"v2\"")]
    [InlineData("V2", "\"v2\" -> \"v3\" -> \"V2\"")]
    [InlineData("v3", "\"v3\" -> \"v3\"")]
    public static void RefuseAnUpgradeThatWasCarriedOutBeforeInThisRun(string name, string path)
    {
        var pace = UpgradeLoopGuard.Fresh.With(Watched.Plan("v2")).With(Watched.Plan("v3"));

        Assert.Contains($"({path})", pace.WhatIsWrongWith(Watched.Plan(name), [], "upgrades/v3"), StringComparison.Ordinal);
    }

    /// <summary>
    /// Lines of the history, oldest first, are "NAME@HEIGHT FROM TO", with a "!" behind an upgrade that was done and then taken back, a "?"
    /// behind one that was given up.
    /// </summary>
    [Theory]
    [InlineData("a@49 genesis a, b@49 a b", "b", "a@49", true)] // seen by the next start
    [InlineData("a@49 genesis a, b@49 a b", "b", "A@49", true)]
    [InlineData("a@49 genesis a, b@49 a b, a@49 b a", "a", "b@49", true)] // and of a circle that an older cosmovisor went
    [InlineData("a@49 genesis a, b@60 a b, c@70 b c", "c", "b@60", true)]
    [InlineData("a@49 genesis a, b@60 a b", "b", "c@70", false)]
    [InlineData("a@49 genesis a, b@60 a b", "b", "a@149", false)] // a chain that was begun anew, on the binary it had come to
    [InlineData("a@49 genesis a, b@60 a b", "genesis", "a@49", false)] // a backup of the beginning was restored
    [InlineData("a@49 genesis a, b@60 a b, a@49 genesis a", "a", "b@60", false)] // and its node has come by there once more
    [InlineData("a@49 genesis a, b@60 a b, a@49 genesis a, b@60 a b", "b", "a@49", true)]
    [InlineData("a@49 genesis a, b@60 a b, c@70 b c", "b", "c@70", false)] // current was pointed back by hand
    [InlineData("a@49 genesis a, b@60 a b!", "a", "b@60", false)] // rolled back
    [InlineData("a@49 genesis a, b@60 a b!, b@60 a b", "b", "a@49", true)]
    [InlineData("a@49 genesis a, b@60 a b?", "a", "b@60", false)] // given up
    [InlineData("", "genesis", "a@49", false)]
    public static void RefuseOneThatHasLedHereInAnyRun(string history, string current, string plan, bool isCircle)
    {
        var wrong = UpgradeLoopGuard.Fresh.WhatIsWrongWith(Plan(plan), History(history), Target(current));

        Assert.Equal(isCircle, wrong is not null);
    }

    [Fact]
    public static void TellTheWholeWayRound() => Assert.Contains(
        "(\"b\" -> \"c\" -> \"b\")",
        UpgradeLoopGuard.Fresh.WhatIsWrongWith(Plan("b@60"), History("a@49 genesis a, b@60 a b, c@70 b c"), "upgrades/c"),
        StringComparison.Ordinal);

    private static IEnumerable<FinishedUpgrade> History(string text) =>
        text.Split(", ", StringSplitOptions.RemoveEmptyEntries).SelectMany(Lines).Reverse();

    private static FinishedUpgrade[] Lines(string text, int number)
    {
        var words = text.TrimEnd('!', '?').Split(' ');
        var began = Noon.AddHours(number);
        var journal = Journal.Of(Plan(words[0]), Target(words[1]), began).Begin(UpgradeStep.Stage, began)
            .Finish(UpgradeStep.Stage, Target(words[2]), began);

        return text[^1] switch
        {
            '!' => [new FinishedUpgrade(journal, FinishedUpgrade.Done, began), new FinishedUpgrade(
                journal, "rolled back by the operator", began.AddMinutes(1))],
            '?' => [new FinishedUpgrade(journal, "given up by the operator", began)],
            _ => [new FinishedUpgrade(journal, FinishedUpgrade.Done, began)],
        };
    }

    private static string Target(string version) => version == "genesis" ? version : $"upgrades/{version}";

    private static UpgradePlan Plan(string text) =>
        text.Split('@') is [var name, var height] && UpgradePlan.Create(name, long.Parse(height, CultureInfo.InvariantCulture), "")
            .IsOk(out var plan, out _) ? plan : throw new ArgumentException(text);
}
