using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>The fleet's troubles as notices: one agent tells them for all.</summary>
public static class WhatIsToldOfTheFleet
{
    private const string Link = "https://example.com/v2?checksum=sha256:00";

    [Fact]
    public static async Task IsToldByOneAgentAndByTheNextOnceItIsGone()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var first = members.Node("a").Node("b").Node("c").Join("a", tells: true);
        await Wait.UntilAsync("a tells", () => first.Troubles.Troubles is not null);
        var second = members.Join("b", tells: true);
        var silent = members.Join("c");

        await Wait.UntilAsync("b knows that another tells", () => second.Troubles is { IsKnown: true, Troubles: null });
        Assert.Equal(FleetTroubles.Unknown, silent.Troubles);

        await members.LeaveAsync(first);
        await Wait.UntilAsync("b tells", () => second.Troubles.Troubles is not null);
    }

    [Fact]
    public static async Task IsARolloutThatStoppedAndWhoRefuses()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("a").Node("b").Node("c");
        members.Touch("a", "bad");
        var teller = members.Join("a", tells: true);
        _ = members.Join("b", allow: "");
        await members.UntilAsync("two", one => one.Members.Count == 2);

        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s", "--max-unavailable", "2");

        await Wait.UntilAsync("both are told", () => teller.Troubles.Troubles is { } told
            && told.Any(one => one is { Kind: FleetTrouble.Stopped, About: "v2", IsError: true }
                && one.Says.Contains("a failed: its upgrade ended as failed", StringComparison.Ordinal))
            && told.Any(one => one is { Kind: FleetTrouble.Refused, About: "v2", IsError: false }
                && one.Says.Contains("b (this member takes no links from its fleet", StringComparison.Ordinal)));
    }
}
