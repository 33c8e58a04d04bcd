using Cosmovisor.Plans;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Detection;

/// <summary>What the supervisor does next.</summary>
internal abstract record Decision
{
    private Decision() { }

    internal sealed record KeepRunning : Decision;

    /// <summary>Carry out <paramref name="Plan"/>.</summary>
    /// <param name="Plan">What is carried out.</param>
    /// <param name="FirstBlock">For an entry of the operator's schedule: the height of the first block that the new version makes, which
    /// the chain writes down for its own plans.</param>
    internal sealed record Upgrade(UpgradePlan Plan, long? FirstBlock = null) : Decision
    {
        /// <summary>Nothing but a plan file says so; the node's announcement may still come.</summary>
        public bool IsByTheFileAlone { get; init; }

        /// <summary>
        /// No height asks for it but an operator's command; the node is stopped only if all that can be checked is well. Null otherwise.
        /// </summary>
        public UpgradeRequest? Request { get; init; }

        /// <summary>It can be seen whether the node goes on, and it is not stopped for an upgrade that cannot be carried out.</summary>
        public bool MayStillRun { get; init; }

        /// <summary>
        /// The node had passed the plan's height: it may have carried the plan out by itself, and where the binary cannot be had, it is
        /// left at that.
        /// </summary>
        public bool IsBeyondItsHeight { get; init; }

        /// <summary>
        /// Nothing but a line of the log names the plan, and anyone may have made it up: the binary must be in place, none is
        /// downloaded.
        /// </summary>
        public bool IsOnTheLogAlone { get; init; }
    }

    /// <summary>Begin another life without the halt height of this one, which was of no use to this node.</summary>
    /// <param name="Entry">Of the schedule, for whose height this life was.</param>
    /// <param name="PassedAt">Where the node is, beyond that height; null when it does not know the flag at all.</param>
    internal sealed record StartAgain(UpgradePlan Entry, long? PassedAt = null) : Decision;

    /// <summary>End with the daemon's own code.</summary>
    internal sealed record Exit(int Code) : Decision;

    /// <summary>An upgrade is due and cannot help. End as a failed upgrade does, and tell the operator <paramref name="Reason"/>.</summary>
    internal sealed record Refuse(string Reason) : Decision;
}
