using Cosmovisor.Logging;

namespace Cosmovisor.LookAhead;

/// <summary>A coming upgrade is reported a day, an hour and ten minutes ahead, with whether it is ready.</summary>
internal static class NearMarks
{
    /// <summary>The farthest first.</summary>
    public static IReadOnlyList<(TimeSpan Left, string Words)> All { get; } =
        [(TimeSpan.FromDays(1), "a day"), (TimeSpan.FromHours(1), "an hour"), (TimeSpan.FromMinutes(10), "ten minutes")];

    /// <summary>
    /// What is to be reported now, and the outlook that remembers it. Of marks that were passed between two looks the nearest is reported.
    /// </summary>
    public static (Outlook Outlook, IReadOnlyList<OutlookChange> Due) AddTo(Outlook outlook)
    {
        var due = new List<OutlookChange>();
        var plans = outlook.Plans.Select(plan =>
        {
            if (!plan.IsPrepared
                || plan.Eta is not { } eta
                || All.LastOrDefault(mark => eta - outlook.At <= mark.Left) is not { Words: { } words } mark
                || plan.Near <= (long)mark.Left.TotalSeconds)
            {
                return plan;
            }

            due.Add(Told(plan, words));
            return plan with { Near = (long)mark.Left.TotalSeconds };
        }).ToList();

        return (outlook with { Plans = plans }, due);
    }

    private static OutlookChange Told(ComingPlan plan, string left) => OutlookChange.OfReadiness(plan) with
    {
        About = OutlookSubject.Near,
        Level = plan.Ready == Readiness.Yes ? LogLevel.Info : LogLevel.Warning,
        Says = $"an upgrade comes in less than {left}: {OutlookChange.OfReadiness(plan).Says}",
    };
}
