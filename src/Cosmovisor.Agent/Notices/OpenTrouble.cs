namespace Cosmovisor.Agent.Notices;

/// <summary>Trouble that was told and is not over.</summary>
/// <param name="Key">The same at its end.</param>
/// <param name="Kind">See <see cref="TroubleKind"/>.</param>
/// <param name="Plan">Whose; null for none.</param>
/// <param name="Level">As in events.jsonl.</param>
/// <param name="Says">In a sentence.</param>
/// <param name="Since">When it was first seen.</param>
/// <param name="GoneSince">Since when it is not seen; null while it is.</param>
internal sealed record OpenTrouble(
    string Key, string Kind, string? Plan, string Level, string Says, DateTimeOffset Since, DateTimeOffset? GoneSince = null)
{
    /// <summary>A fleet's: whether etcd has it, for the agent that reports next.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether any address has been told.</summary>
    public bool IsHeard { get; init; }

    public Notice Tell(bool isOpen, DateTimeOffset now) => new()
    {
        Id = $"{Key}:{Since.ToUnixTimeMilliseconds()}:{(isOpen ? "opened" : "resolved")}",
        At = isOpen ? Since : now,
        Event = isOpen ? NoticeRule.Opened : NoticeRule.Resolved,
        Level = Level,
        Says = Says,
        Plan = Plan,
        Trouble = new TroubleNews(Key, Kind, isOpen, Since),
    };
}
