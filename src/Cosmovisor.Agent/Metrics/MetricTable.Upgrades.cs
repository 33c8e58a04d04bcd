using System.Globalization;
using Cosmovisor.Agent.Files;
using Cosmovisor.Home;

namespace Cosmovisor.Agent.Metrics;

/// <summary>Of upgrades. The series of a plan end with it.</summary>
internal static partial class MetricTable
{
    private static readonly string[] Results = ["done", "failed", "taken-back", "given-up"];

    private static IEnumerable<Metric> Coming() =>
    [
        new("cosmovisor_upgrade_coming", MetricKind.Gauge, "name, source, status", "1 for each upgrade that comes: who says so, and how sure it is.", from =>
            Plans(from, plan => 1, plan => [new("source", plan.Source ?? ""), new("status", plan.Status ?? "")])),
        new("cosmovisor_upgrade_height", MetricKind.Gauge, "name", "Its height.", from => Plans(from, plan => plan.Height)),
        new("cosmovisor_upgrade_blocks_left", MetricKind.Gauge, "name", "Blocks from the node's height to its own; none while the node is silent.", from =>
            Plans(from, plan => from.Home.BlocksLeft(plan))),
        new("cosmovisor_upgrade_estimated_time_seconds", MetricKind.Gauge, "name", "When its height is expected, in Unix time.", from =>
            Plans(from, plan => from.Home.Eta(plan)?.ToUnixTimeSeconds())),
        new("cosmovisor_upgrade_voting_ends_timestamp_seconds", MetricKind.Gauge, "name, proposal", "When the vote on it ends, in Unix time.", from =>
            Plans(from, plan => plan.Status == "voting" ? plan.VotingEnds?.ToUnixTimeSeconds() : null,
                plan => [new("proposal", plan.Proposal?.ToString(CultureInfo.InvariantCulture) ?? "")])),
        new("cosmovisor_upgrade_binary_present", MetricKind.Gauge, "name", "1 where its binary is in its folder.", from =>
            Plans(from, plan => HasBinary(from, plan) ? 1 : 0)),
        new("cosmovisor_upgrade_ready", MetricKind.Gauge, "name", "1 where it would succeed here, 0 where it would not, -1 where that is not known.", from =>
            Plans(from, plan => from.Home.ReadinessOf(plan) switch { "yes" => 1, "no" => 0, _ => -1 })),
        new("cosmovisor_upgrade_check", MetricKind.Gauge, "name, check", "One question of its readiness: 0 ok, 1 warning, 2 problem, 3 unknown.", from =>
            from.Home.Coming.SelectMany(plan => (plan.Checks ?? []).Where(check => check.Check is { Length: > 0 }).Select(check =>
                new Sample(Grade(from, check), new Label("name", plan.Name!), new Label("check", check.Check!))))),
        new("cosmovisor_schedule_armed", MetricKind.Gauge, "name", "1 where the node runs with the halt height of this entry of the schedule.", from =>
            from.Home.Coming.Where(plan => plan.Source == "schedule").SelectMany(plan => (plan.Checks
                ?? []).Where(check => check.Check == "armed")
                .Select(check => new Sample(from.Home.IsOutlookFresh && check.Result == "ok" ? 1 : 0, new Label("name", plan.Name!))))),
    ];

    private static IEnumerable<Metric> Carried() =>
    [
        new("cosmovisor_upgrade_in_progress", MetricKind.Gauge, "", "1 while an upgrade is carried out, or waits for the network: a height that stands still is no alarm then.", from =>
            [new(from.Home.Upgrade is not null || from.Home.IsWaitingForTheNetwork ? 1 : 0)]),
        new("cosmovisor_upgrades_total", MetricKind.Counter, "result", "Upgrades that are over: done, failed, taken-back, given-up.", from =>
            Results.Select(result => new Sample(from.Counts.Upgrades.GetValueOrDefault(result), new Label("result", result)))),
        new("cosmovisor_upgrade_step_seconds", MetricKind.Histogram, "step", "How long each step took that was done.", from => from.Counts.Steps
            .OrderBy(step => step.Key, StringComparer.Ordinal).SelectMany(step => Histogram(step.Value, new Label("step", step.Key)))),
        new("cosmovisor_last_upgrade_downtime_seconds", MetricKind.Gauge, "", "From the end of the old version to the start of the new one.", from =>
            from.Home.State?.LastUpgrade?.Downtime is { } downtime ? [new(downtime)] : []),
        new("cosmovisor_upgrade_confirmed", MetricKind.Gauge, "name", "1 where the network has gone on from the last upgrade's height with this node, 0 while it has not.", from =>
            from.Home.State?.LastUpgrade is { Result: "done", Confirmed: { } confirmed } last
                ? [new(confirmed ? 1 : 0, new Label("name", last.Name ?? ""))] : []),
        new("cosmovisor_upgrade_signed", MetricKind.Gauge, "name", "1 where this validator's signature was seen behind the last upgrade, 0 where it was missing.", from =>
            from.Home.State?.LastUpgrade is { Result: "done", Signed: "yes" or "no" } last
                ? [new(last.Signed == "yes" ? 1 : 0, new Label("name", last.Name ?? ""))] : []),
        new("cosmovisor_missing_voting_power_ratio", MetricKind.Gauge, "", "While the network waits behind an upgrade: the part of the power that has not voted.", from =>
            from.Home.IsWaitingForTheNetwork && from.Counts.MissingPower is { } missing ? [new(missing)] : []),
    ];

    private static IEnumerable<Sample> Plans(MetricSource from, Func<ComingFacts, long?> value, Func<ComingFacts, Label[]>? more = null) =>
        from.Home.Coming.Select(plan => (plan, value: value(plan))).Where(one => one.value is not null)
            .Select(one => new Sample(one.value!.Value, [new Label("name", one.plan.Name!), .. more?.Invoke(one.plan) ?? []]));

    private static bool HasBinary(MetricSource from, ComingFacts plan) =>
        from.Home.Files.Binary(DaemonHome.TargetOf(plan.Name!), from.Home.State?.Daemon?.Name) is not null
        || from.Home.Files.Binary(DaemonHome.TargetOf(plan.Name!.ToLowerInvariant()), from.Home.State?.Daemon?.Name) is not null;

    private static double Grade(MetricSource from, CheckFacts check) =>
        !from.Home.IsOutlookFresh ? 3 : check.Result switch { "ok" => 0, "warning" => 1, "problem" => 2, _ => 3 };

    private static IEnumerable<Sample> Histogram(StepTimes times, Label label)
    {
        var below = 0L;

        for (var i = 0; i < times.Buckets.Length; i++)
        {
            below += times.Buckets[i];
            var end = i < StepTimes.Ends.Count ? MetricText.Number(StepTimes.Ends[i]) : "+Inf";
            yield return new Sample(below, label, new Label("le", end)) { Suffix = "_bucket" };
        }

        yield return new Sample(times.Sum, label) { Suffix = "_sum" };
        yield return new Sample(below, label) { Suffix = "_count" };
    }
}
