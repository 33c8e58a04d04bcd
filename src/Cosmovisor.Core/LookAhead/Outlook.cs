using System.Text.Json.Serialization;

namespace Cosmovisor.LookAhead;

/// <summary>What was found when the chain was last asked what comes: <c>cosmovisor/outlook.json</c>.</summary>
/// <param name="At">When that was.</param>
/// <param name="Node">How the node was.</param>
/// <param name="Plans">What comes, the next one first; then what was to come.</param>
internal sealed record Outlook(DateTimeOffset At, OutlookNode Node, IReadOnlyList<ComingPlan> Plans)
{
    public int Version { get; init; } = 1;

    /// <summary>When the next look is; null when none is planned.</summary>
    public DateTimeOffset? NextLook { get; init; }

    /// <summary>When the data was last walked to see whether its backup has room, and the room there was; null for never.</summary>
    public BackupLook? Backup { get; init; }

    /// <summary>What could not be found out, as a sentence.</summary>
    public string? Trouble { get; init; }
}

/// <summary>The node, as it was.</summary>
internal sealed record OutlookNode
{
    /// <summary>The address that answered; without passwords and tokens.</summary>
    public string? Rpc { get; init; }

    /// <summary>Whether this home's own node answered.</summary>
    [JsonPropertyName("reachable")]
    public bool IsReachable { get; init; }

    /// <summary>What is said here comes from another node of the chain, because this home's did not answer.</summary>
    [JsonPropertyName("foreign")]
    public bool IsForeign { get; init; }

    public string? ChainId { get; init; }

    public long? Height { get; init; }

    /// <summary>What the application has carried out; at a halt one less.</summary>
    public long? AppHeight { get; init; }

    public bool? CatchingUp { get; init; }

    public DateTimeOffset? LastBlockTime { get; init; }

    public double? SecondsPerBlock { get; init; }

    /// <summary>By so much a longer stretch of blocks may be off that.</summary>
    public double? Spread { get; init; }

    /// <summary>The last block that is carried out.</summary>
    [JsonIgnore]
    public long? Reached => AppHeight ?? Height;
}
