namespace Cosmovisor.Fleet;

/// <summary>What one agent is to do about a rollout now.</summary>
internal abstract record RolloutStep
{
    private RolloutStep() { }

    /// <summary>Nothing; why, for the operator.</summary>
    internal sealed record Wait(string Why) : RolloutStep;

    /// <summary>Put this in the record's place, if it has not changed meanwhile.</summary>
    /// <param name="Next">The record.</param>
    /// <param name="Begins">This agent carries the turn out once that is written.</param>
    internal sealed record Write(Rollout Next, bool Begins = false) : RolloutStep;
}

/// <summary>What an agent knows when it asks what to do.</summary>
/// <param name="Id">Its member's.</param>
/// <param name="Instance">Its own.</param>
/// <param name="View">The fleet, read at one revision.</param>
/// <param name="Notes">From its own home.</param>
internal sealed record RolloutFacts(string Id, string Instance, FleetView View, MemberNotes Notes)
{
    /// <summary>The soak is over, by this agent's own clock since it saw the last change of a turn.</summary>
    public bool HasSoaked { get; init; }

    /// <summary>This agent has followed one history of etcd for long enough that every live member has registered in it.</summary>
    public bool IsSettled { get; init; }

    /// <summary>What this home's <c>current</c> names, as an upgrade.</summary>
    public string? Runs { get; init; }

    /// <summary>This node halts at the height of the schedule entry that the rollout is for.</summary>
    public bool IsArmed { get; init; }

    /// <summary>Members that this agent has seen late for longer than a turn may take.</summary>
    public IReadOnlySet<string> Lost { get; init; } = new HashSet<string>();
}

/// <summary>
/// The whole rule of rollouts. Every agent asks it for itself; there is no leader. A step counts only once its transaction went through.
/// </summary>
internal static class RolloutRule
{
    /// <summary>No turn is given when a plan of the chain is nearer than this.</summary>
    public const long BlocksBeforeAPlan = 1000;

    public static readonly TimeSpan TimeBeforeAPlan = TimeSpan.FromHours(1);

    /// <param name="rollout">As it is in the view.</param>
    /// <param name="facts">What the agent knows.</param>
    /// <param name="now">For the time that is left before a plan.</param>
    public static RolloutStep Next(Rollout rollout, RolloutFacts facts, DateTimeOffset now) =>
        rollout.Find(facts.Id) is { } mine && Mine(rollout, mine, facts, now) is { } step ? step
        : Others(rollout, facts) is { } swept ? swept
        : rollout.State != RolloutState.Running ? Wait($"the rollout is {Word(rollout.State)}")
        : rollout.Find(facts.Id) is { Turn: Turn.Waiting } waiting ? Grant(rollout, waiting, facts, now)
        : Wait("nothing to do for this member");

    /// <summary>An operator's word, where it fits.</summary>
    public static Parsed<Rollout> Order(Rollout rollout, RolloutState wanted, string by) => (rollout.State, wanted) switch
    {
        (var same, _) when same == wanted => Parsed.Invalid<Rollout>($"the rollout is {Word(same)} already"),
        (RolloutState.Done or RolloutState.Aborted, _) => Parsed.Invalid<Rollout>($"the rollout is {Word(rollout.State)}"),
        (RolloutState.Running, RolloutState.Paused) or (_, RolloutState.Aborted) =>
            Parsed.Ok(rollout with { State = wanted, Why = $"by {by}" }),

        // What failed gets another turn: the operator has looked at it.
        (RolloutState.Paused or RolloutState.Stopped, RolloutState.Running) =>
            Parsed.Ok(rollout with { State = wanted, Why = null, Members = [.. rollout.Members.Select(Again)] }),
        _ => Parsed.Invalid<Rollout>($"the rollout is {Word(rollout.State)}, which cannot become {Word(wanted)}"),
    };

    private static RolloutMember Again(RolloutMember member) =>
        member.Turn is Turn.Failed ? member with { Turn = Turn.Waiting, Instance = null, Try = member.Try + 1 } : member;

    public static string Word(RolloutState state) => state.ToString().ToLowerInvariant();

    // First what this member owes the record: what it has begun or ended is the truth, whatever the record says.
    private static RolloutStep? Mine(
        Rollout rollout, RolloutMember mine, RolloutFacts facts, DateTimeOffset now) =>
        (facts.Notes.Of(rollout.Id, mine.Try), mine.Turn) switch
        {
            ({ Done: { } ended } note, var turn) when turn is not (Turn.Done or Turn.Failed) || note.Try > mine.Try =>
                Report(rollout, mine with { Try = note.Try }, ended, note.Says),
            ({ Done: null } note, Turn.Begun) when note.Try == mine.Try => Wait("this member is under way"),

            // An older record than what this member has begun: etcd was restored from a backup.
            ({ Done: null } note, _) =>
                new RolloutStep.Write(rollout.With(mine with { Turn = Turn.Begun, Instance = facts.Instance, Try = note.Try })),
            (null, Turn.Begun) when mine.Instance != facts.Instance =>
                Report(rollout, mine, HasIt(rollout, facts), "its agent ended as it began"),

            // Not begun here, whatever was written: the answer was lost on its way, or the machine slept.
            (null, Turn.Granted or Turn.Begun) when mine.Instance != facts.Instance
                || rollout.State != RolloutState.Running
                || !rollout.IsAsked(facts.View) => GiveBack(rollout, mine),

            // The fleet may have changed since the turn was given: what was asked then is asked again.
            (null, Turn.Granted or Turn.Begun) when WhyNotNow(rollout, mine, facts, now) is { } why => GiveBack(rollout, mine, why),
            (null, Turn.Granted or Turn.Begun) => new RolloutStep.Write(rollout.With(mine with { Turn = Turn.Begun }), Begins: true),
            (null, Turn.Waiting) when HasIt(rollout, facts) =>
                Report(rollout, mine, done: true, rollout.Kind is RolloutKind.Restart ? "it needed no restart"
                    : "it ran this version already"),
            _ => null,
        };

    // Then what any agent sees of members whose agents are gone.
    private static RolloutStep.Write? Others(Rollout rollout, RolloutFacts facts)
    {
        foreach (var member in rollout.Members.Where(member => member.Id != facts.Id && member.IsInFlight))
        {
            var live = facts.View.Members.GetValueOrDefault(member.Id)?.Records ?? [];

            if (member.Turn is Turn.Granted && facts.IsSettled && live.All(record => record.Instance != member.Instance))
            {
                return GiveBack(rollout, member);
            }

            if (member.Turn is Turn.Begun && rollout.State is RolloutState.Running && facts.Lost.Contains(member.Id))
            {
                return new(rollout with { State = RolloutState.Stopped, Why = $"{member.Name} was lost while it had its turn" });
            }
        }

        if (rollout.State is RolloutState.Running && !rollout.IsAsked(facts.View))
        {
            return new(rollout with { State = RolloutState.Stopped, Why = $"\"{rollout.Name}\" was taken off the schedule" });
        }

        return rollout.State is RolloutState.Running && rollout.Members.All(member => member.Turn is Turn.Done)
            ? new(rollout with { State = RolloutState.Done }) : null;
    }

    private static RolloutStep Grant(Rollout rollout, RolloutMember mine, RolloutFacts facts, DateTimeOffset now) =>
        rollout.Members.First(member => member.Turn is not Turn.Done).Group is var group && group != mine.Group
            ? Wait($"the group \"{group}\" is not done")
        : rollout.Members.FirstOrDefault(member => member.Turn is Turn.Failed) is { } failed ? Wait($"{failed.Name} failed")
        : !facts.HasSoaked ? Wait("the last member's soak is not over")
        : WhyNotNow(rollout, mine, facts, now) is { } why ? Wait(why)
        : new RolloutStep.Write(rollout.With(mine with { Turn = Turn.Granted, Instance = facts.Instance, Says = null }));

    // What must hold when a turn is given, and still when it begins.
    private static string? WhyNotNow(Rollout rollout, RolloutMember mine, RolloutFacts facts, DateTimeOffset now) =>
        !facts.IsSettled ? "this agent has seen this etcd only for a short time"
        : PlanNear(rollout, facts.View, now) is { } plan ? plan
        : !facts.View.Members.TryGetValue(mine.Id, out var me) ? "this member is not known in etcd"
        : me.WhyUnavailable(rollout.Id, mine.Turn) is { } why ? $"this member is unavailable: {why}"
        : Unavailability.Of(rollout, facts.View, except: mine.Id) is var others && others.Count + 1 > others.Limit
            ? $"{others.Count} unavailable ({string.Join(", ", others.Names.Take(5))}), and {others.Limit} at most may be"
        : null;

    private static string? PlanNear(Rollout rollout, FleetView view, DateTimeOffset now) =>
        rollout.Members.Select(member => view.Members.GetValueOrDefault(member.Id)?.Record).OfType<MemberRecord>()
            .SelectMany(record => record.Plans.Select(plan => (record, plan)))
            .Where(one => one.plan.Status is "decided" or "scheduled" && one.plan.Name != rollout.Name)
            .Where(one => one.plan.BlocksLeft is <= BlocksBeforeAPlan || (one.plan.Eta is { } eta && eta - now < TimeBeforeAPlan))
            .Select(one => $"the plan \"{one.plan.Name}\" is near (says {one.record.Name})").FirstOrDefault();

    private static RolloutStep.Write Report(Rollout rollout, RolloutMember mine, bool done, string? says)
    {
        var next = rollout.With(mine with { Turn = done ? Turn.Done : Turn.Failed, Says = says });
        return new(done || rollout.State != RolloutState.Running ? next
            : next with { State = RolloutState.Stopped, Why = $"{mine.Name} failed: {says}" });
    }

    private static RolloutStep.Write GiveBack(Rollout rollout, RolloutMember member, string? why = null) =>
        new(rollout.With(member with
        {
            Turn = Turn.Waiting,
            Instance = null,
            Says = why is null ? "its turn was given back" : $"its turn was given back: {why}"
        }));

    private static bool HasIt(Rollout rollout, RolloutFacts facts) =>
        (rollout.Kind is RolloutKind.Restart && facts.IsArmed)
            || (facts.Runs is { } runs && runs.Equals(rollout.Name, StringComparison.OrdinalIgnoreCase));

    private static RolloutStep.Wait Wait(string why) => new(why);
}
