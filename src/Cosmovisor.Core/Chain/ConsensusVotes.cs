namespace Cosmovisor.Chain;

/// <summary>What a node has seen of the votes on the block that comes next.</summary>
/// <param name="Height">Of that block.</param>
/// <param name="Round">The node's own.</param>
/// <param name="Rounds">Each with its votes; the last one may have none yet.</param>
internal sealed record ConsensusVotes(long Height, int Round, IReadOnlyList<VoteRound> Rounds);

/// <summary>
/// The first votes (prevotes) of one round. A vote outlives its voter: it says that somebody has voted, and not that he is there.
/// </summary>
/// <param name="Number">0 in the plain case.</param>
/// <param name="Voted">Power of those who have.</param>
/// <param name="Total">Power of all.</param>
/// <param name="Votes">By the validators' positions; null for one that has not voted.</param>
internal sealed record VoteRound(int Number, long Voted, long Total, IReadOnlyList<Vote?> Votes);

/// <summary>One validator's vote in one round.</summary>
/// <param name="Voter">The first 12 digits of its address.</param>
/// <param name="Block">The first 12 digits of the block's hash; null for a vote for none.</param>
internal sealed record Vote(string Voter, string? Block)
{
    private const int Digits = 12;
    private const string NoBlock = "000000000000";

    /// <summary>
    /// Reads <c>Vote{0:14074DB0AAEB 61/00/SIGNED_MSG_TYPE_PREVOTE(Prevote) 181B8DBD58E8 62200B80F658 … @ time}</c>, as every version since
    /// Tendermint 0.32 writes it.
    /// </summary>
    /// <returns>Null for <c>nil-Vote</c>, and for any other text.</returns>
    public static Vote? Read(string text)
    {
        if (!text.StartsWith("Vote{", StringComparison.Ordinal)
            || text.Split(' ') is not [var who, _, var block, ..]
            || who.Split(':') is not [_, var voter])
        {
            return null;
        }

        return IsHash(voter) && IsHash(block) ? new Vote(voter, block == NoBlock ? null : block) : null;
    }

    /// <param name="address">A validator's whole address.</param>
    public bool IsBy(string address) => address.StartsWith(Voter, StringComparison.OrdinalIgnoreCase);

    private static bool IsHash(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigit);
}

/// <summary>One that may vote.</summary>
/// <param name="Address">40 digits.</param>
/// <param name="Power">Of its vote.</param>
internal sealed record ValidatorPower(string Address, long Power);

/// <param name="Validators">In the order of the votes.</param>
/// <param name="Total">How many there are on all pages; null where the node does not say.</param>
internal sealed record ValidatorPage(IReadOnlyList<ValidatorPower> Validators, long? Total);
