namespace Cosmovisor.LookAhead;

/// <summary>When to look ahead again: at the interval, sooner when a height or the end of a vote is near.</summary>
internal static class NextLook
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterAVote = TimeSpan.FromSeconds(5); // the block behind the end counts it

    /// <summary>The first look of a life: the node has to come up first.</summary>
    public static TimeSpan First(TimeSpan interval) => interval < TimeSpan.FromMinutes(1) ? interval : TimeSpan.FromMinutes(1);

    public static TimeSpan After(TimeSpan interval, IEnumerable<ComingPlan> plans, DateTimeOffset now)
    {
        var next = interval;

        foreach (var plan in plans.Where(plan => !plan.IsOver))
        {
            if (plan.Eta is { } eta)
            {
                next = Min(next, Max(Shortest, (eta - now) / 10));

                foreach (var (left, _) in NearMarks.All.Where(mark => eta - mark.Left > now))
                {
                    next = Min(next, Max(Shortest, eta - left - now));
                }
            }

            foreach (var end in new[] { plan.VotingEnds, plan.CancelVotingEnds }.OfType<DateTimeOffset>().Where(
                end => end + AfterAVote > now))
            {
                next = Min(next, end + AfterAVote - now);
            }
        }

        return next;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
