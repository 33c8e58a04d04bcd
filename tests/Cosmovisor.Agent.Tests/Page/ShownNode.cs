using System.Globalization;

namespace Cosmovisor.Agent.Tests.Page;

/// <summary>A home as a running supervisor leaves it, with a node that answers; for the page.</summary>
internal sealed class ShownNode : IAsyncDisposable
{
    private readonly Receiver _rpc = new();
    private FileStream? _lock;

    private ShownNode(AgentHome home) => Home = home;

    public AgentHome Home { get; }

    private static string Now => At(TimeSpan.Zero);

    public static ShownNode Create(AgentHome home, string chain = "osmosis-1", string moniker = "sentry-fra-2", long height = 25_861_402)
    {
        var node = new ShownNode(home);
        _ = Directory.CreateDirectory(Path.Join(home.Path, "config"));
        File.WriteAllText(
            Path.Join(home.Path, "config/config.toml"), $"moniker = \"{moniker}\"\n[rpc]\nladdr = \"tcp://127.0.0.1:{node._rpc.Port}\"\n");
        node._lock = new FileStream(home.In("lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        // The test asks often; each answer is one block further.
        for (var i = 0; i < 500; i++)
        {
            node._rpc.Answers.Enqueue(
                (200, null, $$$"""{"result":{"node_info":{"id":"n","network":"{{{chain}}}"},"sync_info":{"latest_block_height":"{{{height + i * 3}}}","latest_block_time":"{{{At(TimeSpan.FromSeconds(-2))}}}","catching_up":false} } }"""));
        }

        return node;
    }

    /// <summary>A node on an ordinary day.</summary>
    public ShownNode Calm(string plan = "v31", string ready = "yes", string checks = "")
    {
        _ = Home.Write("state.json", State("null", "null"));
        _ = Home.Write("outlook.json", Outlook(plan, ready, checks));
        History();
        Install("genesis", "upgrades/v29", "upgrades/v30", "upgrades/v31");
        Event(-93_000, "plan-scheduled", "info", "the chain has decided on an upgrade");
        Event(-86_400, "staged", "info", "staged");
        Event(-86_390, "readiness-changed", "info", "a coming upgrade is ready");
        Event(-7200, "backup-pruned", "info", "backup removed");
        return this;
    }

    /// <summary>The same in the middle of its upgrade.</summary>
    public ShownNode Upgrading(long bytes = 187_904_819_200)
    {
        var steps = $$"""
            {"step":"Stage","began":"{{At(TimeSpan.FromSeconds(-74))}}","took":0.31,"result":"done"},{"step":"Stop","began":"{{At(TimeSpan.FromSeconds(-73))}}","took":11.8,"result":"done"},
            {"step":"Backup","began":"{{At(TimeSpan.FromSeconds(-61))}}","took":null,"result":"running"}
            """;
        var upgrade =
            $$"""{"name":"v31","height":25973000,"step":"Backup","began":"{{At(TimeSpan.FromSeconds(-74))}}","steps":[{{steps}}],"progress":{"bytes":{{bytes.ToString(CultureInfo.InvariantCulture)}},"total":268435456000,"files":18234} }""";
        _ = Home.Write("state.json", State(upgrade, "null", "stopped", "null"));
        return this;
    }

    public ShownNode Trouble(string sentence)
    {
        _ = Home.Write("state.json", State("null", $"\"{sentence}\"", "ended", "null"));
        return this;
    }

    public void Event(int secondsAgo, string name, string level, string says) => Home.Append(
        "events.jsonl",
        $$"""{"version":1,"at":"{{At(TimeSpan.FromSeconds(secondsAgo))}}","event":"{{name}}","level":"{{level}}","says":"{{says}}","plan":"v31"}""");

    public async ValueTask DisposeAsync()
    {
        _lock?.Dispose();
        await _rpc.DisposeAsync();
    }

    private static string At(TimeSpan from) =>
        (DateTime.UtcNow + from).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string State(string upgrade, string trouble, string daemon = "running", string pid = "4182") =>
        $$"""
        {"version":1,"at":"{{Now}}","supervisor":{"pid":4170,"version":"0.2.0","contract":"sdk","started":"{{At(TimeSpan.FromDays(-19))}}"},
         "daemon":{"name":"osmosisd","version":"v30","state":"{{daemon}}","pid":{{pid}},"started":"{{At(TimeSpan.FromDays(-12.4))}}","current":"upgrades/v30","lives":7,"lastEnd":{"code":143,"signal":"TERM","at":"{{At(TimeSpan.FromDays(-12.4))}}"} },
         "upgrade":{{upgrade}},"lastUpgrade":{"name":"v30","height":24937800,"from":"upgrades/v29","to":"upgrades/v30","began":"{{At(TimeSpan.FromDays(-40))}}","downtime":14.2,"result":"done","confirmed":true,"signed":"yes"},
         "waitingFor":null,"trouble":{{trouble}},"logLost":0}
        """;

    private static string Outlook(string plan, string ready, string checks)
    {
        var all = checks.Length > 0 ? checks : string.Join(',', new[]
        {
            "binary",
            "starts",
            "hooks",
            "backup",
            "rights",
            "genesis",
            "clock"
        }.Select(name => $$"""{"check":"{{name}}","result":"ok","says":"fine","todo":null} """));
        return $$"""
            {"version":1,"at":"{{At(TimeSpan.FromMinutes(-3))}}","node":{"rpc":"http://127.0.0.1:26657","reachable":true,"chainId":"osmosis-1","height":25861400,"secondsPerBlock":1.7},
             "plans":[{"name":"{{plan}}","height":25973000,"source":"chain","status":"decided","blocksLeft":111600,"eta":"{{At(TimeSpan.FromHours(52))}}","ready":"{{ready}}","checks":[{{all}}]},
                      {"name":"v32","height":26500000,"source":"proposal","status":"voting","proposal":912,"votingEnds":"{{At(TimeSpan.FromDays(3))}}"}],
             "nextLook":"{{At(TimeSpan.FromMinutes(7))}}","trouble":null}
            """;
    }

    private void History()
    {
        foreach (var (name, height, days, seconds, result) in new[]
        {
            ("v28", 22_100_000, 200, 41, "done"),
            ("v29", 23_450_100, 111, 9, "done"),
            ("v30-rc1", 24_800_000, 47, 3, "taken back: the new version died at once"),
            ("v30", 24_937_800, 40, 22, "done")
        })
        {
            var began = TimeSpan.FromDays(-days);
            Home.Append(
                "history.jsonl",
                $$"""{"journal":1,"plan":"{{name}}","height":{{height}},"info":"","from":"x","began":"{{At(began)}}","steps":[{"step":"Stage","began":"{{At(began)}}","ended":"{{At(began)}}"},{"step":"Stop","began":"{{At(began + TimeSpan.FromSeconds(1))}}","ended":"{{At(began + TimeSpan.FromSeconds(5))}}"}],"result":"{{result}}","ended":"{{At(began + TimeSpan.FromSeconds(seconds))}}"}""");
        }

        foreach (var (name, days, bytes) in new[] { ("v29", 111, 241_000_000_000), ("v30", 40, 262_000_000_000) })
        {
            _ = Directory.CreateDirectory(Home.In($"backups/{name}"));
            File.WriteAllText(
                Home.In($"backups/{name}/manifest.jsonl"),
                $$"""{"backup":1,"plan":"{{name}}","home":"{{Home.Path}}","taken":"{{At(TimeSpan.FromDays(-days))}}","files":18021,"bytes":{{bytes}}}"""
                    + "\n");
        }
    }

    private void Install(params string[] folders)
    {
        foreach (var folder in folders)
        {
            _ = Directory.CreateDirectory(Home.In($"{folder}/bin"));
            File.WriteAllText(
                Home.In($"{folder}/bin/osmosisd"),
                $"{folder} -X github.com/cosmos/cosmos-sdk/version.Version={folder[(folder.IndexOf('/', StringComparison.Ordinal) + 1)..]}.0.1 ");
        }

        _ = File.CreateSymbolicLink(Home.In("current"), "upgrades/v30");
    }
}
