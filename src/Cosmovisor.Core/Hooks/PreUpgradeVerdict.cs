using Cosmovisor.Supervision;

namespace Cosmovisor.Hooks;

/// <summary>What the new binary's <c>pre-upgrade</c> command said.</summary>
internal enum PreUpgradeVerdict
{
    Done,

    /// <summary>The binary has no such command.</summary>
    NotImplemented,

    /// <summary>Not now: ask again.</summary>
    Retry,

    Failed,
}

internal static class PreUpgradeVerdicts
{
    /// <summary>The SDK's table (docs.cosmos.network, "Pre-Upgrade Handling"), one line a code.</summary>
    /// <remarks>The Go versions take every other code, and a binary that could not be started, for success; we do not.</remarks>
    public static PreUpgradeVerdict Of(DaemonEnd? end) => end switch
    {
        DaemonEnd.Exited { Code: 0 } => PreUpgradeVerdict.Done,
        DaemonEnd.Exited { Code: 1 } => PreUpgradeVerdict.NotImplemented,
        DaemonEnd.Exited { Code: 31 } => PreUpgradeVerdict.Retry,
        _ => PreUpgradeVerdict.Failed, // 30 by name, and whatever nobody has given a meaning
    };
}
