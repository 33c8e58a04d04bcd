namespace Cosmovisor.Agent.Files;

/// <summary>What <c>outlook.json</c> says of the chain. Every field may be missing.</summary>
internal sealed record HomeOutlook
{
    public DateTimeOffset? At { get; init; }

    public NodeFacts? Node { get; init; }

    public IReadOnlyList<ComingFacts>? Plans { get; init; }

    public DateTimeOffset? NextLook { get; init; }

    public string? Trouble { get; init; }
}

internal sealed record NodeFacts
{
    public string? Rpc { get; init; }

    public bool? Reachable { get; init; }

    /// <summary>Another node of the chain answered.</summary>
    public bool? Foreign { get; init; }

    public string? ChainId { get; init; }

    public long? Height { get; init; }

    public long? AppHeight { get; init; }

    public bool? CatchingUp { get; init; }

    public DateTimeOffset? LastBlockTime { get; init; }

    public double? SecondsPerBlock { get; init; }

    public double? Spread { get; init; }
}

internal sealed record ComingFacts
{
    public string? Name { get; init; }

    public long? Height { get; init; }

    /// <summary>chain, proposal or schedule.</summary>
    public string? Source { get; init; }

    /// <summary>voting, decided or scheduled; cancelled, expired or skipped are over.</summary>
    public string? Status { get; init; }

    public long? Proposal { get; init; }

    public DateTimeOffset? VotingEnds { get; init; }

    public long? BlocksLeft { get; init; }

    public DateTimeOffset? Eta { get; init; }

    public double? EtaSpread { get; init; }

    /// <summary>yes, no or unknown.</summary>
    public string? Ready { get; init; }

    public IReadOnlyList<CheckFacts>? Checks { get; init; }
}

internal sealed record CheckFacts
{
    public string? Check { get; init; }

    /// <summary>ok, warning, problem or unknown.</summary>
    public string? Result { get; init; }

    public string? Says { get; init; }

    public string? Todo { get; init; }
}
