using Cosmovisor.Chain;
using Cosmovisor.Confirming;
using Xunit;

namespace Cosmovisor.Tests.Confirming;

/// <summary>The table of docs/confirmed.md, on answers of real nodes.</summary>
public static class WhatANetworkSays
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Cases => [.. Recorded.Cases];

    [Theory]
    [InlineData("after-v0", 60, nameof(NetworkFinding.Agreed))]
    [InlineData("goeson-v0", 60, nameof(NetworkFinding.Agreed))]
    [InlineData("goeson-full", 60, nameof(NetworkFinding.Agreed))]
    [InlineData("wrong-migration-v0", 30, nameof(NetworkFinding.Agreed))]
    [InlineData("waiting-v0", 60, nameof(NetworkFinding.WaitingForPower))]
    [InlineData("waiting-full", 60, nameof(NetworkFinding.WaitingForPower))]
    [InlineData("waiting-restarted-v0", 24, nameof(NetworkFinding.WaitingForPower))]
    [InlineData("waiting-v0-down-v1", 24, nameof(NetworkFinding.WaitingForPower))]
    [InlineData("doublesign-all-full", 40, nameof(NetworkFinding.WaitingForPower))]
    [InlineData("third-joined-v2", 60, nameof(NetworkFinding.CatchingUp))]
    [InlineData("wrong-migration-v3", 30, nameof(NetworkFinding.ResultDiffers))]
    [InlineData("apphash-differs-v0", 30, nameof(NetworkFinding.ResultDiffers))]
    [InlineData("apphash-differs-v2", 30, nameof(NetworkFinding.ResultDiffers))]
    [InlineData("apphash-differs-full", 30, nameof(NetworkFinding.Disagreement))]
    [InlineData("waiting-oldpeer-v0", 30, nameof(NetworkFinding.NothingYet))] // round 0 is over, and its nil vote may be a late block
    [InlineData("halted-old-v2", 30, nameof(NetworkFinding.NothingYet))]
    // of block 36, in the instant after block 35: a second look is needed
    [InlineData("before-v0", 60, nameof(NetworkFinding.WaitingForPower))]
    public static void IsSaidSo(string name, long height, string expected) =>
        Assert.Equal(expected, NetworkRule.Of(new ConfirmGoal("v2", height, height, Noon), Recorded.Seen(name)).GetType().Name);

    [Theory]
    [InlineData(
        "waiting-v0",
        60,
        "waiting for power: 200 of 400 (50 %) have voted on block 61, more than two thirds are needed; no vote yet from 1DA304384F4F69A136B1CE9233655C29A5A0E633, 77793EFCF743A1522FE1BCDFABA31B1062995B8A")]
    [InlineData(
        "doublesign-all-full",
        40,
        "waiting for power: 0 of 400 (0 %) have voted on block 41, more than two thirds are needed; no vote yet from 14074DB0AAEB070636A250B628AF7A4DC63CE17E, 1DA304384F4F69A136B1CE9233655C29A5A0E633, 2150F56075F754085D7B7088393AB540C42BCE0D, 77793EFCF743A1522FE1BCDFABA31B1062995B8A")]
    [InlineData("wrong-migration-v3", 30,
        "this node's result of block 30 differs from that of 75 % of the network: it refuses block 31, which they name")]
    [InlineData("apphash-differs-v2", 30,
        "this node's result of block 30 differs from that of 50 % of the network: it refuses block 31, which they name")]
    [InlineData("apphash-differs-full", 30,
        "the network disagrees about the result of block 30: of those who voted on block 31, 50 % name one block and 50 % refuse it")]
    public static void IsSaidInTheseWords(string name, long height, string words) =>
        Assert.Equal(words, NetworkRule.Of(new ConfirmGoal("v2", height, height, Noon), Recorded.Seen(name)).Says);

    [Fact]
    public static void OfANodeWhosePeersHaveGoneOnIsThatItIsLeftBehind()
    {
        // A full node has no vote of its own, and its peers are three blocks ahead.
        var seen = Recorded.Seen("wrong-migration-v3") with { Votes = Recorded.Seen("waiting-oldpeer-v0").Votes };

        var finding = NetworkRule.Of(new ConfirmGoal("v2", 30, 30, Noon), seen);

        Assert.Equal("the network goes on without this node: it stays at block 30, and 4 of its 4 peers are at 34 or near", finding.Says);
    }

    [Theory]
    [InlineData(31, 31, 31)] // they are at the same block
    [InlineData(32, 32, 31)] // a block is being carried out
    [InlineData(9_000_000, 31, 31)] // one that lies
    public static void IsNotThatItIsLeftBehindWhere(long one, long two, long three) =>
        Assert.False(PeersSeen.Of([one, two, three], 31).AreAhead);

    [Theory]
    [InlineData("waiting-v0")]
    [InlineData("apphash-differs-v2")]
    public static void CountsHeadsWhereThePowerIsNotKnown(string name)
    {
        var votes = Recorded.Read(name, "consensus_state", ConsensusAnswer.Votes);
        var seen = Recorded.Seen(name) with { Votes = VotesSeen.Of(votes, [], Recorded.Read(name, "status", RpcAnswer.Status).Address) };

        Assert.IsType(
            NetworkRule.Of(new ConfirmGoal("v2", votes.Height - 1, votes.Height - 1, Noon), Recorded.Seen(name)).GetType(),
            NetworkRule.Of(new ConfirmGoal("v2", votes.Height - 1, votes.Height - 1, Noon), seen));
    }

    [Fact]
    public static void OfALoneValidatorWhomAllOthersRefuseIsNothing()
    {
        var alone = new RoundSeen(1, 400, 400, OwnVote.None, Block: 4, None: 396, Weighed: 400);
        var seen = Recorded.Seen("waiting-v0") with { Votes = new VotesSeen(61, [alone], [], 0) };

        Assert.IsType<NetworkFinding.NothingYet>(NetworkRule.Of(new ConfirmGoal("v2", 60, 60, Noon), seen));
    }

    [Fact]
    public static void WhileItCatchesUpIsThatAlone()
    {
        var seen = Recorded.Seen("wrong-migration-v3") with { CatchingUp = true };

        Assert.IsType<NetworkFinding.CatchingUp>(NetworkRule.Of(new ConfirmGoal("v2", 30, 30, Noon), seen));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public static void IsReadFromEveryAnswer(string name)
    {
        var seen = Recorded.Seen(name);

        Assert.Equal(400, seen.Votes!.Last!.Total);
        Assert.Equal(name.Contains("full", StringComparison.Ordinal) ? 0 : 100, seen.Power);
        Assert.True(ConsensusAnswer.Signers(Recorded.Bytes(name, "status")) is Parsed<IReadOnlyList<string>>.Invalid);
    }
}
