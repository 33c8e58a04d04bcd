using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Tests;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>Three nodes under real supervisors, each with its agent, on one etcd.</summary>
public static class TheFleet
{
    private const string NodeKey =
        """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    [Fact]
    public static async Task RollsAPatchReleaseOutFromNodeToNode()
    {
        await using var etcd = await new Etcd().StartAsync();
        using var site = new OneFile(Encoding.UTF8.GetBytes($"#!/bin/sh\n{Node("v1.1")}\n"));
        using var a = new Member("a", etcd.Fleet, site.Host);
        using var b = new Member("b", etcd.Fleet, site.Host);
        using var c = new Member("c", etcd.Fleet, site.Host);
        Member[] members = [a, b, c];
        Await("three members that run", () => Status(a).GetProperty("members") is var all && all.GetArrayLength() == 3
            && all.EnumerateArray().All(one => one.TryGetProperty("state", out var state) && state.GetString() == "running"),
                () => Status(a).ToString());

        var begun = a.Fleet("rollout", "v1.1", "--link", site.Link, "--soak", "1s");

        Assert.True(begun.Code == 0, begun.Output + begun.Error);
        Await("the rollout is done", () => Status(a).GetProperty("rollouts")[0].GetProperty("state").GetString() == "done",
            () => a.Fleet("status").Output + string.Concat(members.Select(one => one.Home.Log)));
        Assert.All(members, member => Assert.Equal("upgrades/v1.1", member.Home.Current));
        Assert.All(members, member => Assert.Single(
            File.ReadAllLines(member.Home.In("cosmovisor/history.jsonl")),
            line => line.Contains("\"journal\":", StringComparison.Ordinal)));

        // By the supervisors' own events: one was up again before the next went down.
        var downs = members.Select(member => member.Down()).OrderBy(down => down.From).ToList();
        Assert.All(downs.Zip(downs.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From, $"{pair.First} and {pair.Second}"));
    }

    private static string Node(string version) =>
        $"exec {Executable.SimNode} --as {version} --era 0.50 --log_no_color --block-time 100 --home \"$DAEMON_HOME\" --rpc unix://\"$DAEMON_HOME\"/rpc.sock \"$@\"";

    private static JsonElement Status(Member member) => JsonDocument.Parse(member.Fleet("status", "--json").Output).RootElement;

    private static void Await(string what, Func<bool> isSo, Func<string> instead)
    {
        var ends = DateTime.UtcNow + Longest;

        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < ends, $"never came: {what}\n{(DateTime.UtcNow < ends ? "" : instead())}");
            Thread.Sleep(200);
        }
    }

    private sealed class Member : IDisposable
    {
        private readonly Run _supervisor;
        private readonly AgentProcess _agent;
        private readonly Dictionary<string, string> _fleet;

        public Member(string name, string fleet, string host)
        {
            _ = Home.Install("genesis", Node("v1")).PointCurrentTo("genesis").Write("data/here", "").Write(
                "config/node_key.json", NodeKey).Write("config/config.toml", $"[rpc]\nladdr = \"unix://{Home.In("rpc.sock")}\"\n")
                .Set("COSMOVISOR_LOOK_AHEAD", "0s").Set("UNSAFE_SKIP_BACKUP", "true").Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
            _fleet = new Dictionary<string, string>(Home.OwnVariables())
            {
                ["COSMOVISOR_FLEET"] = fleet,
                ["COSMOVISOR_FLEET_LABELS"] = $"name={name}",
                ["COSMOVISOR_FLEET_ALLOW"] = $"{host}/*",
                ["PATH"] = $"{Path.GetDirectoryName(Executable.Cosmovisorctl)}:{Environment.GetEnvironmentVariable("PATH")}",
            };
            _supervisor = Home.Start("start").AwaitOutput("height=3");
            _agent = new AgentProcess(Home, [.. _fleet.Select(one => (one.Key, one.Value))]);
        }

        public NodeHome Home { get; } = new();

        public Finished Fleet(params string[] words)
        {
            using var run = new Run(Executable.Agent, ["fleet", .. words], _fleet);
            return run.End();
        }

        /// <summary>From the end of the first life to the start of the next.</summary>
        public (DateTimeOffset From, DateTimeOffset To) Down()
        {
            var events =
                File.ReadAllLines(Home.In("cosmovisor/events.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            return (events.First(one => Named(one, "daemon-ended")).GetProperty("at").GetDateTimeOffset(),
                events.Last(one => Named(one, "daemon-started")).GetProperty("at").GetDateTimeOffset());
        }

        public void Dispose()
        {
            _agent.Dispose();
            _supervisor.Signal(Run.Terminate);
            _ = _supervisor.End();
            _supervisor.Dispose();
            Home.Dispose();
        }

        private static bool Named(JsonElement line, string name) => line.GetProperty("event").GetString() == name;
    }

    /// <summary>A web site with one file.</summary>
    private sealed class OneFile : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _file;

        public OneFile(byte[] file)
        {
            _file = file;
            _listener.Start();
            new Thread(Serve) { IsBackground = true }.Start();
        }

        public string Host => $"{_listener.LocalEndpoint}";

        public string Link => $"http://{Host}/{NodeHome.DaemonName}?checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(_file))}";

        public void Dispose() => _listener.Dispose();

        private void Serve()
        {
            try
            {
                while (true)
                {
                    using var client = _listener.AcceptTcpClient();
                    var stream = client.GetStream();
                    _ = stream.Read(new byte[4096]);
                    stream.Write(
                        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {_file.Length}\r\nConnection: close\r\n\r\n"));
                    stream.Write(_file);
                }
            }
            catch (Exception ex) when (ex is SocketException or IOException or ObjectDisposedException)
            {
                // The end of the test, or of a reader.
            }
        }
    }
}
