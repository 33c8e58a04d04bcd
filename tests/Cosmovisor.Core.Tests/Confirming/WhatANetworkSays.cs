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

    [Fact]
    public static void WhereItDoesNotAnswerIsWhy()
    {
        var goal = new ConfirmGoal("v2", 60, 60, Noon);

        Assert.Equal(
            "the node's RPC does not answer: it migrates its data, or it does not work (connection refused)",
            NetworkRule.Of(goal, new NetworkSeen { Away = "connection refused" }).Says);
        Assert.Equal("rpc.laddr is empty", NetworkRule.Of(goal, new NetworkSeen { CannotAsk = "rpc.laddr is empty" }).Says);
        Assert.Equal(
            "the node is catching up with its network",
            NetworkRule.Of(goal, new NetworkSeen { AppHeight = 50, CatchingUp = true }).Says);
        Assert.Null(NetworkRule.Of(goal, new NetworkSeen { AppHeight = 61 }).Says);
        Assert.Null(NetworkRule.Of(goal, new NetworkSeen { AppHeight = 60 }).Says);
    }

    [Fact]
    public static void OfManyWhoHaveNotVotedNamesAFew()
    {
        var votes = new ConsensusVotes(61, 0, [new VoteRound(0, 0, 70, new Vote?[7])]);
        var seen = VotesSeen.Of(votes, [], own: null);

        Assert.Equal(7, seen.MissingInAll);
        Assert.EndsWith(
            "; no vote yet from no. 0, no. 1, no. 2, no. 3, no. 4 and 2 more",
            new NetworkFinding.WaitingForPower(seen).Says, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfAValidatorWhoseAddressIsNotKnownIsWhatItSignedBefore()
    {
        var (signed, silent) = (new Vote("14074DB0AAEB", "181B8DBD58E8"), (Vote?)null);
        var votes = new ConsensusVotes(61, 1, [new VoteRound(0, 20, 20, [signed, signed]), new VoteRound(1, 10, 20, [silent, signed])]);

        Assert.Equal(["14074DB0AAEB"], VotesSeen.Of(votes, [], own: null).Missing);
    }

    /// <summary>A share of nothing is nothing, and no division by zero.</summary>
    [Fact]
    public static void OfNoPowerAtAllIsNone() => Assert.Contains(
        "0 of 0 (0 %)",
        new NetworkFinding.WaitingForPower(new VotesSeen(61, [new RoundSeen(0, 0, 0, OwnVote.NotSeen, 0, 0, 0)], [], 0)).Says,
        StringComparison.Ordinal);

    [Fact]
    public static void ThatComesThroughAPipeIsShortAndSteersNoTerminal()
    {
        var round = new RoundSeen(0, 1, 2, OwnVote.NotSeen, 0, 0, 0);
        var seen = new NetworkSeen
        {
            AppHeight = 60,
            CannotAsk = new string('x', 501),
            Away = "\e[2J",
            Votes = new VotesSeen(
                61, [.. Enumerable.Range(0, 20).Select(number => round with { Number = number }), null!],
                [.. Enumerable.Repeat("\e[1m", 9), null!], 9),
        }.Checked();

        Assert.Equal((60, new string('x', 500) + "…", @"\x1b[2J"), (seen.AppHeight, seen.CannotAsk, seen.Away));
        Assert.Equal(Enumerable.Range(12, 8), seen.Votes!.Rounds.Select(one => one.Number));
        Assert.Equal(Enumerable.Repeat(@"\x1b[1m", 5), seen.Votes.Missing);
        Assert.Equal(9, seen.Votes.MissingInAll);
    }

    [Fact]
    public static void ThatComesThroughAPipeHalfHasNoVotes()
    {
        Assert.Null(new NetworkSeen { Votes = new VotesSeen(61, null!, [], 0) }.Checked().Votes);
        Assert.Null(new NetworkSeen { Votes = new VotesSeen(61, [], null!, 0) }.Checked().Votes);
        Assert.Equal(new NetworkSeen { AppHeight = 5 }, new NetworkSeen { AppHeight = 5 }.Checked());
    }

    [Theory]
    [InlineData(3, 2, true)]
    [InlineData(4, 2, false)]
    [InlineData(0, 0, false)]
    public static void IsThatItIsLeftBehindWhereMoreThanHalfAreAhead(int count, int ahead, bool areAhead) =>
        Assert.Equal(areAhead, new PeersSeen(count, ahead, 100).AreAhead);

    [Theory]
    [InlineData(new long[] { 5, 9, 7 }, 2, 7)]
    [InlineData(new long[] { 5, 9 }, 1, 9)]
    [InlineData(new long[] { }, 0, 0)]
    public static void OfPeersIsHowManyAreAheadAndTheirMedian(long[] heights, int ahead, long median) =>
        Assert.Equal(new PeersSeen(heights.Length, ahead, median), PeersSeen.Of(heights, 5));

    // Power 400: more than two thirds are 267, a third 134.
    [Theory]
    [InlineData(266, 200, 200, false, false)]
    [InlineData(267, 200, 200, true, true)]
    [InlineData(400, 134, 266, true, true)]
    [InlineData(400, 133, 267, true, false)]
    [InlineData(400, 267, 133, true, false)]
    public static void IsADisagreementFromAThirdOnEachSide(long voted, long block, long none, bool isMore, bool isSplit)
    {
        var round = new RoundSeen(1, voted, 400, OwnVote.NotSeen, block, none, 400);

        Assert.Equal((isMore, isSplit), (round.IsMoreThanTwoThirds, round.IsSplit));
    }

    // Powers 1, 2 and 10: the third validator outweighs both others, whatever it names.
    [Theory]
    [InlineData("AA", nameof(OwnVote.TheBlock), 12, 1)] // the first 12 digits of an address are what a vote has of it
    [InlineData("bbcc", nameof(OwnVote.None), 12, 1)]
    [InlineData("CC", nameof(OwnVote.TheBlock), 12, 1)]
    [InlineData("DD", nameof(OwnVote.NotSeen), 12, 1)]
    [InlineData("", nameof(OwnVote.NotSeen), 12, 1)]
    [InlineData(null, nameof(OwnVote.NotSeen), 12, 1)]
    public static void IsWeighedByPowerAndNotByHeads(string? own, string vote, long block, long none)
    {
        var round = RoundSeen.Of(
            new VoteRound(1, 13, 13, [new Vote("AA", "11"), new Vote("BB", null), new Vote("CC", "11")]),
            [new ValidatorPower("AA", 2), new ValidatorPower("BB", 1), new ValidatorPower("CC", 10)], own);

        Assert.Equal((vote, block, none, 13), (round.Own.ToString(), round.Block, round.None, round.Weighed));
    }

    [Theory]
    [InlineData("AA", nameof(OwnVote.Another))]
    [InlineData("CC", nameof(OwnVote.TheBlock))]
    public static void IsThatThisNodeNamesAnotherBlockThanMost(string own, string vote)
    {
        var round = RoundSeen.Of(
            new VoteRound(1, 13, 13, [new Vote("AA", "11"), new Vote("BB", "11"), new Vote("CC", "22"), null]),
            [new ValidatorPower("AA", 2), new ValidatorPower("BB", 1), new ValidatorPower("CC", 10), new ValidatorPower("DD", 4)], own);

        Assert.Equal((vote, 10, 0, 17), (round.Own.ToString(), round.Block, round.None, round.Weighed));
    }

    /// <summary>Each camp refuses what the other proposes, so the last round alone says nothing.</summary>
    [Theory]
    [InlineData(250, 240, nameof(NetworkFinding.ResultDiffers))]
    [InlineData(250, 250, nameof(NetworkFinding.ResultDiffers))]
    [InlineData(250, 260, nameof(NetworkFinding.NothingYet))]
    public static void IsTheLargestCampAgainstUsAndTheLargestWithUs(long against, long withUs, string finding)
    {
        RoundSeen[] rounds =
        [
            Round(0, OwnVote.None, 399), // may only mean that the block came late
            Round(1, OwnVote.None, against - 40), Round(2, OwnVote.None, against),
            Round(3, OwnVote.TheBlock, withUs), Round(4, OwnVote.TheBlock, withUs - 30),
        ];
        var seen = new NetworkSeen { AppHeight = 60, Votes = new VotesSeen(61, rounds, [], 0) };
        var found = NetworkRule.Of(new ConfirmGoal("v2", 60, 60, Noon), seen);

        Assert.Equal(finding, found.GetType().Name);
        Assert.Equal(
            finding == nameof(NetworkFinding.ResultDiffers) ? against : null, (found as NetworkFinding.ResultDiffers)?.Round.Block);

        // None of a third, so that no split hides what is asked.
        static RoundSeen Round(int number, OwnVote own, long block) => new(number, 400, 400, own, block, 1, 400);
    }

    [Fact]
    public static void IsNoDisagreementInTheFirstRound() => Assert.IsType<NetworkFinding.NothingYet>(NetworkRule.Of(
        new ConfirmGoal("v2", 60, 60, Noon),
        new NetworkSeen
        {
            AppHeight = 60,
            Votes = new VotesSeen(61, [new RoundSeen(0, 400, 400, OwnVote.NotSeen, 200, 200, 400)], [], 0),
        }));

    [Fact]
    public static void OfExactlyTwoThirdsIsThatMoreAreNeeded()
    {
        Assert.False(new RoundSeen(0, 200, 300, OwnVote.NotSeen, 0, 0, 0).IsMoreThanTwoThirds);
        Assert.True(new RoundSeen(0, 300, 300, OwnVote.NotSeen, 100, 100, 300).IsSplit);
        Assert.EndsWith(
            "more than two thirds are needed",
            new NetworkFinding.WaitingForPower(new VotesSeen(61, [new RoundSeen(0, 200, 300, OwnVote.NotSeen, 0, 0, 0)], [], 0)).Says,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("None", 200, 200, true)]
    [InlineData("Another", 200, 200, true)]
    [InlineData("TheBlock", 200, 200, false)]
    [InlineData("NotSeen", 200, 200, false)]
    [InlineData("None", 199, 200, false)]
    [InlineData("None", 0, 0, false)]
    public static void IsAgainstThisNodeWhereAsManyNameWhatItRefuses(string own, long block, long none, bool isAgainst) => Assert.Equal(
        isAgainst, new RoundSeen(1, 400, 400, Enum.Parse<OwnVote>(own), block, none, 400).IsAgainstUs);

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
