namespace Cosmovisor.Holds;

/// <summary>
/// What this supervisor knows of the holds, from one look to the next: the whole rule for whether it waits, and how long.
/// </summary>
/// <remarks>
/// A hold ends at its time by the machine's clock, and no later than it said when it was first seen: a clock that is set back lengthens
/// none. Whatever is refused holds nothing.
/// </remarks>
/// <param name="Seen">Those that stood at the last look, and those that have ended and still lie there.</param>
/// <param name="Told">What was refused, and why, so that each is reported once.</param>
internal sealed record HoldsKnown(IReadOnlyList<HoldsKnown.Known> Seen, IReadOnlySet<(string File, string Reason)> Told)
{
    public static HoldsKnown Nothing { get; } = new([], new HashSet<(string, string)>());

    /// <param name="Hold">As its file has it.</param>
    /// <param name="End">By the clock that nobody sets.</param>
    /// <param name="IsOver">Its time is over.</param>
    internal sealed record Known(Hold Hold, TimeSpan End, bool IsOver);

    /// <summary>What a look has found.</summary>
    /// <param name="After">Known from now on.</param>
    /// <param name="Standing">Those that are waited for.</param>
    /// <param name="Began">Those of them that are new.</param>
    /// <param name="Ended">Those that are waited for no longer, with the reason.</param>
    /// <param name="Refused">Files that hold nothing, with the reason; each once.</param>
    /// <param name="Wait">How long until the next one ends; null when none stands.</param>
    internal sealed record Look(
        HoldsKnown After, IReadOnlyList<Hold> Standing, IReadOnlyList<Hold> Began, IReadOnlyList<(Hold Hold, string Reason)> Ended,
        IReadOnlyList<(string File, string Reason)> Refused, TimeSpan? Wait);

    /// <param name="found">What lies among the holds.</param>
    /// <param name="now">By the machine's clock.</param>
    /// <param name="elapsed">By a clock that only ever goes forward.</param>
    public Look LookAt(IReadOnlyList<HoldFound> found, DateTimeOffset now, TimeSpan elapsed)
    {
        var (seen, refused) = (new List<Known>(), new List<(string File, string Reason)>());

        foreach (var one in found)
        {
            if (!one.Content.IsOk(out var hold, out var reason))
            {
                refused.Add((one.File, reason));
            }
            else if (Seen.FirstOrDefault(known => known.Hold == hold) is { } known)
            {
                seen.Add(known with { IsOver = known.IsOver || now >= hold.Until || elapsed >= known.End });
            }
            else if (hold.Until - now > Hold.Longest)
            {
                refused.Add((one.File, $"its \"until\" ({hold.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}) is more than a day ahead"));
            }
            else
            {
                seen.Add(new Known(hold, elapsed + (hold.Until - now), now >= hold.Until));
            }
        }

        Hold[] standing = [.. from one in seen where !one.IsOver select one.Hold];
        var ended = from one in Seen
                    where !one.IsOver && !standing.Contains(one.Hold)
                    select (one.Hold, seen.Any(now => now.Hold == one.Hold) ? "its time is over"
                        : found.Any(now => now.File == one.Hold.Name + Hold.Ending) ? "its file was changed"
                        : "it was removed");
        var fresh = refused.Where(one => !Told.Contains(one)).Distinct().ToList();

        return new Look(
            new HoldsKnown(seen, fresh is [] ? Told : new HashSet<(string, string)>([.. Told, .. fresh])),
            standing,
            [.. standing.Where(hold => !Seen.Any(before => before.Hold == hold))],
            [.. ended],
            fresh,
            standing is [] ? null : seen.Where(one => !one.IsOver).Min(one => Sooner(one.End - elapsed, one.Hold.Until - now)));
    }

    private static TimeSpan Sooner(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
