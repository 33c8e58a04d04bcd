using System.Text.Json;
using Cosmovisor.Tests.LookAhead;
using Cosmovisor.Tests.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Agent;

/// <summary>Three nodes under real supervisors, each with its agent, on one etcd.</summary>
[ManyStarts]
public static class TheFleet
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    [Fact]
    public static async Task RollsAPatchReleaseOutFromNodeToNode()
    {
        await using var etcd = await new Etcd().StartAsync();
        using var site = new SlowSite($"#!/bin/sh\n{Node("v1.1")}\n");
        using var a = new Member("a", etcd.Fleet, site.Host);
        using var b = new Member("b", etcd.Fleet, site.Host);
        using var c = new Member("c", etcd.Fleet, site.Host);
        Member[] members = [a, b, c];
        Await("three members that run", () => Status(a).GetProperty("members") is var all && all.GetArrayLength() == 3
            && all.EnumerateArray().All(one => one.TryGetProperty("state", out var state) && state.GetString() == "running"),
                () => Status(a).ToString());

        var begun = a.Fleet("rollout", "v1.1", "--link", site.CheckedLink, "--soak", "1s");

        Assert.True(begun.Code == 0, begun.Output + begun.Error);
        Await("the rollout is done", () => Status(a).GetProperty("rollouts")[0].GetProperty("state").GetString() == "done",
            () => a.Fleet("status").Output + string.Concat(members.Select(one => one.Home.Log)));
        Assert.All(members, member => Assert.Equal("upgrades/v1.1", member.Home.Current));
        Assert.All(members, member => Assert.Single(
            File.ReadAllLines(member.Home.In("cosmovisor/history.jsonl")),
            line => line.Contains("\"journal\":", StringComparison.Ordinal)));

        // By the supervisors' own events: one was up again before the next went down.
        var downs = members.Select(member => member.Down()).OrderBy(down => down.From).ToList();
        Assert.All(downs.Zip(downs.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From, $"{pair.First} and {pair.Second}"));
    }

    private static string Node(string version) =>
        $"exec {Executable.SimNode} --as {version} --era 0.50 --log_no_color --block-time 100 --home \"$DAEMON_HOME\" --rpc unix://\"$DAEMON_HOME\"/rpc.sock \"$@\"";

    private static JsonElement Status(Member member) => JsonDocument.Parse(member.Fleet("status", "--json").Output).RootElement;

    private static void Await(string what, Func<bool> isSo, Func<string> instead) => Wait.Until(what, isSo, instead, Longest);

    private sealed class Member : IDisposable
    {
        private readonly Run _supervisor;
        private readonly AgentProcess _agent;
        private readonly Dictionary<string, string> _fleet;

        public Member(string name, string fleet, string host)
        {
            _ = LookingAhead.Answering(Home);
            _ = Home.Install("genesis", Node("v1"))
                .PointCurrentTo("genesis")
                .Set("COSMOVISOR_LOOK_AHEAD", "0s")
                .Set("UNSAFE_SKIP_BACKUP", "true")
                .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
            _fleet = new Dictionary<string, string>(Home.OwnVariables())
            {
                ["COSMOVISOR_FLEET"] = fleet,
                ["COSMOVISOR_FLEET_LABELS"] = $"name={name}",
                ["COSMOVISOR_FLEET_ALLOW"] = $"{host}/*",
                ["PATH"] = $"{Path.GetDirectoryName(Executable.Cosmovisorctl)}:{Environment.GetEnvironmentVariable("PATH")}",
            };
            _supervisor = Home.Start("start").AwaitOutput("height=3");
            _agent = new AgentProcess(Home, [.. _fleet.Select(one => (one.Key, one.Value))]);
        }

        public NodeHome Home { get; } = LookingAhead.Home();

        public Finished Fleet(params string[] words)
        {
            using var run = new Run(Executable.Agent, ["fleet", .. words], _fleet);
            return run.End();
        }

        /// <summary>From the end of the first life to the start of the next.</summary>
        public (DateTimeOffset From, DateTimeOffset To) Down()
        {
            var events =
                File.ReadAllLines(Home.In("cosmovisor/events.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            return (events.First(one => Named(one, "daemon-ended")).GetProperty("at").GetDateTimeOffset(),
                events.Last(one => Named(one, "daemon-started")).GetProperty("at").GetDateTimeOffset());
        }

        public void Dispose()
        {
            _agent.Dispose();
            _supervisor.Signal(Run.Terminate);
            _ = _supervisor.End();
            _supervisor.Dispose();
            Home.Dispose();
        }

        private static bool Named(JsonElement line, string name) => line.GetProperty("event").GetString() == name;
    }
}
