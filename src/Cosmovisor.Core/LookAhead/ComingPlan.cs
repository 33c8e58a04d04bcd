using System.Text.Json.Serialization;

namespace Cosmovisor.LookAhead;

/// <summary>Who asks for an upgrade.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanSource>))]
internal enum PlanSource
{
    [JsonStringEnumMemberName("chain")]
    Chain,

    [JsonStringEnumMemberName("proposal")]
    Proposal,

    [JsonStringEnumMemberName("schedule")]
    Schedule,
}

/// <summary>How far an upgrade has come. Only <see cref="Decided"/> and <see cref="Scheduled"/> are prepared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanStatus>))]
internal enum PlanStatus
{
    /// <summary>A proposal in voting has it.</summary>
    [JsonStringEnumMemberName("voting")]
    Voting,

    /// <summary>It is the chain's current plan.</summary>
    [JsonStringEnumMemberName("decided")]
    Decided,

    /// <summary>It stands in the operator's own schedule.</summary>
    [JsonStringEnumMemberName("scheduled")]
    Scheduled,

    /// <summary>It was decided or scheduled, and was taken back before its height.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Its height or its vote is over, and it was not carried out here.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>Its height is among the daemon's <c>--unsafe-skip-upgrades</c>.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}

/// <summary>A binary that was read.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">In nanoseconds since 1970.</param>
/// <param name="Sha256">Of its bytes.</param>
internal sealed record BinarySeen(long Size, long Modified, string Sha256);

/// <summary>An upgrade that comes, may come, or was to come.</summary>
/// <param name="Name">The plan's.</param>
/// <param name="Height">The plan's.</param>
/// <param name="Source">Who asks for it; the chain, where others ask for the same.</param>
/// <param name="Status">How far it has come.</param>
internal sealed record ComingPlan(string Name, long Height, PlanSource Source, PlanStatus Status)
{
    /// <summary>The plan's, without secrets of its links.</summary>
    public string Info { get; init; } = "";

    /// <summary>The proposal in voting that has it.</summary>
    public long? Proposal { get; init; }

    public DateTimeOffset? VotingEnds { get; init; }

    /// <summary>A proposal in voting that would cancel it.</summary>
    public long? CancelProposal { get; init; }

    public DateTimeOffset? CancelVotingEnds { get; init; }

    public long? BlocksLeft { get; init; }

    public DateTimeOffset? Eta { get; init; }

    /// <summary>In seconds; by so much it may be earlier or later.</summary>
    public double? EtaSpread { get; init; }

    public Readiness Ready => ReadinessCheck.Of(Checks);

    public IReadOnlyList<ReadinessCheck> Checks { get; init; } = [];

    /// <summary>When it got its status.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the operator was last told that it is not ready.</summary>
    public DateTimeOffset? Reminded { get; init; }

    /// <summary>The nearest of <see cref="NearMarks"/> that was told, in seconds.</summary>
    public long? Near { get; init; }

    /// <summary>Its binary as it was last read; kept so that it is read once.</summary>
    public BinarySeen? Binary { get; init; }

    [JsonIgnore]
    public bool IsOver => Status is PlanStatus.Cancelled or PlanStatus.Expired or PlanStatus.Skipped;

    /// <summary>Whether a binary is got ready for it. What is only in voting is shown.</summary>
    [JsonIgnore]
    public bool IsPrepared => Status is PlanStatus.Decided or PlanStatus.Scheduled;

    /// <summary>The same upgrade: names that differ in case alone are one.</summary>
    public bool IsCalled(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
