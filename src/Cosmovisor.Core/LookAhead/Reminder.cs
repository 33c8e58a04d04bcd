namespace Cosmovisor.LookAhead;

/// <summary>
/// A coming upgrade that is not ready is reported again every day; how it stands in its last day and hour, <see cref="NearMarks"/> tell.
/// </summary>
internal static class Reminder
{
    private static readonly TimeSpan Often = TimeSpan.FromDays(1);

    /// <summary>What is to be reported again now, and the outlook that remembers it.</summary>
    /// <remarks>The first time it is reported as a change, and only remembered here.</remarks>
    public static (Outlook Outlook, IReadOnlyList<OutlookChange> Due) AddTo(Outlook outlook)
    {
        var due = new List<OutlookChange>();
        var plans = outlook.Plans.Select(plan =>
        {
            if (!plan.IsPrepared || plan.Ready != Readiness.No)
            {
                return plan with { Reminded = null };
            }

            // A clock that was set back since must not silence it until it is where it was.
            if (plan.Reminded is { } last && (outlook.At - last).Duration() >= Often)
            {
                due.Add(OutlookChange.OfReadiness(plan));
                return plan with { Reminded = outlook.At };
            }

            return plan with { Reminded = plan.Reminded ?? outlook.At };
        }).ToList();

        return (outlook with { Plans = plans }, due);
    }
}
