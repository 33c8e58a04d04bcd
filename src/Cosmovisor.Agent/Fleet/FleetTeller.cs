using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// One agent tells the fleet's troubles for all: the first that asks, for as long as its lease lives. A hundred agents would send a hundred
/// notices. What it has told lies in etcd, so that the next one resolves it.
/// </summary>
internal sealed class FleetTeller(FleetStore store, FleetPace pace, TimeProvider clock)
{
    private static readonly TimeSpan LateFor = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, long> _late = new(StringComparer.Ordinal);
    private volatile FleetTroubles _now = FleetTroubles.Unknown;
    private volatile ToKeep? _toKeep;
    private long? _looked;
    private long? _away;
    private (TimeSpan For, long Until)? _cameBack;

    public FleetTroubles Now => _now;

    /// <summary>The next look writes it, where etcd still has what it was made from, and this agent still tells.</summary>
    public void Keep(FleetTold told, FleetTroubles from) => _toKeep = new ToKeep(told, from);

    /// <summary>Looks, where it is time to.</summary>
    /// <param name="id">This member's.</param>
    /// <param name="instance">This run of its agent.</param>
    /// <param name="lease">The member's.</param>
    /// <param name="ct">Ends it.</param>
    public async Task LookAsync(string id, string instance, long lease, CancellationToken ct)
    {
        var me = $"{id}/{instance}";
        await KeepAsync(me, ct);

        if (_away is null && _looked is { } last && clock.GetElapsedTime(last) < pace.Tell)
        {
            return;
        }

        _cameBack = WasAway ? (clock.GetElapsedTime(_away!.Value), clock.GetTimestamp()) : _cameBack;
        var (tells, told, at) = await store.TellsAsync(me, lease, ct);

        if (!tells)
        {
            _now = new FleetTroubles(IsKnown: true, null) { Told = told, ToldAt = at };
            _late.Clear();
        }
        else
        {
            // Written at once: the next look reads the record again, which may come before the notices look at this one.
            if (_now.Troubles is null && _cameBack is { } back && clock.GetElapsedTime(back.Until) < pace.Inherit
                && WithAway(told, id, back.For) is { } more)
            {
                if (await store.ReplaceAsync(more, at, me, ct) is not { } revision)
                {
                    // Another agent has written or tells meanwhile: it is read again at the next look.
                    (_looked, _away) = (null, null);
                    return;
                }

                (told, at) = (more, revision);
            }

            var view = (await store.ReadAsync(ct)).View;
            _now = new FleetTroubles(IsKnown: true, FleetTrouble.Of(view, Late(view, _now.Troubles is null ? told : null)))
            {
                Told = told,
                ToldAt = at
            };
        }

        (_looked, _away) = (clock.GetTimestamp(), null);
    }

    /// <summary>Etcd did not answer. What was wrong still is, as far as anyone knows.</summary>
    public void Away(EtcdException why)
    {
        _away ??= clock.GetTimestamp();

        if (WasAway && _now.Troubles is { } told && told.All(trouble => trouble.Kind != FleetTrouble.Away))
        {
            _now = _now with
            {
                Troubles = [.. told, new FleetTrouble(FleetTrouble.Away, null, IsError: true,
                    $"the fleet's etcd cannot be used: {why.Message}. Nodes go on as without a fleet, and rollouts wait")]
            };
        }
    }

    private bool WasAway => _away is { } since && clock.GetElapsedTime(since) >= pace.Away;

    // The agent that told before could not write this down anywhere. Where it is gone, the next one knows that etcd was away for so long.
    // Null where it stands there.
    private FleetTold? WithAway(FleetTold? told, string id, TimeSpan away) =>
        told?.Open.Any(one => one.Kind == FleetTrouble.Away) == true ? null
            : new FleetTold(told?.By ?? id, [.. told?.Open ?? [], new ToldTrouble(FleetTrouble.Away, "error",
                "the fleet's etcd could not be used", TimeFormat.Milliseconds(clock.GetUtcNow() - away), Sent: true)]);

    /// <summary>At an orderly end: etcd gets what was sent last, so that the agent that reports next does not send it again.</summary>
    /// <param name="id">This member's.</param>
    /// <param name="instance">This run of its agent.</param>
    /// <param name="ct">Ends it.</param>
    public async Task LeaveAsync(string id, string instance, CancellationToken ct)
    {
        try
        {
            await KeepAsync($"{id}/{instance}", ct);
        }
        catch (EtcdException)
        {
            // The agent that tells next sends it again, with the same id.
        }
    }

    private async Task KeepAsync(string me, CancellationToken ct)
    {
        if (_toKeep is not { } made)
        {
            return;
        }

        // Whichever agent hands over what it told while etcd was away need not be the one that tells.
        if (await store.ReplaceAsync(made.Told, made.From.ToldAt, made.From.Troubles is null ? null : me, ct) is { } revision)
        {
            _now = _now with { Told = made.Told, ToldAt = revision };
        }
        else
        {
            // It is made again from what is read now.
            _looked = null;
        }

        _ = Interlocked.CompareExchange(ref _toKeep, null, made);
    }

    // Whatever member the agent before has told as late has been so for long enough.
    private HashSet<string> Late(FleetView view, FleetTold? before)
    {
        var told = (before?.Open ?? []).Where(one => one.Kind == FleetTrouble.Late).Select(one => one.About)
            .ToHashSet(StringComparer.Ordinal);
        var now = clock.GetTimestamp();
        var longAgo = now - (long)(LateFor.TotalSeconds * clock.TimestampFrequency);

        foreach (var member in view.Members.Values)
        {
            _ = member.IsLate ? _late.TryAdd(member.Id, told.Contains(null) || told.Contains(member.Name) ? longAgo : now)
                : _late.Remove(member.Id);
        }

        return _late.Where(one => clock.GetElapsedTime(one.Value) >= LateFor).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
    }

    private sealed record ToKeep(FleetTold Told, FleetTroubles From);
}
