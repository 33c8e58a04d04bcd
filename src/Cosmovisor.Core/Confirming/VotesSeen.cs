using Cosmovisor.Chain;

namespace Cosmovisor.Confirming;

/// <summary>The votes on the next block, summed up.</summary>
/// <param name="Height">Of that block.</param>
/// <param name="Rounds">Those that have votes, the last ones.</param>
/// <param name="Missing">Who has not voted in the last of them: addresses, where they are known. The first ones.</param>
/// <param name="MissingInAll">How many those are in all.</param>
internal sealed record VotesSeen(long Height, IReadOnlyList<RoundSeen> Rounds, IReadOnlyList<string> Missing, int MissingInAll)
{
    public const int MostRounds = 8;
    public const int MostMissing = 5;

    /// <summary>What has no votes at all is told of round 0.</summary>
    public RoundSeen? Last => Rounds is [.., var last] ? last : null;

    /// <param name="votes">As the node has seen them.</param>
    /// <param name="validators">Who may vote; empty where that could not be got: then heads are counted.</param>
    /// <param name="own">Its validator's address.</param>
    public static VotesSeen Of(ConsensusVotes votes, IReadOnlyList<ValidatorPower> validators, string? own)
    {
        VoteRound[] voted = [.. votes.Rounds.Where(round => round.Voted > 0)];
        VoteRound[] told = voted.Length > 0 ? voted : [.. votes.Rounds.Take(1)];
        int[] missing = told is [.., var last] ? [.. Enumerable.Range(0, last.Votes.Count).Where(place => last.Votes[place] is null)] : [];

        return new VotesSeen(
            votes.Height, [.. told.TakeLast(MostRounds).Select(round => RoundSeen.Of(round, validators, own))],
            [.. missing.Take(MostMissing).Select(place => AddressOf(place, validators, votes.Rounds))], missing.Length);
    }

    private static string AddressOf(int place, IReadOnlyList<ValidatorPower> validators, IReadOnlyList<VoteRound> rounds) =>
        place < validators.Count && validators[place].Address is { Length: > 0 } address ? ForeignText.Printable(address)
        : rounds.Select(round => round.Votes.ElementAtOrDefault(place)).OfType<Vote>().FirstOrDefault() is { Voter: var voter } ? voter
        : $"no. {place}";
}

/// <summary>One round.</summary>
/// <param name="Number">0 in the plain case.</param>
/// <param name="Voted">Power of those who have voted.</param>
/// <param name="Total">Power of all.</param>
/// <param name="Own">This node's own vote.</param>
/// <param name="Block">Power (or heads) of those who name one block: the one that most name.</param>
/// <param name="None">Power (or heads) of those who name none.</param>
/// <param name="Weighed">Power (or heads) of all, for these two.</param>
internal sealed record RoundSeen(int Number, long Voted, long Total, OwnVote Own, long Block, long None, long Weighed)
{
    public bool IsMoreThanTwoThirds => (Int128)3 * Voted > (Int128)2 * Total;

    /// <summary>
    /// A third or more name a block, and a third or more refuse it: neither can decide. A lone validator whose block all others refuse is
    /// no such split.
    /// </summary>
    public bool IsSplit => IsMoreThanTwoThirds && (Int128)3 * Block >= Weighed && (Int128)3 * None >= Weighed;

    /// <summary>This node refuses what at least as many name as refuse it.</summary>
    public bool IsAgainstUs => IsMoreThanTwoThirds && Own is OwnVote.None or OwnVote.Another && Block > 0 && Block >= None;

    public static RoundSeen Of(VoteRound round, IReadOnlyList<ValidatorPower> validators, string? own)
    {
        var isKnown = validators.Count == round.Votes.Count;
        var cast = round.Votes.Select((vote, place) => (Vote: vote, Power: isKnown ? validators[place].Power : 1)).ToList();
        var blocks = cast.Where(one => one.Vote?.Block is not null).GroupBy(one => one.Vote!.Block, one => one.Power).Select(
            block => (Hash: block.Key, Power: block.Sum()))
            .OrderByDescending(block => block.Power).FirstOrDefault();
        var mine = own is { Length: > 0 }
            ? round.Votes.FirstOrDefault(vote => vote is not null && own.StartsWith(vote.Voter, StringComparison.OrdinalIgnoreCase)) : null;

        return new RoundSeen(
            round.Number, round.Voted, round.Total,
            mine is null
                ? OwnVote.NotSeen : mine.Block is null ? OwnVote.None : mine.Block == blocks.Hash ? OwnVote.TheBlock : OwnVote.Another,
            blocks.Power, cast.Where(one => one.Vote is { Block: null }).Sum(one => one.Power), cast.Sum(one => one.Power));
    }
}

/// <summary>What this node's own validator has voted for.</summary>
internal enum OwnVote
{
    /// <summary>It is none, or has not voted.</summary>
    NotSeen,

    /// <summary>The block that most name.</summary>
    TheBlock,

    /// <summary>For no block.</summary>
    None,

    /// <summary>For a block that fewer name.</summary>
    Another,
}
