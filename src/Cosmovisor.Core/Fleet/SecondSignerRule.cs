using System.Globalization;

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
            .MaxBy(commit => commit.Height) is { } seen
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"this node's consensus key has signed block {seen.Height}, and this home has signed up to {signedHere}: another node signs with the same key. Stop that one first; this one starts by itself a few blocks later")
            : null;
}
