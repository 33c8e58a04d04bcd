using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

public static class GatesAndSigners
{
    private static readonly MemberRecord Sentry = SomeFleet.Record("s");
    private static readonly MemberRecord Canary = SomeFleet.Record("c", "canary");

    [Theory]
    [InlineData(null, true)]
    [InlineData(99L, true)]
    [InlineData(100L, false)]
    [InlineData(101L, false)]
    public static void HoldUntilACanaryHasAppliedTheUpgrade(long? applied, bool held) =>
        Assert.Equal(held, GateRule.WhyHeld("canary", Sentry, 100, View(Sentry, Canary with { AppHeight = applied })) is not null);

    [Fact]
    public static void NeverHoldASigner() =>
        Assert.Null(GateRule.WhyHeld("canary", Sentry with { Signer = "k" }, 100, View(Sentry, Canary)));

    [Fact]
    public static void NeverHoldTheCanaryItself() => Assert.Null(GateRule.WhyHeld("canary", Canary, 100, View(Sentry, Canary)));

    [Fact]
    public static void HoldNothingWithoutACanary() => Assert.Null(GateRule.WhyHeld("canary", Sentry, 100, View(Sentry)));

    [Fact]
    public static void HoldWhileMembersDisagree()
    {
        var view = View(Sentry, Canary with { AppHeight = 100, AppHash = "AA" },
            SomeFleet.Record("d", "canary") with { AppHeight = 100, AppHash = "BB" });

        Assert.Contains("different app hashes at height 100", GateRule.WhyHeld("canary", Sentry, 100, view), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100L, "aa", "c-1", 0)]
    [InlineData(100L, "bb", "c-1", 1)]
    [InlineData(101L, "bb", "c-1", 0)]
    [InlineData(100L, "bb", "c-2", 0)]
    public static void CompareHashesOfOneChainAtOneHeight(long height, string hash, string chain, int alarms) =>
        Assert.Equal(alarms, AppHashRule.Alarms(View(
            Sentry with { AppHeight = 100, AppHash = "AA" }, Canary with { AppHeight = height, AppHash = hash, ChainId = chain })).Count);

    [Fact]
    public static void HoldASecondSignerWhileTheFirstLives()
    {
        var first = Canary with { Signer = "k" };

        Assert.IsType<SignerVerdict.Hold>(
            SignerRule.Ask("s", "s-i", "k", hasSigned: true, View(Sentry with { Signer = "k", State = MemberRecord.Down }, first)));
        Assert.IsType<SignerVerdict.Start>(SignerRule.Ask("s", "s-i", "other", hasSigned: true, View(Sentry, first)));
        Assert.IsType<SignerVerdict.Start>(SignerRule.Ask("s", "s-i", null, hasSigned: true, View(Sentry, first)));
        Assert.IsType<SignerVerdict.Start>(SignerRule.Ask("c", "c-i", "k", hasSigned: true, View(Sentry, first)));
    }

    [Fact]
    public static void LetOneOfTwoSignersStartThatComeAtOnce()
    {
        var (a, b) = (
            SomeFleet.Record("a") with { Signer = "k", State = MemberRecord.Down },
            SomeFleet.Record("b") with { Signer = "k", State = MemberRecord.Down });

        Assert.IsType<SignerVerdict.Start>(SignerRule.Ask("a", "a-i", "k", hasSigned: true, View(a, b)));
        Assert.IsType<SignerVerdict.Hold>(SignerRule.Ask("b", "b-i", "k", hasSigned: true, View(a, b)));
    }

    [Fact]
    public static void HoldAKeyThatHasSignedNothingHereForTheMemberThatHasSigned()
    {
        var (copy, first) = (
            SomeFleet.Record("a") with { State = MemberRecord.Down },
            SomeFleet.Record("b") with { Signer = "k", State = MemberRecord.Down });

        Assert.IsType<SignerVerdict.Hold>(SignerRule.Ask("a", "a-i", "k", hasSigned: false, View(copy, first)));
        Assert.IsType<SignerVerdict.Start>(SignerRule.Ask("b", "b-i", "k", hasSigned: true, View(copy, first)));
    }

    [Theory]
    [InlineData(false, typeof(SignerVerdict.StartUnproved))]
    [InlineData(true, typeof(SignerVerdict.Hold))]
    public static void GoByTheSettingWhileEtcdIsAway(bool closed, Type verdict) =>
        Assert.IsType(verdict, SignerRule.WithoutFleet("k", closed, isAsked: false, evidence: null));

    [Fact]
    public static void SayWhoSignsTwice() =>
        Assert.Single(SignerRule.Alarms(View(Sentry with { Signer = "k" }, Canary with { Signer = "k" })));

    private static FleetView View(params MemberRecord[] records) =>
        new(records.Select(SomeFleet.Member).ToDictionary(member => member.Id), [], []);
}
