namespace Cosmovisor.Fleet;

/// <summary>The fleet's troubles that were told and are not over: what the agent that reports next must resolve.</summary>
/// <param name="By">Id of the member whose agent wrote it.</param>
/// <param name="Open">In the order in which they began.</param>
internal sealed record FleetTold(string By, IReadOnlyList<ToldTrouble> Open)
{
    public int Version { get; init; } = 1;
}

/// <param name="Kind">See <see cref="FleetTrouble"/>.</param>
/// <param name="Level">As in events.jsonl.</param>
/// <param name="Says">In a sentence.</param>
/// <param name="Since">When it was first seen: part of the notices' ids.</param>
/// <param name="Sent">Whether every address has it. Else the agent that reports next sends it again, with the same id.</param>
internal sealed record ToldTrouble(string Kind, string Level, string Says, DateTimeOffset Since, bool Sent)
{
    /// <summary>The rollout, schedule entry or member; null for the whole fleet.</summary>
    public string? About { get; init; }
}
