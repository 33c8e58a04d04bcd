using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>What all happenings of one case have in common, and what docs/events.md and docs/operating.md say of them.</summary>
/// <param name="Event">Its name in <c>events.jsonl</c>, never changed within a version; null for what only a reader of the log wants, such
/// as a script's words.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Words">In the operator's log. They never vary, so that operators can search for them; where a part does, the docs show it
/// as N, NAME or ….</param>
/// <param name="Meaning">What it means and what to do, for the docs.</param>
internal sealed record HappeningKind(string? Event, LogLevel Level, string Words, string Meaning)
{
    /// <summary>Whether the human log has it. Some would only say there what the next line says better.</summary>
    public bool IsLogged { get; init; } = true;
}
