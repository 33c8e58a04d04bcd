using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>This member's part in the rollouts: asks the rule, writes what it says, and carries out its turn.</summary>
internal sealed class MemberTurns(
    MemberHome home, string instance, FleetStore store, MemberTurn turn, FleetPace pace, TimeProvider clock, FleetNews news)
{
    private readonly Dictionary<string, (int Finished, long Since)> _soaks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _late = new(StringComparer.Ordinal);
    private long _swept = clock.GetTimestamp();
    private long _settling = clock.GetTimestamp();
    private int _history;

    /// <summary>This etcd was followed for so long that every live member has registered in it.</summary>
    public bool IsSettled => _history == store.History.Number && clock.GetElapsedTime(_settling) >= pace.Settle;

    private string Id => home.Notes.Notes.Id;

    /// <param name="orders">The rollouts as they are, members left out.</param>
    /// <param name="ct">Ends it.</param>
    public async Task LookAsync(FleetSnapshot orders, CancellationToken ct)
    {
        if (_history != store.History.Number)
        {
            (_history, _settling) = (store.History.Number, clock.GetTimestamp());
        }

        foreach (var rollout in orders.View.Rollouts.Where(one => !one.IsOver))
        {
            Soak(rollout);
        }

        if (turn.AskedFor is { } asked && !HasTurn(orders.View.Rollouts.FirstOrDefault(one => one.Id == asked)))
        {
            await turn.ReleaseAsync(ct);
        }

        var sweeps = clock.GetElapsedTime(_swept) >= pace.Sweep;

        if (!orders.View.Rollouts.Any(one => NeedsMembers(one, sweeps)))
        {
            return;
        }

        _swept = sweeps ? clock.GetTimestamp() : _swept;
        var snapshot = await store.ReadAsync(ct);
        Late(snapshot.View);

        foreach (var rollout in snapshot.View.Rollouts.Where(one => !one.IsOver))
        {
            // Each write changes what the next question is asked of.
            if (await AskAsync(rollout, snapshot, ct))
            {
                return;
            }
        }
    }

    private async Task<bool> AskAsync(Rollout rollout, FleetSnapshot snapshot, CancellationToken ct)
    {
        Soak(rollout);
        var facts = new RolloutFacts(Id, instance, snapshot.View, home.Notes.Notes)
        {
            HasSoaked = rollout.Finished == 0 || clock.GetElapsedTime(_soaks[rollout.Id].Since) >= TimeSpan.FromSeconds(rollout.Soak),
            IsSettled = IsSettled,
            Runs = home.Runs,
            IsArmed = rollout.Kind is RolloutKind.Restart
                && snapshot.View.Schedule.FirstOrDefault(one => one.Id == rollout.Entry) is { } entry
                && home.IsArmed(entry.Name, entry.Height),
            Lost = _late.Where(one => clock.GetElapsedTime(one.Value) >= pace.Lost).Select(one => one.Key).ToHashSet(
                StringComparer.Ordinal),
        };

        switch (RolloutRule.Next(rollout, facts, clock.GetUtcNow()))
        {
            case RolloutStep.Write { Begins: true, Next: var next }:
                await BeginAsync(next, snapshot, ct);
                return true;
            case RolloutStep.Write { Next: var next }:
                return await store.ReplaceAsync(next, snapshot, ct);
            case RolloutStep.Wait { Why: var why }:
                if (rollout.Find(Id) is { Turn: Turn.Waiting })
                {
                    news.Tell($"wait {rollout.Id}", $"rollout \"{rollout.Name}\" waits here: {why}");
                }

                return false;
            default:
                return false;
        }
    }

    private async Task BeginAsync(Rollout next, FleetSnapshot snapshot, CancellationToken ct)
    {
        if (!await turn.MayStopAsync(next, ct))
        {
            return;
        }

        // Both clocks: one stands still while the machine is suspended, the other may be set.
        var (asked, at) = (clock.GetTimestamp(), clock.GetUtcNow());

        if (!await store.ReplaceAsync(next, snapshot, ct))
        {
            return;
        }

        if (clock.GetElapsedTime(asked) > FleetPace.BeginWithin || clock.GetUtcNow() - at > FleetPace.BeginWithin)
        {
            news.Tell($"slept {next.Id}", $"rollout \"{next.Name}\": this agent slept between asking and beginning, and asks again");
            return;
        }

        turn.Begin(next, next.Find(Id)!, ct);
    }

    private bool HasTurn(Rollout? rollout) => rollout?.Find(Id) is { IsInFlight: true } mine && mine.Instance == instance;

    // Whoever waits in a long line need not read the whole fleet at each change.
    private bool NeedsMembers(Rollout rollout, bool sweeps)
    {
        if (rollout.IsOver)
        {
            return false;
        }

        var mine = rollout.Find(Id);
        return sweeps
            || mine is { IsInFlight: true }
            || (mine is not null
                && home.Notes.Notes.Of(rollout.Id, mine.Try) is { } note
                && (note.Done is not null) != (mine.Turn is Turn.Done or Turn.Failed))
            || (mine is { Turn: Turn.Waiting } && rollout.State is RolloutState.Running && rollout.InFlight < rollout.MaxUnavailable
                && rollout.Members.First(one => one.Turn is not Turn.Done).Group == mine.Group)
            || (rollout.State is RolloutState.Running && rollout.Finished == rollout.Members.Count);
    }

    private void Soak(Rollout rollout)
    {
        if (!_soaks.TryGetValue(rollout.Id, out var soak) || soak.Finished != rollout.Finished)
        {
            _soaks[rollout.Id] = (rollout.Finished, clock.GetTimestamp());
        }
    }

    private void Late(FleetView view)
    {
        foreach (var member in view.Members.Values)
        {
            if (!member.IsLate)
            {
                _ = _late.Remove(member.Id);
            }
            else
            {
                _ = _late.TryAdd(member.Id, clock.GetTimestamp());
            }
        }
    }
}
