using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>One turn carried out: <c>cosmovisorctl upgrade NAME --now</c>, and the wait until it is confirmed, failed or taken back.</summary>
internal sealed class MemberTurn(MemberHome home, Cosmovisorctl ctl, FleetLockClient? fleetLock, FleetPace pace, TimeProvider clock, FleetNews news)
{
    private const string Good = "done";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    // A turn whose agent ended as it began: the supervisor would have begun by now.
    private static readonly TimeSpan Orphaned = TimeSpan.FromMinutes(2);

    private Task _work = Task.CompletedTask;

    /// <summary>Whether a lock server, where one is set, lets this node be stopped now.</summary>
    public async Task<bool> MayStopAsync(Rollout rollout, CancellationToken ct)
    {
        if (fleetLock is null || await fleetLock.LockAsync(ct) is not { } why)
        {
            return true;
        }

        news.Tell("lock", $"rollout \"{rollout.Name}\" waits for the lock server: {why}");
        return false;
    }

    public void Begin(Rollout rollout, RolloutMember mine, CancellationToken ct)
    {
        var note = new BegunTurn(rollout.Id, mine.Try, rollout.Name, clock.GetUtcNow(), null, null);
        home.Notes.Write(home.Notes.Notes.With(note));
        news.Tell($"turn {rollout.Id}", $"rollout \"{rollout.Name}\": this member begins");
        _work = CarryOutAsync(rollout, note, ct);
    }

    /// <summary>Goes on with what an earlier run of the agent has begun, by looking alone: nothing is begun a second time.</summary>
    public void Resume(CancellationToken ct)
    {
        if (_work.IsCompleted && home.Notes.Notes.UnderWay is { } note)
        {
            news.Tell($"turn {note.Rollout}", $"rollout \"{note.Name}\": looks how the turn of an earlier run of this agent ends");
            _work = FollowAsync(note, began: clock.GetTimestamp(), isOurs: false, ct);
        }
    }

    public Task EndAsync() => _work;

    private async Task CarryOutAsync(Rollout rollout, BegunTurn note, CancellationToken ct)
    {
        await Task.Yield();
        var began = clock.GetTimestamp();
        var end = await ctl.RunAsync(ct, "upgrade", rollout.Name, "--now", "--link", rollout.Link);

        if (!end.IsGood)
        {
            await EndAsync(note, done: false, $"cosmovisorctl upgrade {rollout.Name} --now ended with {end.Code}: {end.LastWords}", ct);
            return;
        }

        await FollowAsync(note, began, isOurs: true, ct);
    }

    private async Task FollowAsync(BegunTurn note, long began, bool isOurs, CancellationToken ct)
    {
        await Task.Yield();

        while (true)
        {
            var state = home.Files.State.Value;

            if (state?.LastUpgrade is { Result: { } result } last && Named(last.Name, note) && last.Began >= note.At.AddSeconds(-1) && state.Upgrade is null
                && (result != Good || last.Confirmed == true))
            {
                await EndAsync(note, result == Good, result == Good ? null : $"its upgrade ended as {result}{(state.Trouble is { } trouble ? $": {trouble}" : "")}", ct);
                return;
            }

            var waited = clock.GetElapsedTime(began);

            if (waited >= pace.Turn)
            {
                await EndAsync(note, done: false, $"not confirmed within {pace.Turn.TotalMinutes} minutes", ct);
                return;
            }

            if (!isOurs && waited >= Orphaned && !Named(state?.Upgrade?.Name, note) && !Named(state?.LastUpgrade?.Name, note) && !Named(home.Runs, note))
            {
                await EndAsync(note, done: false, "its agent ended as it began, and nothing was carried out", ct);
                return;
            }

            await Task.Delay(Between, clock, ct);
        }
    }

    private async Task EndAsync(BegunTurn note, bool done, string? says, CancellationToken ct)
    {
        home.Notes.Write(home.Notes.Notes.With(note with { Done = done, Says = says is null ? null : ForeignText.Printable(says, 400) }));
        news.Tell($"turn {note.Rollout}", done ? $"rollout \"{note.Name}\": this member is done" : $"rollout \"{note.Name}\": this member failed: {says}");

        // A member that failed keeps its slot: the next one must not go down too.
        if (done && fleetLock is not null && await fleetLock.UnlockAsync(ct) is { } why)
        {
            news.Tell("lock", $"the lock server keeps this node's slot: {why}. cosmovisorctl fleet unlock gives it back");
        }
    }

    private static bool Named(string? name, BegunTurn note) => note.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
