namespace Cosmovisor.Agent.Files;

/// <summary>A file of <c>holds/</c>: somebody asks the supervisor to wait before a start.</summary>
internal sealed record HoldFacts
{
    public string? Who { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? Until { get; init; }
}
