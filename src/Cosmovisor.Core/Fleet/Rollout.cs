using System.Text.Json.Serialization;

namespace Cosmovisor.Fleet;

/// <summary>How a rollout stands. Only <see cref="Running"/> gives turns.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutState>))]
internal enum RolloutState
{
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>By an operator; it can be resumed.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>By itself, at a failure; an operator looks, and resumes or aborts.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    [JsonStringEnumMemberName("aborted")]
    Aborted,

    [JsonStringEnumMemberName("done")]
    Done,
}

/// <summary>How far one member has come in a rollout.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Turn>))]
internal enum Turn
{
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It may begin; it has not.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted,

    /// <summary>It has begun; only the member itself says how it ended.</summary>
    [JsonStringEnumMemberName("begun")]
    Begun,

    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What a rollout does on each member.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutKind>))]
internal enum RolloutKind
{
    /// <summary><c>cosmovisorctl upgrade NAME --now</c>.</summary>
    [JsonStringEnumMemberName("upgrade")]
    Upgrade,

    /// <summary>A restart, which arms an entry of the schedule.</summary>
    [JsonStringEnumMemberName("restart")]
    Restart,
}

/// <summary>
/// One version on its way to a fleet's members, some at a time. One record in etcd, changed only by transactions that compare its revision.
/// </summary>
/// <param name="Id">Of this rollout; a member remembers it, so that nothing is done twice even where etcd lost its data.</param>
/// <param name="Name">The upgrade's.</param>
/// <param name="Link">Of the binary or archive; empty for a restart.</param>
/// <param name="MaxUnavailable">How many of its members may be down, late or not ready at once.</param>
/// <param name="Soak">Seconds between one member's end and the next one's begin.</param>
/// <param name="Members">In the order in which they come.</param>
internal sealed record Rollout(string Id, string Name, string Link, int MaxUnavailable, double Soak, IReadOnlyList<RolloutMember> Members)
{
    public int Version { get; init; } = 1;

    public RolloutKind Kind { get; init; }

    /// <summary>The schedule entry that a restart arms; null for an upgrade.</summary>
    public string? Entry { get; init; }

    public RolloutState State { get; init; }

    /// <summary>Why it is not running.</summary>
    public string? Why { get; init; }

    public string? By { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>Whether something can still happen in it.</summary>
    [JsonIgnore]
    public bool IsOver => State is RolloutState.Done or RolloutState.Aborted && !Members.Any(member => member.IsInFlight);

    /// <summary>How many have their turn now.</summary>
    [JsonIgnore]
    public int InFlight => Members.Count(member => member.IsInFlight);

    [JsonIgnore]
    public int Finished => Members.Count(member => member.Turn is Turn.Done);

    /// <summary>Whether what it is for is still asked: a restart has no use once its entry is off the schedule.</summary>
    public bool IsAsked(FleetView view) =>
        Kind is not RolloutKind.Restart || view.Schedule.Any(entry => entry.Id == Entry && !entry.Removed);

    public RolloutMember? Find(string id) => Members.FirstOrDefault(member => member.Id == id);

    public Rollout With(RolloutMember changed) =>
        this with { Members = [.. Members.Select(member => member.Id == changed.Id ? changed : member)] };
}

/// <param name="Id">The member's.</param>
/// <param name="Name">For people.</param>
/// <param name="Group">Members of one group come before those of the next.</param>
/// <param name="Turn">How far it is.</param>
internal sealed record RolloutMember(string Id, string Name, string Group, Turn Turn)
{
    /// <summary>The run of the agent that has the turn.</summary>
    public string? Instance { get; init; }

    /// <summary>Counted from 1; a resumed rollout gives a member that failed another one.</summary>
    public int Try { get; init; } = 1;

    /// <summary>How it ended, in words.</summary>
    public string? Says { get; init; }

    [JsonIgnore]
    public bool IsInFlight => Turn is Turn.Granted or Turn.Begun;
}
