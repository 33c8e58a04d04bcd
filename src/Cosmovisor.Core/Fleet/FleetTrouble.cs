namespace Cosmovisor.Fleet;

/// <summary>Something in the fleet that a human should know of, for as long as it is so.</summary>
/// <param name="Kind">One of the words below; they stand in notices.</param>
/// <param name="About">The rollout, schedule entry or member; null for the whole fleet.</param>
/// <param name="IsError">Not only a warning.</param>
/// <param name="Says">In a sentence.</param>
internal sealed record FleetTrouble(string Kind, string? About, bool IsError, string Says)
{
    /// <summary>What all kinds begin with.</summary>
    public const string Start = "fleet-";

    public const string Away = "fleet-away";
    public const string Late = "fleet-member-late";
    public const string Refused = "fleet-refused";
    public const string Stopped = "fleet-rollout-stopped";
    public const string Paused = "fleet-rollout-paused";
    public const string AppHash = "fleet-app-hash";
    public const string Signers = "fleet-two-signers";
    public const string CopiedHome = "fleet-copied-home";

    private const int Named = 5;

    /// <param name="view">The fleet.</param>
    /// <param name="late">Ids of members that have been late for longer than a restart takes.</param>
    public static IReadOnlyList<FleetTrouble> Of(FleetView view, IReadOnlySet<string> late) =>
    [
        .. AppHashRule.Alarms(view).Select(says => new FleetTrouble(AppHash, null, IsError: true, says)),
        .. SignerRule.Alarms(view).Select(says => new FleetTrouble(Signers, null, IsError: true, says)),
        .. view.Rollouts.Select(OfRollout).OfType<FleetTrouble>(),
        .. Refusals(view, [
            .. view.Schedule.Where(entry => !entry.Removed).Select(entry => (entry.Id, entry.Name)),
            .. view.Rollouts.Where(rollout => !rollout.IsOver).Select(rollout => (rollout.Id, rollout.Name))
        ]),
        .. view.Members.Values.Where(member => member.IsCloned).Select(member => new FleetTrouble(
            CopiedHome, member.Name, IsError: true,
            $"{member.Records.Count} agents run as member {member.Name}: a home was copied. Remove agent/fleet.json in the copy")),
        .. OfLate([.. view.Members.Values.Where(member => member.IsLate && late.Contains(member.Id)).Select(member => member.Name).Order(
            StringComparer.Ordinal)]),
    ];

    private static FleetTrouble? OfRollout(Rollout rollout) => rollout.State switch
    {
        RolloutState.Stopped =>
            new(Stopped, rollout.Name, IsError: true,
                $"the rollout of \"{rollout.Name}\" has stopped, {Done(rollout)}: {rollout.Why}. cosmovisorctl fleet rollout resume {rollout.Name} goes on, abort ends it"),
        RolloutState.Paused => new(Paused, rollout.Name, IsError: false,
            $"the rollout of \"{rollout.Name}\" is paused{(rollout.Why is { } why ? $" ({why})" : "")}, {Done(rollout)}"),
        _ => null,
    };

    private static string Done(Rollout rollout) => $"{rollout.Finished} of {rollout.Members.Count} members done";

    private static IEnumerable<FleetTrouble> Refusals(FleetView view, (string Subject, string Name)[] asked) =>
        from one in asked
        let refusing = (from member in view.Members.Values
                        let readiness = member.Record?.Readiness.FirstOrDefault(ready => ready.Subject == one.Subject)
                        where readiness is { Ready: Readiness.Refused }
                        orderby member.Name
                        select $"{member.Name} ({readiness.Says})").ToList()
        where refusing.Count > 0
        select new FleetTrouble(Refused, one.Name, IsError: false, $"members refuse \"{one.Name}\": {First(refusing)}");

    // One by one while they are few; a machine hall without power is one trouble.
    private static IEnumerable<FleetTrouble> OfLate(List<string> names) => names.Count > Named
        ? [new FleetTrouble(
            Late, null, IsError: false, $"{names.Count} members are late: {First(names)}. Their agents, machines or network are gone")]
        : names.Select(name => new FleetTrouble(
            Late, name, IsError: false, $"the member {name} is late: its agent, its machine or its network is gone"));

    private static string First(List<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
}

/// <summary>What one agent knows of the fleet's troubles. One of those that send notices tells them for all.</summary>
/// <param name="IsKnown">Whether it knows which agent reports.</param>
/// <param name="Troubles">Those to be reported here; null where another agent tells them.</param>
internal sealed record FleetTroubles(bool IsKnown, IReadOnlyList<FleetTrouble>? Troubles)
{
    /// <summary>What has been told of it, as etcd has it; null for nothing yet.</summary>
    public FleetTold? Told { get; init; }

    /// <summary>The revision of that record; 0 for none.</summary>
    public long ToldAt { get; init; }

    /// <summary>There is no fleet, or etcd was not read yet.</summary>
    public static FleetTroubles Unknown { get; } = new(IsKnown: false, null);
}
