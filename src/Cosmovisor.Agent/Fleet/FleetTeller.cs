using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// One agent tells the fleet's troubles for all: the first that asks, for as long as its lease lives. A hundred agents would send a hundred
/// notices.
/// </summary>
internal sealed class FleetTeller(FleetStore store, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LateFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AwayFor = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, long> _late = new(StringComparer.Ordinal);
    private volatile FleetTroubles _now = FleetTroubles.Unknown;
    private long? _looked;
    private long? _away;

    public FleetTroubles Now => _now;

    /// <summary>Looks, where it is time to.</summary>
    /// <param name="me">This member and this run of its agent.</param>
    /// <param name="lease">The member's.</param>
    /// <param name="ct">Ends it.</param>
    public async Task LookAsync(string me, long lease, CancellationToken ct)
    {
        _away = null;

        if (_looked is { } last && clock.GetElapsedTime(last) < Every)
        {
            return;
        }

        if (!await store.TellsAsync(me, lease, ct))
        {
            _now = new FleetTroubles(IsKnown: true, null);
        }
        else
        {
            var view = (await store.ReadAsync(ct)).View;
            _now = new FleetTroubles(IsKnown: true, FleetTrouble.Of(view, Late(view)));
        }

        _looked = clock.GetTimestamp();
    }

    /// <summary>Etcd did not answer. What was wrong still is, as far as anyone knows.</summary>
    public void Away(EtcdException why)
    {
        _away ??= clock.GetTimestamp();

        if (clock.GetElapsedTime(_away.Value) >= AwayFor
            && _now.Troubles is { } told
            && told.All(trouble => trouble.Kind != FleetTrouble.Away))
        {
            _now = new FleetTroubles(IsKnown: true, [.. told, new FleetTrouble(FleetTrouble.Away, null, IsError: true,
                $"the fleet's etcd cannot be used: {why.Message}. Nodes go on as without a fleet, and rollouts stand still")]);
            _looked = null;
        }
    }

    private HashSet<string> Late(FleetView view)
    {
        foreach (var member in view.Members.Values)
        {
            _ = member.IsLate ? _late.TryAdd(member.Id, clock.GetTimestamp()) : _late.Remove(member.Id);
        }

        return _late.Where(one => clock.GetElapsedTime(one.Value) >= LateFor).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
    }
}
