using Cosmovisor.Chain;
using Cosmovisor.Plans;

namespace Cosmovisor.LookAhead;

/// <summary>What a node said of its chain in one look.</summary>
/// <param name="Node">Itself; without a pace.</param>
/// <param name="Plan">The chain's current plan, null when it has none; or why that is not known.</param>
/// <param name="Proposals">Those in voting; or why they are not known.</param>
/// <param name="Blocks">Times of some of its last blocks.</param>
internal sealed record ChainSeen(
    OutlookNode Node, Parsed<UpgradePlan?> Plan, Parsed<IReadOnlyList<Proposal>> Proposals, IReadOnlyList<BlockTime> Blocks)
{
    /// <summary>Nobody answered.</summary>
    public static ChainSeen Nothing(string why) =>
        new(new OutlookNode(), Parsed.Invalid<UpgradePlan?>(why), Parsed.Invalid<IReadOnlyList<Proposal>>(why), []);

    /// <summary>What is not known, as one sentence; null when all is.</summary>
    public string? Trouble => (Plan, Proposals) switch
    {
        (Parsed<UpgradePlan?>.Invalid { Reason: var why }, Parsed<IReadOnlyList<Proposal>>.Invalid { Reason: var too })
            when why == too => why,
        (Parsed<UpgradePlan?>.Invalid { Reason: var why }, Parsed<IReadOnlyList<Proposal>>.Invalid { Reason: var too }) =>
            $"the chain's plan: {why}; the proposals: {too}",
        (Parsed<UpgradePlan?>.Invalid { Reason: var why }, _) => $"the chain's plan: {why}",
        (_, Parsed<IReadOnlyList<Proposal>>.Invalid { Reason: var too }) => $"the proposals: {too}",
        (_, Parsed<IReadOnlyList<Proposal>>.Ok { Value: var read }) => read.SelectMany(proposal =>
            proposal.Changes.OfType<ProposedChange.Unusable>().Select(one => $"proposal {proposal.Id}: {one.Reason}")).FirstOrDefault(),
        _ => null,
    };
}
