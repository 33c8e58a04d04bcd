using System.Text;
using Cosmovisor.Chain;
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

    [Theory]
    [InlineData(100, false)]
    [InlineData(99, true)]
    public static void KnowASecondSignerByItsNewestSignature(long signedHere, bool isSeen)
    {
        var told = SecondSignerRule.Evidence(
            signedHere, [new CommitSeen(98, true), new CommitSeen(100, true), new CommitSeen(99, true), new CommitSeen(101, false)]);

        Assert.Equal(isSeen, told is not null);
        Assert.StartsWith(
            isSeen ? "this node's consensus key has signed block 100, and this home has signed up to 99: another node signs" : "", told ?? "",
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("etcd://h1:2379/main", false)]
    [InlineData("etcds://h1:2379/main", true)]
    public static void AskEtcdInTheClearOrNot(string address, bool isTls)
    {
        Assert.True(FleetAddress.Parse(address).IsOk(out var parsed, out _));
        Assert.Equal(isTls, parsed.IsTls);
    }

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

    // As a node of SDK 0.55 answers while its network waits for power.
    [Theory]
    [InlineData("14074DB0AAEB00112233445566778899AABBCCDD", 24, true)]
    [InlineData("14074db0aaeb00112233445566778899aabbccdd", 24, true)]
    [InlineData("14074DB0AAEB00112233445566778899AABBCCDD", 25, false)] // its own earlier life
    [InlineData("24074DB0AAEB00112233445566778899AABBCCDD", 24, false)] // another validator
    public static void SeeAVoteOfASecondSigner(string address, long signedHere, bool isSeen)
    {
        var votes = ConsensusAnswer.Votes(Encoding.UTF8.GetBytes(
            """
            {"result":{"round_state":{"height/round/step":"25/1/4","height_vote_set":[{"round":0,"prevotes":["Vote{0:14074DB0AAEB 25/00/SIGNED_MSG_TYPE_PREVOTE(Prevote) 657794BF36C7 636ED5C2998F 000000000000 @ 2026-11-28T01:14:24.350141589Z}","nil-Vote"],"prevotes_bit_array":"BA{2:x_} 100/200 = 0.50"},{"round":1,"prevotes":["nil-Vote","nil-Vote"],"prevotes_bit_array":"BA{2:__} 0/200 = 0.00"}]}}}
            """)).IsOk(out var read, out var reason) ? read : throw new InvalidOperationException(reason);

        var evidence = SecondSignerRule.Evidence(signedHere, address, votes);

        Assert.Equal(
            isSeen, evidence?.Contains("has voted on block 25, and this home has signed up to 24", StringComparison.Ordinal) == true);
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
