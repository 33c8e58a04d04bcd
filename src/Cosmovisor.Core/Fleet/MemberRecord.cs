namespace Cosmovisor.Fleet;

/// <summary>What a member's agent keeps in etcd under its lease: how the node is, as far as the fleet needs it.</summary>
/// <param name="Id">The member's own, from its home; the same after the node moved to another machine.</param>
/// <param name="Instance">Of this run of the agent.</param>
/// <param name="Name">For people.</param>
/// <param name="Labels">What it says of itself.</param>
/// <param name="State">The daemon's state as in state.json; <c>down</c> where no supervisor runs.</param>
internal sealed record MemberRecord(string Id, string Instance, string Name, IReadOnlyDictionary<string, string> Labels, string State)
{
    public const string Running = "running";
    public const string Down = "down";

    public int Version { get; init; } = 1;

    public DateTimeOffset? At { get; init; }

    public string? Host { get; init; }

    public string? ChainId { get; init; }

    /// <summary>What the link <c>current</c> points to.</summary>
    public string? Current { get; init; }

    public long? Height { get; init; }

    public bool? CatchingUp { get; init; }

    /// <summary>The last block the application has carried out, and its hash (hex) behind it; both or neither.</summary>
    public long? AppHeight { get; init; }

    public string? AppHash { get; init; }

    /// <summary>The rollout's id that this member is carrying out; it says so itself, whatever the rollout's record says.</summary>
    public string? Busy { get; init; }

    public string? Trouble { get; init; }

    public IReadOnlyList<MemberPlan> Plans { get; init; } = [];

    public IReadOnlyList<MemberReadiness> Readiness { get; init; } = [];

    /// <summary>SHA-256 (hex) of the public consensus key, where this member signs.</summary>
    public string? Signer { get; init; }

    /// <summary>A remote signer has its key. Such members may be several with one key, and take care of it themselves.</summary>
    public bool SignsRemotely { get; init; }

    /// <summary>Nothing but what changes with every block differs.</summary>
    public bool SaysTheSameAs(MemberRecord other) => FleetText.Write(
        this with { At = null, Height = null, AppHeight = null, AppHash = null, Plans = [.. Plans.Select(Still)] })
        .AsSpan().SequenceEqual(FleetText.Write(
            other with { At = null, Height = null, AppHeight = null, AppHash = null, Plans = [.. other.Plans.Select(Still)] }));

    private static MemberPlan Still(MemberPlan plan) => plan with { BlocksLeft = null, Eta = null };
}
