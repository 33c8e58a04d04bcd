namespace Cosmovisor.Plans;

/// <summary>
/// Of one plan as several witnesses tell it, the telling that holds the most: a plain log line ends where the info has a line break, and up
/// to SDK 0.44.3 the plan file has none.
/// </summary>
internal static class BestInfo
{
    /// <param name="plan">Whose name and height count.</param>
    /// <param name="tellings">The same plan, or others, which are passed over; the most trusted first.</param>
    public static UpgradePlan Of(UpgradePlan plan, params IEnumerable<UpgradePlan?> tellings)
    {
        var same = tellings.OfType<UpgradePlan>().Where(one => one.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase)).Append(plan)
            .ToList();
        var best = same.Find(IsUsable)
            ?? (PlanInfo.IsCut(plan.Info) ? same.Find(one => one.Info.Length > 0 && !PlanInfo.IsCut(one.Info)) : null)
            ?? plan;
        return UpgradePlan.Create(plan.Name, plan.Height, best.Info).IsOk(out var whole, out _) ? whole : plan;
    }

    /// <summary>Whether the info leads to a binary, or to a list of them.</summary>
    public static bool IsUsable(UpgradePlan plan) => PlanInfo.Parse(plan.Info).IsOk(out _, out _);
}
