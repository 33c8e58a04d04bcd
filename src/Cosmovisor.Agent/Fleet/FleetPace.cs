namespace Cosmovisor.Agent.Fleet;

/// <summary>How often and how long a member looks, waits and tries.</summary>
internal sealed record FleetPace
{
    public static FleetPace Usual { get; } = new();

    /// <summary>Between two looks; a change in etcd or in the home comes sooner.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one history of etcd must have been followed before turns are taken: a lease, and a look.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A member that is late for so long while it has its turn stops the rollout.</summary>
    public TimeSpan Lost { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a turn may take until it is confirmed.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>After what could not be prepared.</summary>
    public TimeSpan TryAgain { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two looks at members that have their turn, by those that wait.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks for trouble, by the agent that sends the fleet's notices and by those that would.</summary>
    public TimeSpan Tell { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long etcd must be away until that is trouble.</summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long after etcd came back a new teller takes over that it was away: the lease of the one before, and a few looks. The one before
    /// waits as long until it says that it is over.
    /// </summary>
    public TimeSpan Inherit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From the question whether a turn may begin until it begins; an agent that slept longer asks again.</summary>
    public static readonly TimeSpan BeginWithin = TimeSpan.FromSeconds(4);
}
