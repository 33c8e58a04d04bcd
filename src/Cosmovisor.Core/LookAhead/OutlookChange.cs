using Cosmovisor.Logging;

namespace Cosmovisor.LookAhead;

/// <summary>Something that a look found and the one before did not: reported once.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Says">The sentence.</param>
/// <param name="Plan">Which upgrade it is about; null for none.</param>
internal sealed record OutlookChange(LogLevel Level, string Says, ComingPlan? Plan)
{
    public OutlookSubject About { get; init; } = OutlookSubject.Changed;

    /// <summary>All changes, in the order of the plans.</summary>
    public static IEnumerable<OutlookChange> Between(Outlook? before, Outlook now)
    {
        foreach (var plan in now.Plans)
        {
            var old = before?.Plans.FirstOrDefault(one => one.Height == plan.Height && one.IsCalled(plan.Name))
                ?? before?.Plans.FirstOrDefault(one => !one.IsOver
                    && one.IsCalled(plan.Name)
                    && !now.Plans.Any(other => other.Height == one.Height && other.IsCalled(one.Name)));

            foreach (var change in OfOne(old, plan))
            {
                yield return change;
            }
        }

        if (now.Trouble is { } trouble && before?.Trouble is null)
        {
            // A node that is being started, or stopped, does not answer; that is reported elsewhere.
            yield return new OutlookChange(now.Node.IsReachable ? LogLevel.Warning : LogLevel.Info, $"looking ahead: {trouble}", null)
            {
                About = OutlookSubject.Trouble
            };
        }
        else if (now.Trouble is null && before?.Trouble is not null)
        {
            yield return new OutlookChange(LogLevel.Info, "looking ahead: the chain answers again", null)
            {
                About = OutlookSubject.Trouble
            };
        }
    }

    private static IEnumerable<OutlookChange> OfOne(ComingPlan? old, ComingPlan plan)
    {
        if (old is null || old.Status != plan.Status)
        {
            if (WordsOf(plan) is { } words)
            {
                yield return new OutlookChange(LogLevel.Info, words, plan) { About = SubjectOf(plan) };
            }
        }
        else if (old.Height != plan.Height)
        {
            yield return new OutlookChange(LogLevel.Info,
                $"an upgrade was moved from height {old.Height} to {plan.Height}", plan);
        }
        else if (old.Info != plan.Info && plan.Source == old.Source)
        {
            yield return new OutlookChange(LogLevel.Info, "the info of a coming upgrade has changed", plan);
        }

        if (plan.CancelProposal is { } cancel && old?.CancelProposal != cancel)
        {
            yield return new OutlookChange(
                LogLevel.Info, $"proposal {cancel} would cancel a decided upgrade", plan);
        }

        if (plan.IsPrepared && (old is null || !old.IsPrepared || old.Ready != plan.Ready))
        {
            yield return OfReadiness(plan);
        }
    }

    /// <summary>Whether a decided upgrade could be carried out here, with what is in its way.</summary>
    public static OutlookChange OfReadiness(ComingPlan plan) => Ready(plan) with { About = OutlookSubject.Readiness };

    private static OutlookChange Ready(ComingPlan plan) => plan.Ready switch
    {
        Readiness.Yes => new OutlookChange(LogLevel.Info, "a coming upgrade is ready", plan),
        Readiness.No => new OutlookChange(LogLevel.Warning, $"a coming upgrade is not ready: {Words(plan, CheckResult.Problem)}", plan),
        _ => new OutlookChange(LogLevel.Info, plan.Checks.Count == 0 ? "it is not known whether a coming upgrade is ready"
            : $"it is not known whether a coming upgrade is ready: {Words(plan, CheckResult.Unknown)}", plan),
    };

    private static string Words(ComingPlan plan, CheckResult result) =>
        string.Join("; ", plan.Checks.Where(check => check.Result == result)
            .Select(check => check.Todo is null ? check.Says : $"{check.Says}. {check.Todo}"));

    private static OutlookSubject SubjectOf(ComingPlan plan) => plan.Status switch
    {
        PlanStatus.Voting or PlanStatus.Decided or PlanStatus.Scheduled => OutlookSubject.Coming,
        PlanStatus.Cancelled or PlanStatus.Expired => OutlookSubject.Cancelled,
        _ => OutlookSubject.Changed,
    };

    private static string? WordsOf(ComingPlan plan) => plan.Status switch
    {
        PlanStatus.Voting => "an upgrade is proposed and in voting",
        PlanStatus.Decided => "the chain has decided on an upgrade",
        PlanStatus.Scheduled => "an upgrade is scheduled here",
        PlanStatus.Cancelled => "a coming upgrade was cancelled",
        PlanStatus.Expired => plan.Source == PlanSource.Proposal ? "a vote on an upgrade is over, and the chain has no such plan" : null,
        PlanStatus.Skipped => "an upgrade is skipped here: its height is among --unsafe-skip-upgrades",
        _ => null,
    };
}
