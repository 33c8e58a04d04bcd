namespace Cosmovisor.Fleet;

/// <summary>An upgrade that comes, as the member's own look ahead has it.</summary>
internal sealed record MemberPlan(string Name, long Height)
{
    public string? Status { get; init; }

    public long? BlocksLeft { get; init; }

    public DateTimeOffset? Eta { get; init; }

    /// <summary>yes, no or unknown.</summary>
    public string? Ready { get; init; }
}
