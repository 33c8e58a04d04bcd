using Cosmovisor.Agent.Fleet.Wire;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>What was read at one revision of etcd, with what a transaction compares.</summary>
/// <param name="View">The fleet; without its members where only what is asked of them was read.</param>
/// <param name="Revision">Of etcd, when it was read.</param>
/// <param name="Rollouts">By name, the revision of each one's record.</param>
internal sealed record FleetSnapshot(FleetView View, long Revision, IReadOnlyDictionary<string, long> Rollouts)
{
    /// <param name="keys">Where the fleet lies.</param>
    /// <param name="revision">Of etcd.</param>
    /// <param name="pairs">Everything that was read, in any order.</param>
    /// <param name="members">Where members' records lie; null for the usual place.</param>
    public static FleetSnapshot Of(FleetKeys keys, long revision, IEnumerable<KeyValue> pairs, string? members = null)
    {
        var place = members ?? keys.Members;
        var (known, records) = (new Dictionary<string, KnownMember>(StringComparer.Ordinal), new List<(long Made, MemberRecord Record)>());
        var (schedule, rollouts, trouble) = (new List<FleetScheduleEntry>(), new List<Rollout>(), new List<string>());
        var revisions = new Dictionary<string, long>(StringComparer.Ordinal);

        foreach (var pair in pairs)
        {
            var key = pair.Key.ToStringUtf8();
            var wrong = key.StartsWith(place, StringComparison.Ordinal)
                ? Take(FleetText.Member(pair.Value.Span), record => records.Add((pair.CreateRevision, record)))
                : key.StartsWith(keys.Known, StringComparison.Ordinal)
                    ? Take(FleetText.Known(pair.Value.Span), member => known[member.Id] = member)
                : key.StartsWith(keys.Schedule, StringComparison.Ordinal) ? Take(FleetText.Entry(pair.Value.Span), schedule.Add)
                : key.StartsWith(keys.Rollouts, StringComparison.Ordinal) ? Take(FleetText.Rollout(pair.Value.Span), rollout =>
                {
                    rollouts.Add(rollout);
                    revisions[rollout.Name] = pair.ModRevision;
                })
                : null;

            if (wrong is not null)
            {
                trouble.Add($"{ForeignText.Printable(key)} in etcd: {wrong}");
            }
        }

        foreach (var (_, record) in records)
        {
            _ = known.TryAdd(record.Id, new KnownMember(record.Id, record.Name, record.Labels));
        }

        var live = records.OrderBy(one => one.Made).ToLookup(one => one.Record.Id, one => one.Record, StringComparer.Ordinal);
        var views =
            known.Values.ToDictionary(member => member.Id, member => new MemberView(member, [.. live[member.Id]]), StringComparer.Ordinal);
        return new(new FleetView(views, [.. schedule.OrderBy(entry => entry.Height)], rollouts) { Trouble = trouble },
            revision, revisions);
    }

    private static string? Take<T>(Parsed<T> parsed, Action<T> take)
    {
        if (parsed.IsOk(out var value, out var reason))
        {
            take(value);
            return null;
        }

        return reason;
    }
}
