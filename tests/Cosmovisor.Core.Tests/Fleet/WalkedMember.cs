using Cosmovisor.Fleet;

namespace Cosmovisor.Tests.Fleet;

/// <summary>A member of the walked fleet: its node, its home, and its agent, each of which may be in any state.</summary>
internal sealed class WalkedMember(string id)
{
    private int _instances;
    private bool? _ended;

    public string Id => id;

    public string Instance => $"{id}-{_instances}";

    public MemberNotes Notes { get; private set; } = new(id, []);

    public bool Sleeps { get; set; }

    public bool IsCut { get; set; }

    public bool Registered { get; set; }

    public (RolloutStep.Write Step, int Revision)? Pending { get; set; }

    public Rollout? AboutToBegin { get; set; }

    /// <summary>Down by our doing, and under which limit.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Its node died by itself.</summary>
    public bool IsDead { get; set; }

    /// <summary>Members that were unavailable in the fleet as this one read it for its pending step.</summary>
    public HashSet<string> SeenAway { get; set; } = [];

    public int Limit { get; private set; }

    public string? Runs { get; private set; }

    /// <summary>Entries that its node was restarted for.</summary>
    public HashSet<string> Armed { get; } = [];

    /// <summary>Every try that was begun here.</summary>
    public List<string> Begun { get; } = [];

    public void Begin(Rollout rollout)
    {
        var attempt = rollout.Find(id)!.Try;
        Notes = Notes.With(new BegunTurn(rollout.Id, attempt, rollout.Name, SomeFleet.Now) { Kind = rollout.Kind });
        AboutToBegin = null;
        (IsDown, Limit, _ended) = (true, rollout.MaxUnavailable, null);
        Begun.Add($"{rollout.Id}/{attempt}");
    }

    public void End(bool well)
    {
        (IsDown, _ended) = (false, well);
        Runs = well && Notes.UnderWay is { Kind: RolloutKind.Upgrade } turn ? turn.Name : Runs;

        if (well && Notes.UnderWay is { Kind: RolloutKind.Restart } restart)
        {
            _ = Armed.Add(restart.Name);
        }
    }

    /// <summary>The agent dies and is started anew; what it was about to do is gone.</summary>
    public void Kill()
    {
        _instances++;
        (Pending, AboutToBegin, Sleeps, Registered) = (null, null, false, false);
    }

    /// <summary>The agent reads its home: what was begun may have ended.</summary>
    public void Reconcile()
    {
        if (Notes.UnderWay is { } turn && _ended is { } well)
        {
            Notes = Notes.With(turn with { Done = well, Says = well ? null : "failed" });
            _ended = null;
        }
    }

    public MemberRecord Record(IReadOnlyList<string> rollouts) =>
        new(id, Instance, id, new Dictionary<string, string>(), IsDown || IsDead ? MemberRecord.Down : MemberRecord.Running)
        {
            Busy = Notes.UnderWay?.Rollout,
            Readiness = [.. rollouts.Select(one => new MemberReadiness(one, Readiness.Yes, null))],
        };
}
