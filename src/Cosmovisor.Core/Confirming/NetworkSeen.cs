namespace Cosmovisor.Confirming;

/// <summary>What one round of questions has brought, in so few words that they pass through a pipe.</summary>
internal sealed record NetworkSeen
{
    /// <summary>Why the node cannot be asked, however long one waits; null where it can.</summary>
    public string? CannotAsk { get; init; }

    /// <summary>Why it did not answer this time; null where it did.</summary>
    public string? Away { get; init; }

    /// <summary>The last block that its application has carried out.</summary>
    public long? AppHeight { get; init; }

    public bool CatchingUp { get; init; }

    /// <summary>Of its validator's vote; 0 for a node that is none, null where it does not say.</summary>
    public long? Power { get; init; }

    /// <summary>The votes on the next block; null where they were not asked for, or not got.</summary>
    public VotesSeen? Votes { get; init; }

    /// <summary>Null likewise.</summary>
    public PeersSeen? Peers { get; init; }

    /// <summary>Whether its own signature is in one of the newest commits; null where that was not asked.</summary>
    public bool? Signed { get; init; }

    /// <summary>
    /// The same, as it comes from a process that has read a foreign answer: nothing in it is longer than it may be, or steers a
    /// terminal.
    /// </summary>
    public NetworkSeen Checked() => this with
    {
        CannotAsk = Plain(CannotAsk),
        Away = Plain(Away),
        Votes = Votes is { Rounds: not null, Missing: not null }
            ? Votes with
            {
                Rounds = [.. Votes.Rounds.OfType<RoundSeen>().TakeLast(VotesSeen.MostRounds)],
                Missing = [.. Votes.Missing.OfType<string>().Take(VotesSeen.MostMissing).Select(who => ForeignText.Printable(who))]
            }
            : null,
    };

    private static string? Plain(string? text) => text is null ? null : ForeignText.Printable(text, LongestReason);

    private const int LongestReason = 500;
}

/// <summary>How far the peers are.</summary>
/// <param name="Count">Of those that have told it.</param>
/// <param name="Ahead">Of those that are further than the next block.</param>
/// <param name="Median">Of their heights: half of them have said more than that, so one that lies moves nothing.</param>
internal sealed record PeersSeen(int Count, int Ahead, long Median)
{
    /// <param name="heights">As the peers tell them.</param>
    /// <param name="next">The block that the node itself is at.</param>
    public static PeersSeen Of(IReadOnlyList<long> heights, long next) =>
        new(heights.Count, heights.Count(height => height >= next + 2), heights.Count == 0 ? 0
            : heights.Order().ElementAt(heights.Count / 2));

    /// <summary>A peer is one block further for as long as a block takes to be carried out.</summary>
    public bool AreAhead => 2 * Ahead > Count;
}
