namespace Cosmovisor.Fleet;

/// <summary>How many members are down, late, not ready, or have their turn; and how many may be.</summary>
/// <param name="Names">Each with its reason.</param>
/// <param name="Limit">The smallest of the limits that count.</param>
internal sealed record Unavailability(IReadOnlyList<string> Names, int Limit)
{
    public int Count => Names.Count;

    /// <summary>Counted over the members of a rollout, and over every member that has its turn in another one.</summary>
    /// <param name="rollout">The one that is asked for.</param>
    /// <param name="view">The fleet.</param>
    /// <param name="except">The member that would be next.</param>
    public static Unavailability Of(Rollout rollout, FleetView view, string? except = null)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var member in rollout.Members.Where(member => member.Id != except))
        {
            var why = member.IsInFlight ? "has its turn"
                : view.Members.TryGetValue(member.Id, out var seen) ? seen.WhyUnavailable(rollout.Id, member.Turn)
                : "not known";

            if (why is not null)
            {
                names[member.Id] = $"{member.Name}: {why}";
            }
        }

        // Two rollouts at once: both count what either of them has taken down, and the stricter limit holds.
        var limit = rollout.MaxUnavailable;

        foreach (var other in view.Rollouts.Where(other => other.Id != rollout.Id && other.InFlight > 0))
        {
            limit = Math.Min(limit, other.MaxUnavailable);

            foreach (var member in other.Members.Where(member => member.IsInFlight))
            {
                // Also the candidate itself: it cannot have two turns.
                names[member.Id] = $"{member.Name}: has its turn in {other.Name}";
            }
        }

        return new([.. names.Values], limit);
    }
}
