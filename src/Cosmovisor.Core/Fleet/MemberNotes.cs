using System.Text.Json.Serialization;

namespace Cosmovisor.Fleet;

/// <summary>What a member keeps in its own home, <c>agent/fleet.json</c>: who it is, and what it has begun. It outlives etcd.</summary>
/// <param name="Id">The member's.</param>
/// <param name="Begun">What it has begun, the newest last.</param>
internal sealed record MemberNotes(string Id, IReadOnlyList<BegunTurn> Begun)
{
    private const int Kept = 50;

    public int Version { get; init; } = 1;

    /// <summary>Ids of schedule entries that were taken over here, with the upgrade's name.</summary>
    public IReadOnlyDictionary<string, string> Scheduled { get; init; } = new Dictionary<string, string>();

    /// <summary>The newest try that is not older than the one asked for.</summary>
    public BegunTurn? Of(string rollout, int atLeast) => Begun.LastOrDefault(turn => turn.Rollout == rollout && turn.Try >= atLeast);

    /// <summary>What is under way; null for nothing.</summary>
    [JsonIgnore]
    public BegunTurn? UnderWay => Begun.FirstOrDefault(turn => turn.Done is null);

    public MemberNotes With(BegunTurn turn) =>
        this with { Begun = [.. Begun.Where(other => other.Rollout != turn.Rollout || other.Try != turn.Try).Append(turn).TakeLast(Kept)] };
}

/// <param name="Rollout">Its id.</param>
/// <param name="Try">Which of the member's tries in it.</param>
/// <param name="Name">The upgrade's.</param>
/// <param name="At">When it was begun, by this machine's clock.</param>
/// <param name="Done">Whether it ended well; null while it is under way.</param>
/// <param name="Says">How it ended, in words.</param>
internal sealed record BegunTurn(string Rollout, int Try, string Name, DateTimeOffset At, bool? Done = null, string? Says = null)
{
    public RolloutKind Kind { get; init; }

    /// <summary>
    /// When what went before it had begun: the last upgrade, or the life of the daemon. Clocks are set, so what comes of the turn is told
    /// by being another.
    /// </summary>
    public DateTimeOffset? Before { get; init; }
}
