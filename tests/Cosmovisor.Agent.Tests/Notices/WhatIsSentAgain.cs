using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Agent.Settings;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

/// <summary>Alertmanager gets again and again what lasts; not a trouble of the fleet that may be over long since.</summary>
public static class WhatIsSentAgain
{
    [Fact]
    public static async Task IsNoTroubleOfTheFleetUntilItIsKnownWhichAgentTells()
    {
        await using var home = new AgentHome();
        var files = new HomeFiles(home.Path);
        using var folder = AgentFolder.Take(files, null);
        var address = AddressesOfNotices.Parse("alertmanager+https://am.example.org/api/v2/alerts");
        var now = FleetTroubles.Unknown with
        {
            IsKnown = true,
            Troubles = [new FleetTrouble(FleetTrouble.Stopped, "v2", IsError: true, "it has stopped")]
        };
        using var before = Store(() => now);
        Look(before);
        Assert.Single(before.Open(address));

        // The next run of the agent, which has not read etcd yet.
        var known = now;
        now = FleetTroubles.Unknown;
        using var next = Store(() => now);
        Look(next);
        Assert.Empty(next.Open(address));

        now = known;
        Look(next);
        Assert.Single(next.Open(address));

        NoticeStore Store(Func<FleetTroubles> troubles) => new(
            files, folder, new AgentSettings([files.Path], null, null, []) { Notify = [address] }, TimeProvider.System, _ => { },
            new FleetNewsSource(troubles, (_, _) => { }, "mainnet", "a"));

        void Look(NoticeStore store) => store.Look(
            HomeNow.Of(files, Some.Now), TimeSpan.Zero, new NoticeSender("h", files.Path, null, null));
    }
}
