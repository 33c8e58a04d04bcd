using Cosmovisor.Agent.Notices;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

/// <summary>Troubles of the fleet beside those of the home.</summary>
public static class TheFleetsTroubles
{
    private static readonly FleetTrouble Stopped = new(FleetTrouble.Stopped, "v2", IsError: true, "the rollout of \"v2\" has stopped");

    [Fact]
    public static void HaveOneKeyWhicheverAgentTells()
    {
        var source = new FleetNewsSource(() => new FleetTroubles(IsKnown: true, [Stopped]), "mainnet");
        var address = AddressesOfNotices.Parse("http://127.0.0.1/hook");
        var book = new NoticeBook { Position = "" };

        Assert.True(book.Compare([.. source.Troubles([])], new NoticeSender("h", "/home", null, null), Some.Now, [address], null));

        var told = Assert.Single(book.Of(address).Waiting);
        Assert.Equal("cosmovisor:fleet:mainnet:fleet-rollout-stopped/v2", told.Trouble!.Key);
        Assert.Equal("error", told.Level);
    }

    [Fact]
    public static void StayOpenWhileNothingIsKnown()
    {
        var open = new OpenTrouble("k", FleetTrouble.Late, "a", "warning", "late", Some.Now);

        var kept = Assert.Single(new FleetNewsSource(() => FleetTroubles.Unknown, "mainnet").Troubles([open]));

        Assert.Equal((open.Kind, open.Plan), (kept.Kind, kept.Plan));
    }

    [Fact]
    public static void AreNeitherOpenNorOverWhereAnotherTells()
    {
        var source = new FleetNewsSource(() => new FleetTroubles(IsKnown: true, null), "mainnet");
        var address = AddressesOfNotices.Parse("http://127.0.0.1/hook");
        var book = new NoticeBook { Position = "" };
        book.Troubles["fleet-member-late/a"] = new OpenTrouble("k", FleetTrouble.Late, "a", "warning", "late", Some.Now);

        Assert.True(source.IsToldElsewhere);
        Assert.True(book.LeaveToAnother(trouble => TroubleKind.IsOfTheFleet(trouble.Kind)));
        _ = book.Compare(
            [.. source.Troubles(book.Troubles.Values)], new NoticeSender("h", "/home", null, null), Some.Now.AddHours(1), [address], null);

        Assert.Empty(book.Of(address).Waiting);
    }
}
