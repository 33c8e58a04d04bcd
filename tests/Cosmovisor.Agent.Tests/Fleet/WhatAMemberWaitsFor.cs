using System.Text.Json;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>The gate, a second signer, app hashes: by holds in the home.</summary>
public static class WhatAMemberWaitsFor
{
    private const string Key =
        """{"address":"A","pub_key":{"type":"tendermint/PubKeyEd25519","value":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},"priv_key":{}}""";

    [Fact]
    public static async Task HoldsASecondSignerWhileTheFirstLives()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var first = await FirstSignerAsync(members);

        Signs(members.Node("b"), "b");
        _ = members.Join("b");

        await Wait.UntilAsync("b is held", () => File.Exists(Hold(members, "b", "signer")));
        using (var hold =
            JsonDocument.Parse(await File.ReadAllTextAsync(Hold(members, "b", "signer"), TestContext.Current.CancellationToken)))
        {
            Assert.Contains(
                "signs with the same consensus key", hold.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        Assert.Contains("sign with one consensus key", (await members.DoAsync("status")).Output, StringComparison.Ordinal);
        await members.LeaveAsync(first);
        await Wait.UntilAsync("b is free", () => !File.Exists(Hold(members, "b", "signer")));
    }

    [Fact]
    public static async Task KeepsASecondSignerHeldWhileEtcdIsAwayAndWhenItHasLostItsData()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var first = await FirstSignerAsync(members);
        Signs(members.Node("b"), "b");
        _ = members.Join("b", pace: SomeMembers.Quick with { Settle = TimeSpan.FromHours(1) });
        await Wait.UntilAsync("b is held", () => File.Exists(Hold(members, "b", "signer")));

        await etcd.StopAsync();
        await Wait.UntilAsync("b could not ask", () => members.Said.Any(one => one.Contains(
            $"{members.Home("b")}: ", StringComparison.Ordinal) && one.Contains("The node goes on as", StringComparison.Ordinal)));
        Assert.True(File.Exists(Hold(members, "b", "signer")));

        await members.LeaveAsync(first);
        etcd.DeleteData();
        await etcd.StartAsync();
        await members.UntilAsync("b alone is there", one => one.Members.Values.All(member => member.Name == "b") && one.Members.Count == 1);
        await LookAgainAsync(members, "b");
        Assert.True(File.Exists(Hold(members, "b", "signer")));
    }

    [Fact]
    public static async Task HoldsACopiedKeyThatHasSignedNothing()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        Signs(members.Node("a"), "a");
        _ = members.Join("a");
        await members.UntilAsync("a signs", one => one.Members.Values.Any(member => member.Record?.Signer is not null));

        Signs(members.Node("b"), "b");
        File.Delete(Path.Join(members.Home("b"), "data", "priv_validator_state.json"));
        members.State("b", Stopped);
        _ = members.Join("b");

        await Wait.UntilAsync("b is held", () => File.Exists(Hold(members, "b", "signer")));
        var view = await members.UntilAsync("b is there", one => one.Members.Count == 2);
        Assert.Null(view.Members.Values.Single(member => member.Name == "b").Record!.Signer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static async Task HoldsANodeWithAKeyBeforeTheFirstAnswerWhereTheGuardIsClosed(bool closed)
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        Signs(members.Node("a"), "a");
        members.State("a", Stopped);

        _ = members.Join("a", closed: closed);

        Assert.Equal(closed, File.Exists(Hold(members, "a", "signer")));
        await Wait.UntilAsync("a is free once the fleet was read", () => !File.Exists(Hold(members, "a", "signer")));
    }

    [Fact]
    public static async Task HoldsAMemberAtTheGateUntilACanaryHasAppliedTheUpgrade()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("s").Join("s", "group=sentry,chain=c", gate: "canary");
        await members.UntilAsync("s", one => one.Members.Count == 1);
        var canary = await CanaryAsync(members, applied: 99);

        members.State(
            "s",
            """{"version":1,"daemon":{"name":"simd","state":"stopped","current":"genesis"},"upgrade":{"name":"v2","height":100},"lastUpgrade":null}""");
        await Wait.UntilAsync("s is held", () => File.Exists(Hold(members, "s", "gate")));

        await members.Store.PutMemberAsync(canary with { AppHeight = 100 }, null, [], 0, TestContext.Current.CancellationToken);
        await Wait.UntilAsync("s is free", () => !File.Exists(Hold(members, "s", "gate")));
    }

    [Fact]
    public static async Task ShutsTheGateInTheMomentAnUpgradeBegins()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var now = DateTimeOffset.UtcNow;
        _ = members.Node("s").Join("s", "group=sentry,chain=c", gate: "canary", pace: Asleep);
        await members.UntilAsync("s", one => one.Members.Count == 1);
        var canary = await CanaryAsync(members, applied: 99);

        members.State("s", Halted);

        await Wait.UntilAsync("s is held", () => File.Exists(Hold(members, "s", "gate")));
        await Wait.UntilAsync("it knows why", async () => (await File.ReadAllTextAsync(
            Hold(members, "s", "gate"),
            TestContext.Current.CancellationToken)).Contains("has not applied the upgrade at height 100 yet", StringComparison.Ordinal));
        Assert.True(DateTimeOffset.UtcNow - now < Asleep.Look);

        await members.Store.PutMemberAsync(canary with { AppHeight = 100 }, null, [], 0, TestContext.Current.CancellationToken);
        // it wakes the agents
        _ = await members.DoAsync("schedule", "add", "v9", "--height", "9000", "--link", "https://example.com/v9", "--only", "group=none");
        await Wait.UntilAsync("s is free", () => !File.Exists(Hold(members, "s", "gate")));
    }

    [Fact]
    public static async Task WaitsSecondsAloneWhereEtcdDoesNotAnswer()
    {
        var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("s").Join("s", "group=sentry,chain=c", gate: "canary");
        await members.UntilAsync("s", one => one.Members.Count == 1);
        await etcd.DisposeAsync();

        members.State("s", Halted);

        await Wait.UntilAsync("s is held", () => File.Exists(Hold(members, "s", "gate")));
        using var hold = JsonDocument.Parse(await File.ReadAllTextAsync(Hold(members, "s", "gate"), TestContext.Current.CancellationToken));
        Assert.True(hold.RootElement.GetProperty("until").GetDateTimeOffset() - DateTimeOffset.UtcNow < TimeSpan.FromSeconds(21));
    }

    [Fact]
    public static async Task NeverHoldsANodeWhoseSignerIsRemote()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("v");
        _ = Directory.CreateDirectory(Path.Join(members.Home("v"), "config"));
        await File.WriteAllTextAsync(Path.Join(members.Home("v"), "config", "config.toml"),
            "priv_validator_laddr = \"tcp://127.0.0.1:1234\"\n", TestContext.Current.CancellationToken);
        _ = await CanaryAsync(members, applied: 99);
        _ = members.Join("v", "group=validator,chain=c", gate: "canary");
        await members.UntilAsync("v", one => one.Members.Values.Any(member => member.Record is { SignsRemotely: true, Signer: null }));

        members.State("v", Halted);
        await members.UntilAsync("it was seen", one => one.Members.Values.Any(member => member.Record is { Name: "v", State: "stopped" }));
        await LookAgainAsync(members, "v");

        Assert.False(File.Exists(Hold(members, "v", "gate")));
    }

    private const string Halted =
        """{"version":1,"daemon":{"name":"simd","state":"stopped","current":"genesis"},"upgrade":{"name":"v2","height":100},"lastUpgrade":null}""";

    private const string Stopped =
        """{"version":1,"daemon":{"name":"simd","state":"stopped","current":"genesis"},"upgrade":null,"lastUpgrade":null}""";

    private static async Task<FleetAgent> FirstSignerAsync(SomeMembers members)
    {
        Signs(members.Node("a"), "a");
        var first = members.Join("a");
        await members.UntilAsync("a signs", one => one.Members.Values.Any(member => member.Record?.Signer is not null));
        return first;
    }

    private static readonly FleetPace Asleep = SomeMembers.Quick with { Look = TimeSpan.FromSeconds(45) };

    private static async Task<MemberRecord> CanaryAsync(SomeMembers members, long applied)
    {
        var record = new MemberRecord("c", "i", "c", new Dictionary<string, string> { ["group"] = "canary" }, "running")
        {
            ChainId = "c",
            AppHeight = applied
        };
        await members.Store.PutMemberAsync(record, null, [], 0, TestContext.Current.CancellationToken);
        return record;
    }

    // A member writes its record at the beginning of a look: another record says that the look before it is over.
    private static async Task LookAgainAsync(SomeMembers members, string name)
    {
        var path = Path.Join(members.Home(name), "cosmovisor", "state.json");
        var state = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        members.State(name, state.Replace("\"genesis\"", "\"seen-again\"", StringComparison.Ordinal));
        await members.UntilAsync(
            "it has looked again", one => one.Members.Values.Any(member => member.Record is { Current: "seen-again" } record
                && record.Name == name));
    }

    private static string Hold(SomeMembers members, string name, string which) =>
        Path.Join(members.Home(name), "cosmovisor", "holds", $"fleet-{which}.json");

    private static void Signs(SomeMembers members, string name)
    {
        _ = Directory.CreateDirectory(Path.Join(members.Home(name), "data"));
        _ = Directory.CreateDirectory(Path.Join(members.Home(name), "config"));
        File.WriteAllText(Path.Join(members.Home(name), "data", "priv_validator_state.json"), """{"height":"7","round":0,"step":3}""");
        File.WriteAllText(Path.Join(members.Home(name), "config", "priv_validator_key.json"), Key);
    }
}
