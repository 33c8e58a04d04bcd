using Cosmovisor.Chain;

namespace Cosmovisor.Fleet;

/// <summary>A block of the chain, as another node has it.</summary>
/// <param name="Height">Whose commit it is.</param>
/// <param name="At">When it was made.</param>
/// <param name="IsOurs">Whether this validator's signature is in it.</param>
internal sealed record CommitSeen(long Height, DateTimeOffset At, bool IsOurs);

/// <summary>Whether the chain shows that this node's key signs elsewhere, where no fleet can say so.</summary>
internal static class SecondSignerRule
{
    /// <summary>How many of the last commits are looked at.</summary>
    public const int Commits = 5;

    /// <summary>In a network that stands still nothing signs: it may be this validator that it waits for.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <param name="signedHere">The height of this home's own sign state: what is at or below it was signed by this node itself.</param>
    /// <param name="commits">The last ones, of one other node.</param>
    /// <param name="now">By this machine's clock.</param>
    /// <returns>Null where there is no such sign, or what was seen.</returns>
    public static string? Evidence(long signedHere, IEnumerable<CommitSeen> commits, DateTimeOffset now) =>
        commits.Where(commit => commit.IsOurs && commit.Height > signedHere && now - commit.At <= Fresh)
            .MaxBy(commit => commit.Height) is { } seen ? Says("signed", seen.Height, signedHere) : null;

    /// <summary>
    /// The same by the votes on the block that comes next: a second signer that has no block yet, or whose network waits.
    /// </summary>
    /// <param name="signedHere">As above.</param>
    /// <param name="address">The validator's.</param>
    /// <param name="votes">That one other node has seen. A vote outlives its voter: it counts by the time at which it was made.</param>
    /// <param name="now">By this machine's clock.</param>
    public static string? Evidence(long signedHere, string address, ConsensusVotes votes, DateTimeOffset now) =>
        votes.Height > signedHere
            && votes.Rounds.SelectMany(round => round.Votes).Any(vote => vote is { At: { } at } && vote.IsBy(address) && now - at <= Fresh)
            ? Says("voted on", votes.Height, signedHere) : null;

    private static string Says(string did, long height, long signedHere) => $"this node's consensus key has {did} block {height}, and this home has signed up to {signedHere}: another node signs with the same key. Stop that one first; this one starts by itself a few blocks later";
}
