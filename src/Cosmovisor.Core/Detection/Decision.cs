using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>What the supervisor does next.</summary>
internal abstract record Decision
{
    private Decision() { }

    internal sealed record KeepRunning : Decision;

    internal sealed record Upgrade(UpgradePlan Plan) : Decision;

    /// <summary>End with the daemon's own code.</summary>
    internal sealed record Exit(int Code) : Decision;

    /// <summary>An upgrade is due and cannot help. End as a failed upgrade does, and tell the operator <paramref name="Reason"/>.</summary>
    internal sealed record Refuse(string Reason) : Decision;
}
