using Cosmovisor.Chain;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.LookAhead;

/// <summary>Puts together what the chain, its governance and the operator want: one entry for one upgrade.</summary>
/// <remarks>
/// Decided is what the chain's current plan says, and nothing else. A proposal that has passed may have failed, been overridden, or lie
/// behind us. What could not be asked this time stays as it was: silence cancels nothing.
/// </remarks>
internal static class PlansAhead
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static IReadOnlyList<ComingPlan> Of(LookFacts facts)
    {
        var now = Wanted(facts).Where(plan => !IsDone(plan, facts)).Aggregate(new List<ComingPlan>(), Add).ConvertAll(
            plan => AsItIs(plan, facts));
        var gone = (facts.Before?.Plans
            ?? []).Where(plan => !now.Exists(one => IsSame(one, plan))).Select(plan => WhatBecame(plan, now, facts)).OfType<ComingPlan>();

        return [.. now.Concat(gone).OrderBy(plan => plan.IsOver).ThenBy(plan => plan.Height)
            .ThenBy(plan => plan.Name, StringComparer.Ordinal)];
    }

    // In the order in which one is believed before another.
    private static IEnumerable<ComingPlan> Wanted(LookFacts facts)
    {
        var decided = facts.Chain.Plan.IsOk(out var plan, out _) ? plan : null;
        var proposals = facts.Chain.Proposals.IsOk(out var read, out _) ? read : [];

        if (decided is { Height: > 0 })
        {
            var cancel = proposals.FirstOrDefault(proposal => proposal.Changes.Any(change => change is ProposedChange.Cancel));
            yield return Plan(
                decided, PlanSource.Chain, PlanStatus.Decided) with
            { CancelProposal = cancel?.Id, CancelVotingEnds = cancel?.VotingEnds };
        }

        foreach (var entry in facts.Schedule)
        {
            yield return Plan(entry, PlanSource.Schedule, PlanStatus.Scheduled);
        }

        foreach (var proposal in proposals)
        {
            foreach (var proposed in proposal.Changes.OfType<ProposedChange.Schedule>())
            {
                yield return Plan(proposed.Plan, PlanSource.Proposal, PlanStatus.Voting) with
                {
                    Proposal = proposal.Id,
                    VotingEnds = proposal.VotingEnds
                };
            }
        }
    }

    private static ComingPlan Plan(UpgradePlan plan, PlanSource source, PlanStatus status) =>
        new(plan.Name, plan.Height, source, status) { Info = LinkSecrets.Hide(plan.Info) };

    // The same upgrade of two sources is one entry: of the one that is believed first, with the vote of the other.
    private static List<ComingPlan> Add(List<ComingPlan> plans, ComingPlan plan)
    {
        var same = plans.FindIndex(one => IsSame(one, plan));

        if (same < 0)
        {
            plans.Add(plan);
        }
        else if (plans[same].Proposal is null)
        {
            plans[same] = plans[same] with
            {
                Proposal = plan.Proposal,
                VotingEnds = plan.VotingEnds,
                Info = plans[same].Info.Length > 0
                ? plans[same].Info : plan.Info
            };
        }

        return plans;
    }

    private static ComingPlan AsItIs(ComingPlan plan, LookFacts facts)
    {
        var status = facts.Skip.Contains(plan.Height) ? PlanStatus.Skipped
            : plan.Height <= facts.Node.Reached ? PlanStatus.Expired
            : plan.Status;
        var before = facts.Before?.Plans.FirstOrDefault(one => IsSame(one, plan));
        var known = plan with
        {
            Status = status,
            Since = before?.Status == status ? before.Since
            ?? facts.Now : facts.Now,
            Reminded = before?.Reminded,
            Near = before?.Near,
            Binary = before?.Binary
        };
        return known.IsOver ? known : WithItsVote(known.WithTimes(facts.Node, facts.Now));
    }

    // Nobody would come to carry it out; the chain takes it all the same, and then has a plan that lies behind it.
    private static ComingPlan WithItsVote(ComingPlan plan) => plan is { Status: PlanStatus.Voting, VotingEnds: { } ends, Eta: { } eta }
        && eta < ends
        ? plan with
        {
            Checks = [new ReadinessCheck("vote", CheckResult.Warning,
            $"the vote ends at {ends:yyyy-MM-dd HH:mm} UTC, after its own height, which comes about {eta:yyyy-MM-dd HH:mm} UTC")]
        }
        : plan;

    // Null for what needs no word any more.
    private static ComingPlan? WhatBecame(ComingPlan plan, List<ComingPlan> now, LookFacts facts)
    {
        if (IsDone(plan, facts) || now.Exists(one => !one.IsOver && one.IsCalled(plan.Name)))
        {
            return null; // carried out, or moved to another height
        }

        if (plan.IsOver)
        {
            return (facts.Now - plan.Since)?.Duration() < Kept ? plan : null; // a clock may have been set back since
        }

        var over = plan with { Since = facts.Now, Checks = [], BlocksLeft = null, Eta = null, EtaSpread = null, Reminded = null };

        return plan.Height <= facts.Node.Reached ? over with { Status = PlanStatus.Expired }
            : plan.Source switch
            {
                PlanSource.Chain when facts.Chain.Plan is Parsed<UpgradePlan?>.Invalid => plan.WithTimes(facts.Node, facts.Now),
                PlanSource.Proposal when facts.Chain.Proposals is Parsed<IReadOnlyList<Proposal>>.Invalid =>
                    plan.WithTimes(facts.Node, facts.Now),
                PlanSource.Proposal => over with { Status = PlanStatus.Expired }, // the vote is over, and the chain has no such plan
                _ => over with { Status = PlanStatus.Cancelled },
            };
    }

    private static bool IsDone(ComingPlan plan, LookFacts facts) =>
        facts.Done.Any(done => done.Height == plan.Height && plan.IsCalled(done.Name));

    private static bool IsSame(ComingPlan one, ComingPlan other) => one.Height == other.Height && one.IsCalled(other.Name);
}
