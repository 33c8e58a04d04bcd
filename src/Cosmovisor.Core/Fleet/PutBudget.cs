namespace Cosmovisor.Fleet;

/// <summary>How often a member writes its record: on the whole once in 15 seconds, with a few at once where something happens.</summary>
/// <remarks>
/// Each put is a revision in etcd, which keeps them until it is compacted. A height alone is written only once in the interval.
/// </remarks>
/// <param name="Left">Writes in hand.</param>
/// <param name="Since">When the last one was added, on a clock that only goes forward.</param>
internal readonly record struct PutBudget(int Left, TimeSpan Since)
{
    public const int Most = 4;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public static PutBudget Full(TimeSpan now) => new(Most, now);

    /// <param name="now">On the same clock.</param>
    /// <param name="urgent">Something happened; not only a height that moved.</param>
    /// <returns>Whether to write now, and what is in hand behind it.</returns>
    public (PutBudget Next, bool MayPut) Ask(TimeSpan now, bool urgent)
    {
        var grown = (int)Math.Min(Most, Math.Max(0, (now - Since) / Interval));
        var budget = grown == 0 ? this : Left + grown >= Most ? Full(now) : new PutBudget(Left + grown, Since + (grown * Interval));
        var may = urgent ? budget.Left > 0 : grown > 0 && budget.Left == Most;
        return may ? (budget with { Left = budget.Left - 1, Since = budget.Left == Most ? now : budget.Since }, true) : (budget, false);
    }
}
