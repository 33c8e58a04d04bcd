using Cosmovisor.Agent.Fleet;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Metrics;

/// <param name="Name">As it is asked for.</param>
/// <param name="Labels">Besides fleet; for the table in docs/fleet.md.</param>
/// <param name="Help">What it says, in a line.</param>
/// <param name="Of">Its values; none where etcd does not answer.</param>
internal sealed record FleetMetric(string Name, string Labels, string Help, Func<FleetReport, IEnumerable<Sample>> Of);

/// <summary>
/// Every name of <c>/metrics</c> that belongs to the fleet; none of them is there without one. docs/fleet.md has the same table, and a test
/// compares them.
/// </summary>
internal static class FleetMetricTable
{
    public const string Reachable = "cosmovisor_fleet_reachable";
    public const string ReachableHelp = "1 while the fleet's etcd answers. While it is 0, this agent has no other series of the fleet.";

    private const string Late = "late";

    public static IReadOnlyList<FleetMetric> All { get; } =
    [
        new("cosmovisor_fleet_members", "state", "Members by state: the daemon's, down without a supervisor, late without an agent.", fleet =>
            fleet.Members.GroupBy(StateOf, StringComparer.Ordinal)
                .Select(state => new Sample(state.Count(), new Label("state", state.Key)))),
        new("cosmovisor_fleet_member_up", "member, id, group", "1 while the member's agent holds its lease, and its daemon runs without trouble.", fleet =>
            fleet.Members.Select(one => new Sample(IsUp(one) ? 1 : 0, LabelsOf(one)))),
        new("cosmovisor_fleet_member_late", "member, id, group", "1 while no agent of the member holds its lease.",
            fleet => fleet.Members.Select(one => new Sample(one.Late ? 1 : 0, LabelsOf(one)))),
        new("cosmovisor_fleet_member_height", "member, id, group", "The member's newest block, as of its last word (15 seconds, while nothing else changes).", fleet =>
            fleet.Members.Where(one => !one.Late && one.Height is not null).Select(one => new Sample(one.Height!.Value, LabelsOf(one)))),
        new("cosmovisor_fleet_member_info", "member, id, group, chain_id, current", "Facts of a member; 1.", fleet =>
            fleet.Members.Where(one => !one.Late).Select(one => new Sample(
                1, [.. LabelsOf(one), new Label("chain_id", one.ChainId ?? ""), new Label("current", one.Current ?? "")]))),
        new("cosmovisor_fleet_schedule_members", "name, ready", "Members that an entry of the fleet's schedule is for, by whether they are ready.", fleet => fleet.Schedule.SelectMany(entry => new[]
        {
            new Sample(entry.Ready, new("name", entry.Name), new("ready", "yes")),
            new Sample(entry.Members - entry.Ready, new("name", entry.Name), new("ready", "no")),
        })),
        new("cosmovisor_fleet_schedule_height", "name", "The height of an entry of the fleet's schedule.",
            fleet => fleet.Schedule.Select(entry => new Sample(entry.Height, new Label("name", entry.Name)))),
        new("cosmovisor_fleet_rollout_state", "name, state", "1 for the state that a rollout is in, 0 for the others.", fleet => fleet.Rollouts.SelectMany(rollout =>
            Enum.GetValues<RolloutState>().Select(
                state => new Sample(rollout.State == state ? 1 : 0, new("name", rollout.Name), new("state", RolloutRule.Word(state)))))),
        new("cosmovisor_fleet_rollout_members", "name, turn", "Members of a rollout, by how far they are.", fleet => fleet.Rollouts.SelectMany(rollout => Enum.GetValues<Turn>().Select(turn =>
            new Sample(rollout.Members.Count(member => member.Turn == turn), new("name", rollout.Name), new("turn", Word(turn)))))),
        new(
            "cosmovisor_fleet_trouble",
            "",
            "What needs an operator in the fleet as a whole: two app hashes, two signers, a copied home, what is in etcd and cannot be read.",
            fleet => [new(fleet.Trouble.Count)]),
    ];

    /// <summary>Nothing where there is no fleet.</summary>
    public static void Write(MetricText text, FleetSeen? seen)
    {
        if (seen is null)
        {
            return;
        }

        Label[] fleet = [new("fleet", seen.Fleet)];
        text.Begin(Reachable, MetricKind.Gauge, ReachableHelp);
        text.Add(Reachable, fleet, seen.Report is null ? 0 : 1);

        foreach (var metric in All)
        {
            text.Begin(metric.Name, metric.Name.EndsWith("_info", StringComparison.Ordinal) ? MetricKind.Info : MetricKind.Gauge,
                metric.Help);

            foreach (var sample in seen.Report is { } report ? metric.Of(report) : [])
            {
                text.Add(metric.Name, fleet.Concat(sample.Labels ?? []), sample.Value);
            }
        }
    }

    private static string StateOf(MemberStatus member) => member.Late ? Late : member.State ?? "unknown";

    private static bool IsUp(MemberStatus member) => member is { Late: false, State: MemberRecord.Running, Trouble: null };

    // Names need not be different: homes of one agent have its labels in common.
    private static Label[] LabelsOf(MemberStatus member) =>
        [new("member", member.Name), new("id", member.Id), new("group", MemberLabels.GroupOf(member.Labels))];

    private static string Word(Turn turn) => turn.ToString().ToLowerInvariant();
}
