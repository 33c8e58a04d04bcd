using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>What the supervisor does next.</summary>
internal abstract record Decision
{
    private Decision() { }

    internal sealed record KeepRunning : Decision;

    /// <summary>Carry out <paramref name="Plan"/>.</summary>
    internal sealed record Upgrade(UpgradePlan Plan) : Decision
    {
        /// <summary>Nothing but a plan file says so; the node's announcement may still come.</summary>
        public bool IsByTheFileAlone { get; init; }

        /// <summary>It can be seen whether the node goes on, and it is not stopped for an upgrade that cannot be carried out.</summary>
        public bool MayStillRun { get; init; }

        /// <summary>The node had passed the plan's height: it may have carried the plan out by itself, and where the binary cannot be had, it is left at that.</summary>
        public bool IsBeyondItsHeight { get; init; }

        /// <summary>Nothing but a line of the log names the plan, and a stranger may have made it up: the binary must be in place, none is downloaded.</summary>
        public bool IsOnTheLogAlone { get; init; }
    }

    /// <summary>End with the daemon's own code.</summary>
    internal sealed record Exit(int Code) : Decision;

    /// <summary>An upgrade is due and cannot help. End as a failed upgrade does, and tell the operator <paramref name="Reason"/>.</summary>
    internal sealed record Refuse(string Reason) : Decision;
}
