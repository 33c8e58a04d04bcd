using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>A proposal of the chain's governance, as far as it speaks of upgrades.</summary>
/// <param name="Id">Its number on the chain.</param>
/// <param name="IsInVoting">Whether votes are still taken. What was voted on is not a plan yet: only the chain's current plan is
/// decided.</param>
/// <param name="VotingEnds">When the vote ends; null where the proposal names no time.</param>
/// <param name="Changes">What it would do to the chain's plan, in the order of its messages; empty for most proposals.</param>
internal sealed record Proposal(long Id, bool IsInVoting, DateTimeOffset? VotingEnds, IReadOnlyList<ProposedChange> Changes);

/// <summary>What one message of a proposal would do to the chain's plan.</summary>
internal abstract record ProposedChange
{
    private ProposedChange() { }

    /// <summary>Makes this the chain's plan.</summary>
    internal sealed record Schedule(UpgradePlan Plan) : ProposedChange;

    /// <summary>Takes the chain's plan away.</summary>
    internal sealed record Cancel : ProposedChange;

    /// <summary>Speaks of an upgrade, in words no plan can be made of.</summary>
    internal sealed record Unusable(string Reason) : ProposedChange;
}
