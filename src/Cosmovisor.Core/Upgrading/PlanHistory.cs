using Cosmovisor.Detection;
using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>What this home's history says about a plan that lies there at the start.</summary>
internal static class PlanHistory
{
    /// <param name="plan">The plan.</param>
    /// <param name="history">Every upgrade of this home that is over, newest first.</param>
    /// <param name="current">What <c>current</c> points to.</param>
    public static PlanPast Of(UpgradePlan plan, IEnumerable<FinishedUpgrade> history, string current)
    {
        // An upgrade that was taken back has a second line, and the newer one counts.
        var endings = history.DistinctBy(ending => (ending.Journal.Plan.Name, ending.Journal.Began)).ToList();
        var own = endings.Find(ending => IsNamed(ending.Journal.Plan, plan) && ending.Journal.Plan.Height == plan.Height);

        return own is { IsDone: false } && PastOf(own.Result) is not PlanPast.Nothing and var past ? past
            : endings.Find(ending => ending.IsDone) is { Journal: var last } && last.To != current && last.Plan.Height >= plan.Height
                ? PlanPast.PointedElsewhere
            : PlanPast.Nothing;
    }

    private static PlanPast PastOf(string result) =>
        result.StartsWith(FinishedUpgrade.Skipped, StringComparison.Ordinal) ? PlanPast.Skipped
        : result.StartsWith(FinishedUpgrade.TakenBack, StringComparison.Ordinal)
            || result.StartsWith(FinishedUpgrade.RolledBack, StringComparison.Ordinal) ? PlanPast.TakenBack
        : result.StartsWith(FinishedUpgrade.GivenUp, StringComparison.Ordinal) ? PlanPast.GivenUp
        : PlanPast.Nothing;

    private static bool IsNamed(UpgradePlan one, UpgradePlan other) => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);
}
