using System.Reflection;
using Cosmovisor.Agent.Files;

namespace Cosmovisor.Agent.Metrics;

/// <summary>Every name of <c>/metrics</c> that belongs to a home. docs/agent.md has the same table, and a test compares them.</summary>
internal static partial class MetricTable
{
    public static IReadOnlyList<Metric> All => field ??= [.. Supervisor(), .. Node(), .. Coming(), .. Carried(), .. Kept()];

    private static string Build => Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";

    private static IEnumerable<Metric> Supervisor() =>
    [
        new("cosmovisor_build_info", MetricKind.Info, "version, supervisor", "The agent's version, and the supervisor's own word for its.",
            from => [new(1, new("version", Build), new("supervisor", from.Home.State?.Supervisor?.Version ?? ""))]),
        new("cosmovisor_up", MetricKind.Gauge, "", "1 while a supervisor holds the home's lock.", from =>
            from.Home.Supervisor == SupervisorPresence.Unknown ? [] : [new(from.Home.IsSupervised ? 1 : 0)]),
        new("cosmovisor_daemon_up", MetricKind.Gauge, "", "1 while the supervisor has a daemon running.",
            from => [new(from.Home.IsDaemonUp ? 1 : 0)]),
        new("cosmovisor_daemon_lives_total", MetricKind.Counter, "", "How often a daemon was started in this home.",
            from => Of(from.Home.State?.Daemon?.Lives)),
        new("cosmovisor_daemon_start_time_seconds", MetricKind.Gauge, "", "When the daemon that runs was started, in Unix time.", from =>
            from.Home.IsDaemonUp ? Of(from.Home.State?.Daemon?.Started) : []),
        new("cosmovisor_daemon_info", MetricKind.Info, "version, name", "The version that current points to, and DAEMON_NAME.", from =>
            from.Home.State?.Daemon is { } daemon ? [new(1, new("version", daemon.Version ?? ""), new("name", daemon.Name ?? ""))] : []),
        new("cosmovisor_held", MetricKind.Gauge, "", "Holds in force: the supervisor waits for them before it starts a daemon.",
            from => [new(from.Holds)]),
        new("cosmovisor_log_lost_total", MetricKind.Counter, "", "Lines of the supervisor's log that could not be written.", from =>
            [new(from.Counts.LogLostBefore + from.Counts.LogLost)]),
    ];

    // A silent node's series end. A number that stands still would look like an answer.
    private static IEnumerable<Metric> Node() =>
    [
        new("cosmovisor_node_reachable", MetricKind.Gauge, "", "1 while the node's RPC answers.", from =>
            from.Home.Node is { } node ? [new(node.Status is null ? 0 : 1)] : []),
        new("cosmovisor_node_catching_up", MetricKind.Gauge, "", "1 while the node fetches blocks that were made long ago.", from =>
            from.Home.Node?.Status is { } status ? [new(status.CatchingUp ? 1 : 0)] : []),
        new("cosmovisor_node_height", MetricKind.Gauge, "", "The node's newest block.", from => Of(from.Home.Height)),
        new("cosmovisor_node_last_block_timestamp_seconds", MetricKind.Gauge, "", "When its newest block was made, in Unix time.", from =>
            Of(from.Home.Node?.Status?.LastBlockTime)),
        new("cosmovisor_node_seconds_per_block", MetricKind.Gauge, "", "The chain's pace, by the last look ahead.", from =>
            from.Home.Node?.Status is not null && from.Home.Outlook?.Node?.SecondsPerBlock is { } pace ? [new(pace)] : []),
        new("cosmovisor_outlook_timestamp_seconds", MetricKind.Gauge, "", "When the last look ahead was, in Unix time.",
            from => Of(from.Home.Outlook?.At)),
        new("cosmovisor_look_ahead_errors_total", MetricKind.Counter, "", "Looks ahead that failed, or met trouble.",
            from => [new(from.Counts.LookAheadErrors)]),
    ];

    private static IEnumerable<Metric> Kept() =>
    [
        new("cosmovisor_backups", MetricKind.Gauge, "", "Backups that are whole.",
            from => from.Backups is { } backups ? [new(backups.Count)] : []),
        new("cosmovisor_backup_bytes", MetricKind.Gauge, "", "Their bytes; what they share with the data counts too.", from =>
            from.Backups is { } backups ? [new(backups.Bytes)] : []),
        new("cosmovisor_home_free_bytes", MetricKind.Gauge, "", "Room left on the file system of the home.", from => Of(from.FreeBytes)),
        new("cosmovisor_notices_sent_total", MetricKind.Counter, "", "Notices that arrived.", from => [new(from.Notices.Sent)]),
        new("cosmovisor_notices_failed_total", MetricKind.Counter, "", "Notices that were refused for good, or given up.",
            from => [new(from.Notices.Failed)]),
        new("cosmovisor_notices_queued", MetricKind.Gauge, "kind", "Notices that wait for their turn, by the kind of their address.", from =>
            from.Notices.Queued.Select(one => new Sample(one.Value, new Label("kind", one.Key)))),
    ];

    private static IEnumerable<Sample> Of(long? value) => value is { } number ? [new(number)] : [];

    private static IEnumerable<Sample> Of(DateTimeOffset? value) => value is { } time ? [new(time.ToUnixTimeMilliseconds() / 1000.0)] : [];
}
