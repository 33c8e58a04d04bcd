using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>etcd behind TLS, with users, and with tokens that last five seconds.</summary>
public static class EtcdWithLocks
{
    private const string Link = "https://example.com/v2?checksum=sha256:00";

    [Fact]
    public static async Task IsReachedWithACertificateOfItsAuthority()
    {
        using var tls = new Certificates();
        await using var etcd = await new Etcd(tls).StartAsync();
        await using var members = new SomeMembers(etcd.Fleet, tls: tls);
        _ = members.Node("a").Join("a");

        await members.UntilAsync("a", one => one.Members.Values.Any(member => member.Record?.State == "running"));
    }

    [Fact]
    public static async Task IsNotReachedWithACertificateOfAnother()
    {
        using var tls = new Certificates();
        using var other = new Certificates();
        await using var etcd = await new Etcd(tls).StartAsync();
        await using var members = new SomeMembers(etcd.Fleet, tls: other);

        var failure = await Assert.ThrowsAsync<EtcdException>(() => members.Store.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Contains("has a certificate that is not trusted here, or refuses ours", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Every call may find its token gone: a rollout of ten seconds goes through three of them.</summary>
    [Fact]
    public static async Task LetsARolloutThroughWhoseTokensLastFiveSeconds()
    {
        using var tls = new Certificates();
        await using var etcd = await new Etcd(tls, "--auth-token-ttl=5").StartAsync();
        await etcd.MustAsync("user", "add", "root:r");
        await etcd.MustAsync("user", "grant-role", "root", "root");
        await etcd.MustAsync("user", "add", "agent:secret");
        await etcd.MustAsync("role", "add", "agent");
        await etcd.MustAsync("role", "grant-permission", "agent", "readwrite", "--prefix=true", "/cosmovisor/test/");
        await etcd.MustAsync("user", "grant-role", "agent", "agent");
        await etcd.MustAsync("auth", "enable");
        await using var members = new SomeMembers(etcd.Fleet, user: "agent", password: "secret", tls: tls);
        _ = members.Node("a").Node("b").Node("c").Join("a");
        _ = members.Join("b");
        _ = members.Join("c");
        await members.UntilAsync("three", one => one.Members.Count == 3);

        Assert.Equal(0, (await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "5s")).Code);

        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
        Assert.DoesNotContain(members.Said, one => one.Contains("refuses", StringComparison.Ordinal));
    }
}
