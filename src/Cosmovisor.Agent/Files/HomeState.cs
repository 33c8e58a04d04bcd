using System.Text.Json.Serialization;

namespace Cosmovisor.Agent.Files;

/// <summary>What <c>state.json</c> says. Every field may be missing: an earlier supervisor has fewer of them, a later one more.</summary>
internal sealed record HomeState
{
    public DateTimeOffset? At { get; init; }

    public SupervisorFacts? Supervisor { get; init; }

    public DaemonFacts? Daemon { get; init; }

    /// <summary>What is being carried out now.</summary>
    public UpgradeFacts? Upgrade { get; init; }

    public LastUpgradeFacts? LastUpgrade { get; init; }

    /// <summary>The next upgrade that is known of and not due.</summary>
    public PlanFacts? WaitingFor { get; init; }

    /// <summary>What needs a human, in a sentence.</summary>
    public string? Trouble { get; init; }

    /// <summary>How many lines of the log could not be written.</summary>
    public long? LogLost { get; init; }
}

internal sealed record SupervisorFacts
{
    public int? Pid { get; init; }

    public string? Version { get; init; }

    public string? Contract { get; init; }

    public DateTimeOffset? Started { get; init; }
}

internal sealed record DaemonFacts
{
    /// <summary>The state of a daemon that is not started again.</summary>
    public const string Ended = "ended";

    public const string Running = "running";

    public string? Name { get; init; }

    public string? Version { get; init; }

    /// <summary>starting, running, stopping, stopped or ended.</summary>
    public string? State { get; init; }

    public int? Pid { get; init; }

    public DateTimeOffset? Started { get; init; }

    /// <summary>What the link <c>current</c> points to.</summary>
    public string? Current { get; init; }

    public long? Lives { get; init; }

    public LastEndFacts? LastEnd { get; init; }
}

internal sealed record LastEndFacts
{
    public int? Code { get; init; }

    public string? Signal { get; init; }

    public DateTimeOffset? At { get; init; }
}

internal sealed record UpgradeFacts
{
    public string? Name { get; init; }

    public long? Height { get; init; }

    public string? Step { get; init; }

    public DateTimeOffset? Began { get; init; }

    public IReadOnlyList<StepFacts>? Steps { get; init; }

    public ProgressFacts? Progress { get; init; }
}

internal sealed record StepFacts
{
    public string? Step { get; init; }

    public DateTimeOffset? Began { get; init; }

    /// <summary>In seconds; null while it runs.</summary>
    public double? Took { get; init; }

    public string? Result { get; init; }
}

internal sealed record ProgressFacts
{
    public long? Bytes { get; init; }

    public long? Total { get; init; }

    public long? Files { get; init; }
}

internal sealed record LastUpgradeFacts
{
    public string? Name { get; init; }

    public long? Height { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public DateTimeOffset? Began { get; init; }

    /// <summary>In seconds.</summary>
    public double? Downtime { get; init; }

    public string? Result { get; init; }

    [JsonConverter(typeof(LenientTruth))]
    public bool? Confirmed { get; init; }

    public string? Signed { get; init; }
}

internal sealed record PlanFacts
{
    public string? Name { get; init; }

    public long? Height { get; init; }
}
