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
            await members.Store.PutMemberAsync(record, null, null, 0, ct);
        }

        Assert.Equal(["m7"], (await members.Store.ReadSignersAsync("k", ct)).Members.Keys);
        var whole = (await members.Store.ReadAsync(ct)).View;
        Assert.Equal(50, whole.Members.Count);
        Assert.DoesNotContain(whole.Members.Values, member => member.IsCloned);

        await members.Store.PutMemberAsync(whole.Members["m7"].Record! with { Signer = null }, null, "k", 0, ct);
        Assert.Empty((await members.Store.ReadSignersAsync("k", ct)).Members);
    }
}
