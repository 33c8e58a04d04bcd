using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

public static class WhoSignsInAFleet
{
    [Fact]
    public static async Task IsAnsweredForAKeyWithoutTheOthers()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var ct = TestContext.Current.CancellationToken;

        for (var i = 0; i < 50; i++)
        {
            var record = new MemberRecord($"m{i}", "i", $"m{i}", new Dictionary<string, string>(), MemberRecord.Running)
            {
                Signer = i == 7 ? "k" : i == 8 ? "other" : null
            };
            await members.Store.PutMemberAsync(record, null, [], 0, ct);
        }

        Assert.Equal(["m7"], (await members.Store.ReadSignersAsync("k", ct)).Members.Keys);
        var whole = (await members.Store.ReadAsync(ct)).View;
        Assert.Equal(50, whole.Members.Count);
        Assert.DoesNotContain(whole.Members.Values, member => member.IsCloned);

        await members.Store.PutMemberAsync(whole.Members["m7"].Record! with { Signer = null }, null, ["k"], 0, ct);
        Assert.Empty((await members.Store.ReadSignersAsync("k", ct)).Members);
    }

    [Fact]
    public static async Task IsNotAnsweredWithAKeyWhoseTryHadNoAnswer()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var ct = TestContext.Current.CancellationToken;
        var lease = new MemberLease(members.Client, members.Store, TimeProvider.System);
        var record = new MemberRecord("m", "i", "m", new Dictionary<string, string>(), MemberRecord.Running);
        var known = new KnownMember("m", "m", new Dictionary<string, string>());
        await lease.KeepAsync(record with { Signer = "first" }, known, ct);

        await etcd.StopAsync();
        _ = await Assert.ThrowsAsync<EtcdException>(() => lease.KeepAsync(record with { Signer = "tried" }, known, ct));
        await etcd.StartAsync();
        await Wait.UntilAsync("a client that has found it again", () => AnswersAsync(members.Store, ct));

        // The try was carried out, and its answer was lost.
        await members.Store.PutMemberAsync(record with { Signer = "tried" }, null, ["first"], lease.Id, ct);
        Assert.Single((await members.Store.ReadSignersAsync("tried", ct)).Members);
        await lease.KeepAsync(record with { Signer = "first" }, known, ct);

        Assert.Empty((await members.Store.ReadSignersAsync("tried", ct)).Members);
        Assert.Single((await members.Store.ReadSignersAsync("first", ct)).Members);
    }

    // Its channel pauses after a connection that was refused.
    private static async Task<bool> AnswersAsync(FleetStore store, CancellationToken ct)
    {
        try
        {
            _ = await store.ReadSignersAsync("tried", ct);
            return true;
        }
        catch (EtcdException)
        {
            return false;
        }
    }
}
