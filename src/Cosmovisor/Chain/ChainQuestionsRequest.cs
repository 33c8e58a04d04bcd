using System.Text.Json.Serialization;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>What the child that asks for a look ahead is told.</summary>
/// <param name="Home">Holds the node's <c>config/</c>.</param>
/// <param name="Rpc">Where the home's own node is asked; null for what its own settings say.</param>
/// <param name="ChainId">The chain's name, as the home's own node said it once; null when it never did.</param>
/// <param name="Fallbacks">Addresses of other nodes of the chain.</param>
/// <param name="GovPackage">Of the chain's governance.</param>
/// <param name="Milliseconds">For one answer.</param>
internal sealed record ChainQuestionsRequest(
    string Home, string? Rpc, string? ChainId, IReadOnlyList<string> Fallbacks, string GovPackage, int Milliseconds);

/// <summary>
/// What it brought: <see cref="ChainSeen"/> in a form that passes through a pipe. It is checked once more by whoever gets it.
/// </summary>
internal sealed record ChainQuestionsAnswer(
    OutlookNode Node, NodeTaskPlan? Plan, string? PlanTrouble, IReadOnlyList<ProposalAnswer> Proposals, string? ProposalsTrouble,
    IReadOnlyList<BlockAnswer> Blocks)
{
    public static ChainQuestionsAnswer Of(ChainSeen seen) => new(
        seen.Node,
        seen.Plan.IsOk(out var plan, out var planTrouble) && plan is not null
            ? new NodeTaskPlan(plan.Name, plan.Height, plan.Info) : null, planTrouble,
        seen.Proposals.IsOk(out var proposals, out var trouble) ? [.. proposals.Select(ProposalAnswer.Of)] : [], trouble,
        [.. seen.Blocks.Select(block => new BlockAnswer(block.Height, block.Time))]);

    public ChainSeen Seen() => new(
        Node,
        PlanTrouble is { } wrong ? Parsed.Invalid<UpgradePlan?>(wrong)
            : Plan is null ? Parsed.Ok<UpgradePlan?>(null)
            : Plan.Checked().Then(plan => Parsed.Ok<UpgradePlan?>(plan)),
        ProposalsTrouble is { } trouble ? Parsed.Invalid<IReadOnlyList<Proposal>>(trouble)
            : Parsed.Ok<IReadOnlyList<Proposal>>([.. Proposals.Select(proposal => proposal.Checked())]),
        [.. Blocks.Select(block => new BlockTime(block.Height, block.Time))]);
}

/// <summary>A proposal in voting.</summary>
internal sealed record ProposalAnswer(long Id, DateTimeOffset? VotingEnds, IReadOnlyList<ChangeAnswer> Changes)
{
    public static ProposalAnswer Of(
        Proposal proposal) => new(proposal.Id, proposal.VotingEnds, [.. proposal.Changes.Select(change => change switch
    {
        ProposedChange.Schedule { Plan: var plan } => new ChangeAnswer(new NodeTaskPlan(plan.Name, plan.Height, plan.Info), null),
        ProposedChange.Unusable { Reason: var reason } => new ChangeAnswer(null, reason),
        _ => new ChangeAnswer(null, null),
    })]);

    public Proposal Checked() => new(Id, IsInVoting: true, VotingEnds, [.. Changes.Select(change => change.Checked())]);
}

/// <summary>What it would do; cancel, where it has neither.</summary>
internal sealed record ChangeAnswer(NodeTaskPlan? Plan, string? Unusable)
{
    public ProposedChange Checked() =>
        Unusable is not null ? new ProposedChange.Unusable(Unusable)
        : Plan is null ? new ProposedChange.Cancel()
        : Plan.Checked().IsOk(out var plan, out var reason) ? new ProposedChange.Schedule(plan)
        : new ProposedChange.Unusable(reason);
}

/// <summary>A block's time.</summary>
internal sealed record BlockAnswer(long Height, DateTimeOffset Time);

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ChainQuestionsRequest))]
[JsonSerializable(typeof(ChainQuestionsAnswer))]
internal sealed partial class ChainQuestionsJson : JsonSerializerContext;
