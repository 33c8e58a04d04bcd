using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of the optional second program, where the supervisor keeps it alive.</summary>
internal abstract partial record Happening
{
    /// <param name="Line">Of its output.</param>
    internal sealed record AgentSaid(string Line) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "agent says", "a `line` of cosmovisor-agent's output");

        public override (string Name, object? Value)[] Facts => [("line", Line)];
    }

    /// <param name="File">Its executable.</param>
    /// <param name="Reason">How it ended, or why it was not started.</param>
    /// <param name="Pause">Until the next try; null where its settings are wrong, which a new start does not correct.</param>
    internal sealed record AgentEnded(string File, string Reason, TimeSpan? Pause) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "agent-ended", LogLevel.Warning, "the agent has ended; the node does not need it",
            "`reason` says how. It is started again after the `pause`, which grows. Without a `pause` its settings are wrong, and it is not started again. If it is missing, install it beside cosmovisor, or unset `COSMOVISOR_AGENT`");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason), ("pause", Pause)];
    }
}
