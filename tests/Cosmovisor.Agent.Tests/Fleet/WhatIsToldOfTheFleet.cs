using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Agent.Settings;
using Cosmovisor.Agent.Tests.Notices;
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
    public static async Task IsResolvedByTheAgentThatTellsNextThoughItEndedWhileNoneDid()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var first = members.Node("a").Node("b").Join("a", tells: true, pace: Telling);
        members.Touch("a", "bad");
        await members.UntilAsync("a", one => one.Members.Count == 1);
        using var told = new Teller(members, "a", first);
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        await Wait.UntilAsync("a has told it", () => told.LookAndSend().Count == 1);
        await UntilKeptAsync(members, FleetTrouble.Stopped);

        await members.LeaveAsync(first);
        _ = await members.DoAsync("rollout", "abort", "v2");
        var second = members.Join("b", tells: true, pace: Telling);
        using var next = new Teller(members, "b", second);
        await Wait.UntilAsync("b has resolved what a has opened",
            () => next.LookAndSend().Any(one => one.Trouble!.Kind == FleetTrouble.Stopped));

        Assert.Equal(
            [(told.Sent[0].Trouble!.Key, true), (told.Sent[0].Trouble!.Key, false)],
            told.Sent.Concat(next.Sent).Where(one => one.Trouble!.Kind == FleetTrouble.Stopped)
                .Select(one => (one.Trouble!.Key, one.Trouble.IsOpen)));
        await UntilKeptAsync(members);
    }

    [Fact]
    public static async Task ThatEtcdWasAwayIsResolvedByTheNextAgentWhereTheFirstIsGone()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var first = members.Node("a").Node("b").Join("a", tells: true, pace: Telling);
        using var told = new Teller(members, "a", first);
        await Wait.UntilAsync("a tells", () => first.Troubles.Troubles is not null);
        var second = members.Join("b", tells: true, pace: Telling);
        using var next = new Teller(members, "b", second);
        await Wait.UntilAsync("b knows that a tells", () => second.Troubles is { IsKnown: true, Troubles: null });

        await etcd.StopAsync();
        await Wait.UntilAsync("a has told that etcd is away", () => told.LookAndSend().Count == 1);
        await members.LeaveAsync(first);
        await etcd.StartAsync();

        // The notices look seldom; the teller looks again meanwhile.
        await Wait.UntilAsync("b tells", () => second.Troubles.Troubles is not null);
        await UntilKeptAsync(members, FleetTrouble.Away);
        var (taken, looks) = (second.Troubles, 0);
        await Wait.UntilAsync("b has looked again, more than once", () =>
        {
            looks += ReferenceEquals(taken, second.Troubles) ? 0 : 1;
            taken = second.Troubles;
            return looks > 2;
        });
        await Wait.UntilAsync("b has resolved it", () => next.LookAndSend().Any(one => one.Trouble!.Kind == FleetTrouble.Away));

        Assert.Equal(
            [("cosmovisor:fleet:test:fleet-away", true), ("cosmovisor:fleet:test:fleet-away", false)],
            told.Sent.Concat(next.Sent).Where(one => one.Trouble!.Kind == FleetTrouble.Away).Select(
                one => (one.Trouble!.Key, one.Trouble.IsOpen)));
    }

    [Fact]
    public static async Task ThatEtcdWasAwayIsHandedOverByTheAgentThatToldIt()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var first = members.Node("a").Node("b").Join("a", tells: true, pace: Telling);
        using var told = new Teller(members, "a", first);
        await Wait.UntilAsync("a tells", () => first.Troubles.Troubles is not null);
        await etcd.StopAsync();
        await Wait.UntilAsync("a has told that etcd is away", () => told.LookAndSend().Count == 1);

        // Another agent is quicker when etcd comes back, and was not there before.
        await members.LeaveAsync(first);
        etcd.DeleteData();
        await etcd.StartAsync();
        var second = members.Join("b", tells: true, pace: Telling);
        using var next = new Teller(members, "b", second);
        await Wait.UntilAsync("b tells", () => second.Troubles.Troubles is not null && next.LookAndSend().Count == 0);
        var again = members.Join("a", tells: true, pace: Telling);
        told.Follow(again);
        await Wait.UntilAsync("b has resolved what a handed over",
            () => told.LookAndSend().Count == 1 && next.LookAndSend().Any(one => one.Trouble!.Kind == FleetTrouble.Away));

        var resolved = Assert.Single(next.Sent, one => one.Trouble!.Kind == FleetTrouble.Away);
        Assert.Equal((told.Sent[0].Trouble!.Key, false), (resolved.Trouble!.Key, resolved.Trouble.IsOpen));
        await UntilKeptAsync(members);
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

    [Fact]
    public static async Task IsKeptByEtcdThoughTheAgentEndsAtOnce()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var first = members.Node("a").Join("a", tells: true);
        await Wait.UntilAsync("a tells", () => first.Troubles.Troubles is not null);

        first.Keep(new FleetTold(first.Members[0].Id, [Told(FleetTrouble.Stopped, "v2")]), first.Troubles);
        await members.LeaveAsync(first);

        await UntilKeptAsync(members, FleetTrouble.Stopped);
    }

    [Fact]
    public static async Task IsAMemberThatTheAgentBeforeHasToldAsLateWithoutAMinute()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var ct = TestContext.Current.CancellationToken;
        var gone = members.Node("gone").Node("late").Node("a").Join("gone");
        var late = members.Join("late");
        await members.UntilAsync("both", one => one.Members.Count == 2);
        await members.LeaveAsync(gone);
        await members.LeaveAsync(late);
        Assert.NotNull(await members.Store.ReplaceAsync(new FleetTold("another", [Told(FleetTrouble.Late, "late")]), 0, null, ct));

        var first = members.Join("a", tells: true);
        await Wait.UntilAsync("a tells", () => first.Troubles.Troubles is not null);

        Assert.Equal([(FleetTrouble.Late, "late")], first.Troubles.Troubles!.Select(one => (one.Kind, one.About)));
    }

    private static ToldTrouble Told(string kind, string about) =>
        new(kind, "warning", "it is so", Some.Now, Sent: true) { About = about };

    private static FleetPace Telling { get; } = SomeMembers.Quick with
    {
        Tell = TimeSpan.FromMilliseconds(200),
        Away = TimeSpan.FromSeconds(1)
    };

    private static Task UntilKeptAsync(SomeMembers members, params string[] kinds) => Wait.UntilAsync("etcd keeps it", async () =>
    {
        var (_, told, _) = await members.Store.TellsAsync("nobody", 0, TestContext.Current.CancellationToken);
        return told?.Open.Where(one => one.Kind != FleetTrouble.Late).Select(one => one.Kind).SequenceEqual(kinds) == true;
    });

    /// <summary>The notices of one agent of a fleet; a minute passes between two looks of theirs.</summary>
    private sealed class Teller : IDisposable
    {
        private readonly NoticeAddress _address = AddressesOfNotices.Parse("http://127.0.0.1/hook");
        private readonly HomeFiles _home;
        private readonly AgentFolder _folder;
        private readonly string _fleet;
        private NoticeStore _store;
        private TimeSpan _passed;

        public Teller(SomeMembers members, string name, FleetAgent agent)
        {
            _home = new HomeFiles(members.Home(name));
            _folder = AgentFolder.Take(_home, null);
            _fleet = members.Address.Fleet;
            _store = Read(agent);
        }

        public List<Notice> Sent { get; } = [];

        /// <summary>The next run of the agent, with what the last one has left on the disk.</summary>
        public void Follow(FleetAgent agent)
        {
            _store.Dispose();
            _store = Read(agent);
        }

        public List<Notice> LookAndSend()
        {
            _passed += TimeSpan.FromMinutes(1);
            _ = _store.Look(
                HomeNow.Of(_home, DateTimeOffset.UtcNow + _passed), TimeSpan.Zero, new NoticeSender("h", _home.Path, null, null));

            while (_store.Next(_address) is { Notice: { } notice })
            {
                Sent.Add(notice);
                _store.Note(_address, notice, new SendOutcome.Sent());
            }

            return Sent;
        }

        public void Dispose()
        {
            _store.Dispose();
            _folder.Dispose();
        }

        private NoticeStore Read(FleetAgent agent) => new(
            _home, _folder, new AgentSettings([_home.Path], null, null, []) { Notify = [_address] }, TimeProvider.System, _ => { },
            new FleetNewsSource(() => agent.Troubles, agent.Keep, _fleet, agent.Members[0].Id));
    }
}
