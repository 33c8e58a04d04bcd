using System.Text.Json.Serialization;

namespace Cosmovisor.Fleet;

/// <summary><c>cosmovisorctl fleet status --json</c>.</summary>
internal sealed record FleetReport(
    IReadOnlyList<MemberStatus> Members, IReadOnlyList<EntryStatus> Schedule, IReadOnlyList<Rollout> Rollouts)
{
    public int Version { get; init; } = 1;

    public DateTimeOffset? At { get; init; }

    /// <summary>What needs a human, a sentence each.</summary>
    public IReadOnlyList<string> Trouble { get; init; } = [];

    /// <summary>A member is late or in trouble, something is not ready, a rollout stopped.</summary>
    [JsonIgnore]
    public bool NeedsAHuman => Trouble.Count > 0
        || Members.Any(member => member.Late || member.Trouble is not null || member.State == MemberRecord.Down)
        || Schedule.Any(entry => entry.Ready < entry.Members) || Rollouts.Any(rollout => rollout.State is RolloutState.Stopped);

    public static FleetReport Of(FleetView view, DateTimeOffset at) => new(
        [.. view.Members.Values.OrderBy(one => MemberLabels.GroupOf(one.Labels), StringComparer.Ordinal)
            .ThenBy(one => one.Name, StringComparer.Ordinal)
            .Select(MemberStatus.Of)],
        [.. view.Schedule.Where(entry => !entry.Removed).Select(entry => EntryStatus.Of(entry, view))],
        view.Rollouts)
    {
        At = at,
        Trouble = [.. view.Trouble, .. AppHashRule.Alarms(view), .. SignerRule.Alarms(view), .. Clones(view)],
    };

    private static IEnumerable<string> Clones(FleetView view) => view.Members.Values.Where(one => one.IsCloned).Select(one =>
        $"{one.Records.Count} agents run as member {one.Name} (on {string.Join(" and ", one.Records.Select(record => record.Host))}): a home was copied. Remove agent/fleet.json in one of the copies");
}

internal sealed record MemberStatus(string Id, string Name, IReadOnlyDictionary<string, string> Labels, bool Late, string? State)
{
    public string? Host { get; init; }

    public string? ChainId { get; init; }

    public string? Current { get; init; }

    public long? Height { get; init; }

    public string? Trouble { get; init; }

    public IReadOnlyList<MemberPlan> Plans { get; init; } = [];

    public IReadOnlyList<MemberReadiness> Readiness { get; init; } = [];

    public static MemberStatus Of(MemberView member) => new(member.Id, member.Name, member.Labels, member.IsLate, member.Record?.State)
    {
        Host = member.Record?.Host,
        ChainId = member.Record?.ChainId,
        Current = member.Record?.Current,
        Height = member.Record?.Height,
        Trouble = member.Record?.Trouble,
        Plans = member.Record?.Plans ?? [],
        Readiness = member.Record?.Readiness ?? [],
    };
}

internal sealed record EntryStatus(string Name, long Height, string Link, IReadOnlyDictionary<string, string> Only, int Ready, int Members)
{
    /// <summary>Who is not ready, and why.</summary>
    public IReadOnlyList<string> NotReady { get; init; } = [];

    public static EntryStatus Of(FleetScheduleEntry entry, FleetView view)
    {
        var meant = view.Members.Values.Where(one => MemberLabels.Match(one.Labels, entry.Only)).ToList();
        var not = meant.Select(one => (one.Name, Why: WhyNot(one, entry.Id))).Where(one => one.Why is not null).ToList();
        return new(entry.Name, entry.Height, entry.Link, entry.Only, meant.Count - not.Count, meant.Count)
        {
            NotReady = [.. not.Select(one => $"{one.Name}: {one.Why}")]
        };
    }

    private static string? WhyNot(MemberView member, string entry) =>
        member.Record is not { } record ? "late"
        : record.Readiness.FirstOrDefault(one => one.Subject == entry) switch
        {
            null => "has said nothing yet",
            { Ready: Readiness.Yes } => null,
            { Ready: Readiness.Refused, Says: var says } => $"refused: {says}",
            { Says: var says } => says ?? "not ready",
        };
}
