using Cosmovisor.Agent.Api;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Chain;
using Xunit;

namespace Cosmovisor.Agent.Tests.Api;

public static class WhatAProbeHears
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 7, 0, 0, TimeSpan.Zero);

    private static readonly HomeState Upgrading = new()
    {
        Daemon = new DaemonFacts { State = "ended" },
        Upgrade = new UpgradeFacts { Name = "v2" }
    };

    [Fact]
    public static void AnUpgradeOfHoursIsAliveAndNotReady()
    {
        Assert.Equal("ok", Probes.Live(SupervisorPresence.Running, Upgrading));
        Assert.Equal("upgrading", Probes.Ready(SupervisorPresence.Running, Upgrading, Seen(10), 6));
    }

    [Theory]
    [InlineData("starting", "ok")]
    [InlineData("running", "ok")]
    [InlineData("stopping", "ok")]
    [InlineData("stopped", "ok")]
    [InlineData("of-tomorrow", "ok")]
    [InlineData("ended", "ended")]
    public static void ADaemonThatIsStartedAgainIsAlive(string state, string word) =>
        Assert.Equal(word, Probes.Live(SupervisorPresence.Running, new HomeState { Daemon = new DaemonFacts { State = state } }));

    [Fact]
    public static void WithoutASupervisorNothingIsAliveWhateverTheFilesSay() =>
        Assert.Equal(
            "stopped",
            Probes.Ready(SupervisorPresence.NotRunning, new HomeState { Daemon = new DaemonFacts { State = "running" } }, Seen(1), 6));

    [Theory]
    [InlineData(59, 6.0, "ok")]
    [InlineData(61, 6.0, "stalled")]
    [InlineData(9, 0.4, "ok")]
    [InlineData(11, 0.4, "stalled")]
    [InlineData(61, null, "stalled")]
    [InlineData(61, double.NaN, "stalled")]
    [InlineData(61, -1.0, "stalled")]
    public static void AHeightThatStandsStillForTenBlocksIsNotReady(int seconds, double? pace, string word) =>
        Assert.Equal(word, Probes.Ready(SupervisorPresence.Running, null, Seen(seconds), pace));

    [Fact]
    public static void ANodeThatDoesNotAnswerOrIsBehindIsNotReady()
    {
        Assert.Equal(
            "unreachable",
            Probes.Ready(SupervisorPresence.Running, null, NodeSeen.After(Seen(1), Parsed.Invalid<NodeStatus>("away"), Now), 6));
        Assert.Equal("catching-up", Probes.Ready(SupervisorPresence.Running, null,
            NodeSeen.After(null, Parsed.Ok(new NodeStatus("n", 5) { CatchingUp = true, LastBlockTime = Now }), Now), 6));
        Assert.Equal(
            "starting", Probes.Ready(SupervisorPresence.Running, null, NodeSeen.After(null, Parsed.Ok(new NodeStatus("n", 0)), Now), 6));
    }

    [Fact]
    public static void ABlockOfTheFutureDoesNotKeepANodeReady()
    {
        var first = NodeSeen.After(null, Parsed.Ok(new NodeStatus("n", 5) { LastBlockTime = Now.AddYears(1) }), Now);
        var second = NodeSeen.After(first, Parsed.Ok(new NodeStatus("n", 6) { LastBlockTime = Now.AddYears(1) }), Now.AddSeconds(5));
        var third = NodeSeen.After(second, Parsed.Ok(new NodeStatus("n", 6) { LastBlockTime = Now.AddYears(1) }), Now.AddSeconds(90));

        Assert.Equal("ok", Probes.Ready(SupervisorPresence.Running, null, second, 6));
        Assert.Equal("stalled", Probes.Ready(SupervisorPresence.Running, null, third, 6));
    }

    private static NodeSeen Seen(int secondsAgo) =>
        NodeSeen.After(null, Parsed.Ok(new NodeStatus("n", 5) { LastBlockTime = Now.AddSeconds(-secondsAgo) }), Now);
}
