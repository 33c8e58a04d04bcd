using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Chain;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Tests;

/// <summary>Valid samples; a test states only what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 28, 7, 0, 0, TimeSpan.Zero);

    /// <summary>A name as a hostile chain would have it.</summary>
    public const string HostileName = "v2\" } <script>alert(1)</script>\n\\ \u2028 {x=\"y\"}";

    public static HomeNow Home(HomeState? state = null, HomeOutlook? outlook = null, NodeSeen? node = null,
        SupervisorPresence supervisor = SupervisorPresence.Running) =>
        new(new HomeFiles("/home/a"), supervisor, state, outlook, node, Now);

    public static HomeState State() => new()
    {
        At = Now,
        Supervisor = new SupervisorFacts { Version = "0.2.0", Contract = "sdk", Started = Now.AddHours(-1) },
        Daemon = new DaemonFacts
        {
            Name = "gaiad",
            Version = "v1",
            State = "running",
            Pid = 7,
            Started = Now.AddHours(
            -1),
            Current = "upgrades/v1",
            Lives = 3
        },
    };

    public static HomeOutlook Outlook(params ComingFacts[] plans) => new()
    {
        At = Now.AddMinutes(-1),
        NextLook = Now.AddMinutes(9),
        Node = new NodeFacts { ChainId = "chain-1", Height = 90, SecondsPerBlock = 6 },
        Plans = plans,
    };

    public static ComingFacts Plan(string name, long height = 100, string ready = "yes", string status = "decided") => new()
    {
        Name = name,
        Height = height,
        Source = "chain",
        Status = status,
        Ready = ready,
        Checks = [new CheckFacts { Check = "binary", Result = ready == "yes" ? "ok" : "problem", Says = "says", Todo = "todo" }],
    };

    public static NodeSeen Node(long height = 90) =>
        new(Now, new NodeStatus("n", height) { ChainId = "chain-1", LastBlockTime = Now.AddSeconds(-3) }, Now, null);

    public static NodeSeen SilentNode() => new(Now, null, Now.AddMinutes(-1), "away");

    /// <summary>Three members: one well, one in trouble, one late; an entry of the schedule, and a rollout that stopped.</summary>
    public static FleetView Fleet(string name = "a")
    {
        var sentry = new Dictionary<string, string> { ["group"] = "sentry" };
        var a = new MemberRecord("1", "i", name, sentry, MemberRecord.Running)
        {
            ChainId = "chain-1",
            Current = "upgrades/v1",
            Height = 90,
            Plans = [new MemberPlan("v2", 100) { Status = "decided", Ready = "yes", BlocksLeft = 10 }],
            Readiness = [new MemberReadiness("e1", Readiness.Yes)],
        };
        var b = a with
        {
            Id = "2",
            Name = "b",
            Height = 91,
            Trouble = "no room left",
            Readiness = [new MemberReadiness(
            "e1", Readiness.No, "no room for v2")]
        };
        var members = new[]
        {
            new MemberView(new KnownMember("1", name, sentry), [a]), new MemberView(new KnownMember("2", "b", sentry), [b]), new MemberView(
                new KnownMember("3", "c", new Dictionary<string, string>()), []),
        };
        var rollout = new Rollout("r1", "v1.1", "https://example.com/v1.1", 1, 60,
            [new RolloutMember("1", name, "sentry", Turn.Done), new RolloutMember("2", "b", "sentry", Turn.Failed)])
        {
            State = RolloutState.Stopped,
            Why = "b failed: no room left",
        };
        return new FleetView(
            members.ToDictionary(one => one.Id), [new FleetScheduleEntry("e1", "v2", 100, "https://example.com/v2")], [rollout]);
    }

    public static MetricSource Source(HomeNow home, EventCounts? counts = null) => new(home, counts ?? new EventCounts(), new NoticeCounts(
        1, 2, new Dictionary<string, int> { ["slack"] = 3 }))
    {
        Backups = (2, 1000),
        FreeBytes = 5,
    };
}
