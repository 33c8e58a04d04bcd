using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>What goes wrong in a way that nothing foresees is told, and ends the agent.</summary>
public static class AFleetThatFails
{
    [Fact]
    public static async Task SaysSoAndAsksForItsEnd()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);

        var agent = members.Node("a").Join("a", clock: new StoppedClock());

        await agent.Failed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Contains(members.Said, one => one.StartsWith(
            $"fleet: {members.Home("a")}: failed, and cannot go on: System.InvalidOperationException: no time", StringComparison.Ordinal));
        await members.LeaveAsync(agent);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("no time");
    }
}
