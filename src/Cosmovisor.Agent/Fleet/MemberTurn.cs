using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>One turn carried out: its command, and the wait until it is confirmed, failed or taken back.</summary>
internal sealed class MemberTurn(
    MemberHome home, Cosmovisorctl ctl, FleetLockClient? fleetLock, FleetPace pace, TimeProvider clock, FleetNews news)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    // A turn whose agent ended as it began: the supervisor would have begun by now.
    private static readonly TimeSpan Orphaned = TimeSpan.FromMinutes(2);

    private Task _work = Task.CompletedTask;

    /// <summary>
    /// The rollout for which the lock server was asked for a slot, while its turn has not begun here; null for none.
    /// </summary>
    public string? AskedFor { get; private set; }

    /// <summary>Whether a lock server, where one is set, lets this node be stopped now.</summary>
    public async Task<bool> MayStopAsync(Rollout rollout, CancellationToken ct)
    {
        if (fleetLock is null)
        {
            return true;
        }

        // Before the answer: where that is lost, the slot may be ours all the same.
        AskedFor = rollout.Id;

        if (await fleetLock.LockAsync(ct) is not { } why)
        {
            return true;
        }

        news.Tell("lock", $"rollout \"{rollout.Name}\" waits for the lock server: {why}");
        return false;
    }

    /// <summary>Gives back the slot of a turn that did not begin.</summary>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        if (fleetLock is not null && await fleetLock.UnlockAsync(ct) is { } why)
        {
            news.Tell("lock", $"the lock server keeps this node's slot: {why}. It is asked again");
            return;
        }

        AskedFor = null;
    }

    public void Begin(Rollout rollout, RolloutMember mine, CancellationToken ct)
    {
        var work = TurnWork.Of(rollout.Kind, home, ctl);
        var note = new BegunTurn(rollout.Id, mine.Try, rollout.Name, clock.GetUtcNow()) { Kind = rollout.Kind, Before = work.Before };
        home.Notes.Change(notes => notes.With(note));
        AskedFor = null;
        news.Tell($"turn {rollout.Id}", $"rollout \"{rollout.Name}\": this member begins");
        _work = CarryOutAsync(rollout, note, work, ct);
    }

    /// <summary>Goes on with what an earlier run of the agent has begun, by looking alone: nothing is begun a second time.</summary>
    public void Resume(CancellationToken ct)
    {
        if (_work.IsCompleted && home.Notes.Notes.UnderWay is { } note)
        {
            news.Tell($"turn {note.Rollout}", $"rollout \"{note.Name}\": looks how the turn of an earlier run of this agent ends");
            _work = FollowAsync(note, TurnWork.Of(note.Kind, home, ctl), began: clock.GetTimestamp(), isOurs: false, ct);
        }
    }

    public Task EndAsync() => _work;

    private async Task CarryOutAsync(Rollout rollout, BegunTurn note, TurnWork work, CancellationToken ct)
    {
        await Task.Yield();
        var began = clock.GetTimestamp();
        var end = await work.BeginAsync(rollout.Name, rollout.Link, ct);

        if (!end.IsGood)
        {
            await EndAsync(note, done: false, $"{work.Command(rollout.Name)} ended with {end.Code}: {end.LastWords}", ct);
            return;
        }

        await FollowAsync(note, work, began, isOurs: true, ct);
    }

    private async Task FollowAsync(BegunTurn note, TurnWork work, long began, bool isOurs, CancellationToken ct)
    {
        await Task.Yield();

        while (true)
        {
            if (await work.EndAsync(note, ct) is { } end)
            {
                await EndAsync(note, end.Done, end.Says, ct);
                return;
            }

            var waited = clock.GetElapsedTime(began);

            if (waited >= pace.Turn)
            {
                await EndAsync(note, done: false, $"not confirmed within {pace.Turn.TotalMinutes} minutes", ct);
                return;
            }

            if (!isOurs && waited >= Orphaned && !work.HasBegun(note))
            {
                await EndAsync(note, done: false, "its agent ended as it began, and nothing was carried out", ct);
                return;
            }

            await Task.Delay(Between, clock, ct);
        }
    }

    private async Task EndAsync(BegunTurn note, bool done, string? says, CancellationToken ct)
    {
        home.Notes.Change(notes => notes.With(note with { Done = done, Says = says is null ? null : ForeignText.Printable(says, 400) }));
        news.Tell($"turn {note.Rollout}", done ? $"rollout \"{note.Name}\": this member is done"
            : $"rollout \"{note.Name}\": this member failed: {says}");

        // A member that failed keeps its slot: the next one must not go down too.
        if (done && fleetLock is not null && await fleetLock.UnlockAsync(ct) is { } why)
        {
            news.Tell("lock", $"the lock server keeps this node's slot: {why}. cosmovisorctl fleet unlock gives it back");
        }
    }
}
