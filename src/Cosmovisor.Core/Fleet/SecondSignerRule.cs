using Cosmovisor.Chain;

namespace Cosmovisor.Fleet;

/// <summary>A block of the chain, as another node has it.</summary>
/// <param name="Height">Whose commit it is.</param>
/// <param name="IsOurs">Whether this validator's signature is in it.</param>
internal sealed record CommitSeen(long Height, bool IsOurs);

/// <summary>Whether the chain shows that this node's key signs elsewhere, where no fleet can say so.</summary>
internal static class SecondSignerRule
{
    /// <summary>How many of the last commits are looked at.</summary>
    public const int Commits = 5;

    /// <param name="signedHere">The height of this home's own sign state: what is at or below it was signed by this node itself.</param>
    /// <param name="commits">The last ones, of one other node.</param>
    /// <returns>Null where there is no such sign, or what was seen.</returns>
    /// <remarks>
    /// However old: in a network that stands still, at an upgrade most of all, the other signer says nothing either, and is there.
    /// </remarks>
    public static string? Evidence(long signedHere, IEnumerable<CommitSeen> commits) =>
        commits.Where(commit => commit.IsOurs && commit.Height > signedHere).MaxBy(commit => commit.Height) is { } seen
            ? Says("signed", seen.Height, signedHere) : null;

    /// <summary>
    /// The same by the votes on the block that comes next: a second signer that has no block yet, or whose network waits.
    /// </summary>
    /// <param name="signedHere">As above.</param>
    /// <param name="address">The validator's.</param>
    /// <param name="votes">That one other node has seen. A vote outlives its voter, and to vote again would be to sign twice.</param>
    public static string? Evidence(long signedHere, string address, ConsensusVotes votes) =>
        votes.Height > signedHere && votes.Rounds.SelectMany(round => round.Votes).Any(vote => vote?.IsBy(address) == true)
            ? Says("voted on", votes.Height, signedHere) : null;

    private static string Says(string did, long height, long signedHere) => $"this node's consensus key has {did} block {height}, and this home has signed up to {signedHere}: another node signs with the same key, or this data is older than the key's last signature. Stop that one first; this one starts by itself when five blocks have passed without it";
}
