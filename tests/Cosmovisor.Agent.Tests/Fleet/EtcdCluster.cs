using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>
/// Three members of etcd, each in a network namespace of its own, on one switch; the agents stand in ours. A member's cable can be pulled.
/// </summary>
internal sealed class EtcdCluster : IAsyncDisposable
{
    private const int Size = 3;

    private static readonly string[] Data =
        ["--logger", "zap", "--log-level", "error", "--heartbeat-interval", "100", "--election-timeout", "1000"];

    private readonly int _net = Random.Shared.Next(1, 250);
    private readonly TemporaryFolder _folder = new("etcd");
    private readonly List<Run> _members = [];

    public string Fleet => $"etcd://{string.Join(',', Enumerable.Range(1, Size).Select(i => $"{Ip(i)}:2379"))}/test";

    private string Hub => $"efh{_net}";

    private string Uplink => $"efu{_net}";

    public static async Task<EtcdCluster> StartAsync()
    {
        Assert.SkipUnless(
            File.Exists(Etcd.Program) && File.Exists("/usr/bin/etcdctl"), "etcd is not installed (Debian: etcd-server, etcd-client)");
        var cluster = new EtcdCluster();

        if (await RunAsync("ip", "netns", "add", cluster.Hub) is { Code: not 0, Output: var why })
        {
            cluster._folder.Dispose();
            Assert.Skip($"network namespaces are not permitted here: {why.Trim()}");
        }

        try
        {
            await cluster.BuildAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A member's endpoint alone: for an agent that is cut off with it.</summary>
    public string FleetAt(int member) => $"etcd://{Ip(member)}:2379/test";

    public Task CutAsync(int member) => MustAsync("ip", "-n", Hub, "link", "set", $"p{member}", "down");

    public Task HealAsync(int member) => MustAsync("ip", "-n", Hub, "link", "set", $"p{member}", "up");

    /// <summary>The member that leads now.</summary>
    public async Task<int> LeaderAsync()
    {
        var leader = 0;
        await Wait.UntilAsync("the cluster has a leader", async () =>
        {
            for (var i = 1; i <= Size && leader == 0; i++)
            {
                leader = await IsLeaderAsync(i) ? i : 0;
            }

            return leader > 0;
        });
        return leader;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            member.Dispose();
        }

        for (var i = 1; i <= Size; i++)
        {
            _ = await RunAsync("ip", "netns", "del", Space(i));
        }

        _ = await RunAsync("ip", "link", "del", Uplink);
        _ = await RunAsync("ip", "netns", "del", Hub);

        _folder.Dispose();
    }

    private async Task BuildAsync()
    {
        await MustAsync("ip", "-n", Hub, "link", "add", "name", "sw0", "type", "bridge");
        await MustAsync("ip", "-n", Hub, "link", "set", "sw0", "up");
        await MustAsync("ip", "link", "add", Uplink, "type", "veth", "peer", "name", "u0", "netns", Hub);
        await MustAsync("ip", "-n", Hub, "link", "set", "u0", "master", "sw0", "up");
        await MustAsync("ip", "addr", "add", $"{Ip(254)}/24", "dev", Uplink);
        await MustAsync("ip", "link", "set", Uplink, "up");
        var peers = string.Join(',', Enumerable.Range(1, Size).Select(i => $"m{i}=http://{Ip(i)}:2380"));

        for (var i = 1; i <= Size; i++)
        {
            await MustAsync("ip", "netns", "add", Space(i));
            await MustAsync("ip", "-n", Hub, "link", "add", "name", $"p{i}", "type", "veth", "peer", "name", "eth0", "netns", Space(i));
            await MustAsync("ip", "-n", Hub, "link", "set", $"p{i}", "master", "sw0", "up");
            await MustAsync("ip", "-n", Space(i), "addr", "add", $"{Ip(i)}/24", "dev", "eth0");
            await MustAsync("ip", "-n", Space(i), "link", "set", "eth0", "up");
            await MustAsync("ip", "-n", Space(i), "link", "set", "lo", "up");
            _members.Add(Member(i, peers));
        }

        _ = await LeaderAsync();
    }

    private Run Member(int i, string peers)
    {
        var (client, peer) = ($"http://{Ip(i)}:2379", $"http://{Ip(i)}:2380");
        return new Run("ip",
        [
            "netns", "exec", Space(i), Etcd.Program, "--name", $"m{i}", "--data-dir", _folder.In($"m{i}"),
            "--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", peer,
            "--initial-advertise-peer-urls", peer, "--initial-cluster", peers, .. Data,
        ], new Dictionary<string, string> { ["ETCD_UNSUPPORTED_ARCH"] = "arm64" });
    }

    private async Task<bool> IsLeaderAsync(int member)
    {
        var (code, output) = await RunAsync("/usr/bin/etcdctl", "--endpoints", $"http://{Ip(member)}:2379", "--dial-timeout=1s",
            "--command-timeout=1s", "endpoint", "status", "-w", "json");

        if (code != 0 || !output.TrimStart().StartsWith('['))
        {
            return false;
        }

        using var json = JsonDocument.Parse(output.Trim().Split('\n')[0]);
        var status = json.RootElement[0].GetProperty("Status");
        return status.GetProperty("leader").GetUInt64() is > 0 and var leader
            && leader == status.GetProperty("header").GetProperty("member_id").GetUInt64();
    }

    private string Ip(int host) => string.Create(CultureInfo.InvariantCulture, $"10.213.{_net}.{host}");

    private string Space(int member) => $"efn{_net}-{member}";

    private static async Task MustAsync(params string[] words)
    {
        if (await RunAsync(words) is { Code: not 0, Output: var output })
        {
            throw new InvalidOperationException($"{string.Join(' ', words)}: {output}");
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] words)
    {
        try
        {
            using var run = new Run(words[0], words[1..], new Dictionary<string, string> { ["ETCDCTL_API"] = "3" });
            var end = await run.EndAsync();
            return (end.Code, end.Says);
        }
        catch (System.ComponentModel.Win32Exception ex)
        {
            return (127, ex.Message);
        }
    }
}
