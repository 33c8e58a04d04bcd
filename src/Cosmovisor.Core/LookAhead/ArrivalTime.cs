namespace Cosmovisor.LookAhead;

/// <summary>When a height comes, by the pace of its chain.</summary>
internal static class ArrivalTime
{
    private const double QuietSeconds = 60;
    private const double QuietBlocks = 20;

    /// <summary>The plan with its blocks and its time; the time is left out where no pace is known.</summary>
    public static ComingPlan WithTimes(this ComingPlan plan, OutlookNode node, DateTimeOffset now)
    {
        var left = node.Height is { } height ? Math.Max(0, plan.Height - height) : (long?)null;
        var seconds = left * node.SecondsPerBlock;

        // Further than dates go, for a height that was mistyped.
        var eta = seconds is { } wait && wait < (DateTimeOffset.MaxValue - now).TotalSeconds - TimeSpan.SecondsPerDay
            ? LastSignOfLife(node, now) + TimeSpan.FromSeconds(wait) : (DateTimeOffset?)null;
        return plan with { BlocksLeft = left, Eta = eta, EtaSpread = eta is null ? null : Math.Round((left * node.Spread) ?? 0) };
    }

    // The last block's own time; but not of a chain that stands, or of a node far behind it.
    private static DateTimeOffset LastSignOfLife(OutlookNode node, DateTimeOffset now) =>
        node is { LastBlockTime: { } last, CatchingUp: not true }
            && last <= now
            && (now - last).TotalSeconds < Math.Max(QuietSeconds, QuietBlocks * (node.SecondsPerBlock ?? 0)) ? last : now;
}
