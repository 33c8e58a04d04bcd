namespace Cosmovisor.Fleet;

/// <summary>One member, as the fleet sees it.</summary>
/// <param name="Known">Who it is.</param>
/// <param name="Records">Those with a live lease: none for a late member, two for one that was cloned.</param>
internal sealed record MemberView(KnownMember Known, IReadOnlyList<MemberRecord> Records)
{
    public string Id => Known.Id;

    public string Name => Record?.Name ?? Known.Name;

    /// <summary>The newest; null for a late member.</summary>
    public MemberRecord? Record => Records.Count == 0 ? null : Records[^1];

    /// <summary>No agent of it holds a lease.</summary>
    public bool IsLate => Records.Count == 0;

    /// <summary>Two agents hold a lease for one id: a copied home, on two machines.</summary>
    public bool IsCloned => Records.Count > 1;

    public IReadOnlyDictionary<string, string> Labels => Record?.Labels ?? Known.Labels;

    /// <summary>Null when it can do without another member, or why it counts as unavailable.</summary>
    /// <param name="rollout">The rollout it is asked for.</param>
    /// <param name="turn">How far it is there.</param>
    public string? WhyUnavailable(string rollout, Turn turn) =>
        IsLate ? "late"
        : IsCloned ? "two agents have its id"
        : Record!.State != MemberRecord.Running ? $"its node is {Record.State}"
        : Record.Busy is not null ? "busy"
        : Record.Trouble is not null ? "in trouble"
        : turn is Turn.Done ? null
        : Record.Readiness.FirstOrDefault(one => one.Subject == rollout) switch
        {
            { Ready: Readiness.Yes } => null,
            { Says: { } says } => $"not ready: {says}",
            _ => "not ready yet",
        };
}

/// <summary>The whole fleet at one revision of etcd.</summary>
/// <param name="Members">By id.</param>
/// <param name="Schedule">By height.</param>
/// <param name="Rollouts">All of them, those that are over too.</param>
internal sealed record FleetView(
    IReadOnlyDictionary<string, MemberView> Members, IReadOnlyList<FleetScheduleEntry> Schedule, IReadOnlyList<Rollout> Rollouts)
{
    /// <summary>What lies there and cannot be read, a sentence each.</summary>
    public IReadOnlyList<string> Trouble { get; init; } = [];

    public static FleetView Empty { get; } = new(new Dictionary<string, MemberView>(), [], []);
}
