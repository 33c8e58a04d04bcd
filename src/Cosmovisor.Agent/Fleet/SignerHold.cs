using Cosmovisor.Agent.Files;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// Holds a node while its consensus key may sign elsewhere. Only an answer ends it: a question that failed does not make a key free.
/// </summary>
internal sealed class SignerHold
{
    /// <summary>How long a second signer that was seen counts while nobody can say whether it still signs.</summary>
    public static readonly TimeSpan SeenCounts = TimeSpan.FromMinutes(5);

    // Renewed at each look; what is left of it after the agent's death is short.
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly HoldFile _file;
    private readonly TimeProvider _clock;
    private (string Why, long At)? _seen;
    private DateTimeOffset _until;

    /// <param name="home">Whose supervisor waits.</param>
    /// <param name="name">The hold's.</param>
    /// <param name="clock">For its end.</param>
    public SignerHold(HomeFiles home, string name, TimeProvider clock)
    {
        (_file, _clock) = (new HoldFile(home.Root, name), clock);

        // What an earlier agent has seen counts until its hold ends.
        _until = _file.Until ?? DateTimeOffset.MinValue;
    }

    /// <summary>A second signer was seen.</summary>
    public void Seen(string why)
    {
        _seen = (why, _clock.GetTimestamp());
        _until = Write(why);
    }

    /// <summary>The node is held without a proof: the question is under way, or nobody answers and the guard is closed.</summary>
    public void Unproved(string why)
    {
        var isKept = IsInForce;
        var until = Write(why);
        _until = isKept ? until : _until;
    }

    /// <summary>Nobody could answer: what was seen is renewed while it counts, and then runs out.</summary>
    /// <returns>Whether the node is still held for what was seen.</returns>
    public bool Keep()
    {
        if (_seen is { } seen && _clock.GetElapsedTime(seen.At) < SeenCounts)
        {
            _until = Write(seen.Why);
        }

        return IsInForce;
    }

    /// <summary>The key signs nowhere else, or is not this node's any more.</summary>
    public void Free()
    {
        (_seen, _until) = (null, DateTimeOffset.MinValue);
        _file.Remove();
    }

    private bool IsInForce => _clock.GetUtcNow() < _until;

    private DateTimeOffset Write(string why)
    {
        var until = _clock.GetUtcNow() + Length;
        _file.Write(why, until);
        return until;
    }
}
