using System.Text.Json;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>The gate, a second signer, app hashes: by holds in the home.</summary>
public static class WhatAMemberWaitsFor
{
    private const string Key = """{"address":"A","pub_key":{"type":"tendermint/PubKeyEd25519","value":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},"priv_key":{}}""";

    [Fact]
    public static async Task HoldsASecondSignerWhileTheFirstLives()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        Signs(members.Node("a"), "a");
        var first = members.Join("a");
        await members.UntilAsync("a signs", one => one.Members.Values.Any(member => member.Record?.Signer is not null));

        Signs(members.Node("b"), "b");
        _ = members.Join("b");

        await Wait.UntilAsync("b is held", () => File.Exists(Hold(members, "b", "signer")));
        using (var hold = JsonDocument.Parse(await File.ReadAllTextAsync(Hold(members, "b", "signer"), TestContext.Current.CancellationToken)))
        {
            Assert.Contains("signs with the same consensus key", hold.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        Assert.Contains("sign with one consensus key", (await members.DoAsync("status")).Output, StringComparison.Ordinal);
        await members.LeaveAsync(first);
        await Wait.UntilAsync("b is free", () => !File.Exists(Hold(members, "b", "signer")));
    }

    [Fact]
    public static async Task HoldsAMemberAtTheGateUntilACanaryHasAppliedTheUpgrade()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("s").Join("s", "group=sentry,chain=c", gate: "canary");
        await members.UntilAsync("s", one => one.Members.Count == 1);
        var canary = await CanaryAsync(members, applied: 99);

        members.State("s", """{"version":1,"daemon":{"name":"simd","state":"stopped","current":"genesis"},"upgrade":{"name":"v2","height":100},"lastUpgrade":null}""");
        await Wait.UntilAsync("s is held", () => File.Exists(Hold(members, "s", "gate")));

        await members.Store.PutMemberAsync(canary with { AppHeight = 100 }, null, 0, TestContext.Current.CancellationToken);
        await Wait.UntilAsync("s is free", () => !File.Exists(Hold(members, "s", "gate")));
    }

    private static async Task<MemberRecord> CanaryAsync(SomeMembers members, long applied)
    {
        var record = new MemberRecord("c", "i", "c", new Dictionary<string, string> { ["group"] = "canary" }, "running") { ChainId = "c", AppHeight = applied };
        await members.Store.PutMemberAsync(record, null, 0, TestContext.Current.CancellationToken);
        return record;
    }

    private static string Hold(SomeMembers members, string name, string which) => Path.Join(members.Home(name), "cosmovisor", "holds", $"fleet-{which}.json");

    private static void Signs(SomeMembers members, string name)
    {
        _ = Directory.CreateDirectory(Path.Join(members.Home(name), "data"));
        _ = Directory.CreateDirectory(Path.Join(members.Home(name), "config"));
        File.WriteAllText(Path.Join(members.Home(name), "data", "priv_validator_state.json"), """{"height":"7","round":0,"step":3}""");
        File.WriteAllText(Path.Join(members.Home(name), "config", "priv_validator_key.json"), Key);
    }
}
