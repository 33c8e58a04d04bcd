using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>What a member found out of the others before it looks at its guards.</summary>
internal abstract record FleetAnswer
{
    private FleetAnswer() { }

    /// <param name="View">The fleet, or of it the members that sign with this member's key.</param>
    /// <param name="IsSettled">Its etcd was followed for so long that every live member is in the view.</param>
    /// <param name="IsWhole">Which of the two.</param>
    internal sealed record Read(FleetView View, bool IsSettled, bool IsWhole) : FleetAnswer;

    /// <summary>No guard needed the members: they were not read.</summary>
    internal sealed record NotRead : FleetAnswer;

    /// <param name="IsAsked">Another node of the chain could be asked instead.</param>
    /// <param name="Evidence">What the chain shows of a second signer.</param>
    internal sealed record Away(bool IsAsked, string? Evidence) : FleetAnswer;
}
