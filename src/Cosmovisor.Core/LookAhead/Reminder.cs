namespace Cosmovisor.LookAhead;

/// <summary>A coming upgrade that is not ready is told again every day, and once in its last hour.</summary>
internal static class Reminder
{
    private static readonly TimeSpan Often = TimeSpan.FromDays(1);
    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    /// <summary>What is to be told again now, and the outlook that remembers it.</summary>
    /// <remarks>The first time it is told as a change, and only remembered here.</remarks>
    public static (Outlook Outlook, IReadOnlyList<OutlookChange> Due) AddTo(Outlook outlook)
    {
        var due = new List<OutlookChange>();
        var plans = outlook.Plans.Select(plan =>
        {
            if (!plan.IsPrepared || plan.Ready != Readiness.No)
            {
                return plan with { Reminded = null };
            }

            if (plan.Reminded is { } last && IsDue(plan, last, outlook.At))
            {
                due.Add(OutlookChange.OfReadiness(plan));
                return plan with { Reminded = outlook.At };
            }

            return plan with { Reminded = plan.Reminded ?? outlook.At };
        }).ToList();

        return (outlook with { Plans = plans }, due);
    }

    private static bool IsDue(ComingPlan plan, DateTimeOffset last, DateTimeOffset now) =>
        now - last >= Often || (plan.Eta is { } eta && eta - now <= LastHour && last < eta - LastHour);
}
