using Cosmovisor.Chain;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>What the guard of consensus keys and the gate say, and at which word of a member they hold.</summary>
public static class SignersThatAreGuarded
{
    private static readonly MemberRecord First = SomeFleet.Record("c") with { Signer = "k" };
    private static readonly MemberRecord Second = SomeFleet.Record("s") with { Signer = "k", State = MemberRecord.Down };

    [Theory]
    [InlineData("host-c", "c on host-c signs with the same consensus key")]
    [InlineData(null, "c on another machine signs with the same consensus key")]
    public static void ReadWhoSigns(string? host, string why) => Assert.Equal(
        new SignerVerdict.Hold(why, IsProved: true),
        SignerRule.Ask("s", "s-i", "k", hasSigned: true, View(First with { Host = host }, Second)));

    [Fact]
    public static void AreHeldForTheCopyOfTheirOwnHome()
    {
        Assert.IsType<SignerVerdict.Hold>(SignerRule.Ask("c", "c-new", "k", hasSigned: true, View(First)));
        Assert.IsType<SignerVerdict.Start>(SignerRule.Ask("c", "c-i", "k", hasSigned: true, View(First)));

        // The record of an agent before this one, whose node is down.
        Assert.IsType<SignerVerdict.Start>(
            SignerRule.Ask("c", "c-new", "k", hasSigned: true, View(First with { State = MemberRecord.Down })));
    }

    [Theory]
    [InlineData("running", true)]
    [InlineData("starting", true)]
    [InlineData("stopping", true)]
    [InlineData("stopped", false)]
    [InlineData("down", false)]
    public static void AreHeldWhileTheOtherNodeMaySign(string state, bool held)
    {
        var other = First with { State = state, Id = "z", Instance = "z-i" };

        Assert.Equal(held, SignerRule.Ask("s", "s-i", "k", hasSigned: true, View(other, Second)) is SignerVerdict.Hold);
        Assert.Equal(held ? 1 : 0, SignerRule.Alarms(View(other, First)).Count);
    }

    [Fact]
    public static void AreAskedOfTheChainWhileEtcdIsAway()
    {
        const string Seen = "signed block 9";

        Assert.IsType<SignerVerdict.Start>(SignerRule.WithoutFleet(null, closed: true, isAsked: false, Seen));
        Assert.IsType<SignerVerdict.Start>(SignerRule.WithoutFleet("k", closed: false, isAsked: true, evidence: null));
        Assert.Equal(new SignerVerdict.Hold(Seen, IsProved: true), SignerRule.WithoutFleet("k", closed: false, isAsked: true, Seen));
        Assert.Equal(new SignerVerdict.Hold(Seen, IsProved: true), SignerRule.WithoutFleet("k", closed: true, isAsked: true, Seen));
    }

    [Fact]
    public static void ReadWhatIsNotProved()
    {
        Assert.Equal(
            new SignerVerdict.Hold("the fleet's etcd cannot be read, and COSMOVISOR_SIGNER_GUARD is closed", IsProved: false),
            SignerRule.WithoutFleet("k", closed: true, isAsked: true, evidence: null));
        Assert.Equal(
            new SignerVerdict.StartUnproved("the fleet's etcd cannot be read: another member may sign with this consensus key"),
            SignerRule.WithoutFleet("k", closed: false, isAsked: false, evidence: null));
    }

    [Fact]
    public static void ReadTheNewestOfSeveralBlocksThatAnotherSigned() => Assert.StartsWith(
        "this node's consensus key has signed block 100, and",
        SecondSignerRule.Evidence(97, [new CommitSeen(98, true), new CommitSeen(100, true), new CommitSeen(99, true)]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(24, true)]
    [InlineData(25, false)] // its own vote, of an earlier life
    public static void AreNotHeldForTheirOwnVote(long signedHere, bool isSeen)
    {
        const string Address = "14074DB0AAEB00112233445566778899AABBCCDD";
        var votes = new ConsensusVotes(25, 0, [new VoteRound(0, 1, 2, [new Vote("14074DB0AAEB", null), null])]);

        Assert.Equal(isSeen, SecondSignerRule.Evidence(signedHere, Address, votes) is not null);
    }

    [Fact]
    public static void ReadForWhichGroupAGateWaits() => Assert.Equal(
        "the group \"canary\" has not applied the upgrade at height 100 yet",
        GateRule.WhyHeld("canary", SomeFleet.Record("s"), 100, View(SomeFleet.Record("c", "canary"))));

    [Fact]
    public static void StartBehindAGateOnceOneOfItsMembersHasAppliedTheUpgrade() => Assert.Null(GateRule.WhyHeld(
        "canary", SomeFleet.Record("s"), 100,
        View(SomeFleet.Record("c", "canary"), SomeFleet.Record("d", "canary") with { AppHeight = 100 })));

    [Fact]
    public static void WaitForNoCanaryThatIsLateOrOfAnotherChain()
    {
        var late = SomeFleet.Late("c", "canary");
        var other = SomeFleet.Member(SomeFleet.Record("d", "canary") with { ChainId = "c-2" });
        var view = new FleetView(new Dictionary<string, MemberView> { ["c"] = late, ["d"] = other }, [], []);

        Assert.Null(GateRule.WhyHeld("canary", SomeFleet.Record("s"), 100, view));
    }

    private static FleetView View(params MemberRecord[] records) =>
        new(records.Select(SomeFleet.Member).ToDictionary(member => member.Id), [], []);
}
