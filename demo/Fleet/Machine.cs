using System.Diagnostics;

namespace Cosmovisor.Demo.Fleet;

/// <summary>One machine of the fleet: a node under cosmovisor, and the agent beside them.</summary>
internal sealed class Machine : IDisposable
{
    private const string NodeKey =
        """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";

    private readonly Dictionary<string, string> _variables;
    private readonly string _programs;
    private Process? _node;
    private Process? _agent;

    /// <param name="place">Where its home is made.</param>
    /// <param name="name">What the fleet calls it.</param>
    /// <param name="group">Which rollouts go by.</param>
    /// <param name="fleet">COSMOVISOR_FLEET.</param>
    /// <param name="host">Where it takes releases from.</param>
    /// <param name="genesis">The binary of its first version.</param>
    public Machine(FleetPlace place, string name, string group, string fleet, string host, string genesis)
    {
        (Name, Home, _programs) = (name, place.In(name), place.Programs);
        Write($"cosmovisor/genesis/bin/{DemoHome.DaemonName}", genesis, isProgram: true);
        Write("config/config.toml", $"[rpc]\nladdr = \"unix://{Home}/rpc.sock\"\n");
        Write("config/node_key.json", NodeKey);
        _ = Directory.CreateDirectory(In("data"));
        _variables = new()
        {
            ["DAEMON_HOME"] = Home,
            ["DAEMON_NAME"] = DemoHome.DaemonName,
            ["DAEMON_RESTART_AFTER_UPGRADE"] = "true",
            ["COSMOVISOR_LOOK_AHEAD"] = "5s",
            ["COSMOVISOR_LISTEN"] = $"unix:{Home}/agent.sock",
            ["COSMOVISOR_FLEET"] = fleet,
            ["COSMOVISOR_FLEET_LABELS"] = $"name={name},group={group}",
            ["COSMOVISOR_FLEET_ALLOW"] = $"{host}/*",
            ["PATH"] = $"{place.Programs}:{Environment.GetEnvironmentVariable("PATH")}",
        };
    }

    public string Name { get; }

    public string Home { get; }

    /// <summary>What <c>current</c> points to, as it is seen without asking anybody.</summary>
    public string? Current => new FileInfo(In("cosmovisor/current")).LinkTarget;

    public bool NodeRuns => _node is { HasExited: false };

    public string Log => File.Exists(In("cosmovisor/cosmovisor.log")) ? File.ReadAllText(In("cosmovisor/cosmovisor.log")) : "";

    /// <summary>A script of this machine's own, run before each switch.</summary>
    public void UseScript(string text)
    {
        Write("cosmovisor/before.sh", text, isProgram: true);
        _variables["COSMOVISOR_CUSTOM_PREUPGRADE"] = "before.sh";
    }

    public void StartNode()
    {
        _node?.Dispose();
        _node = Background.Start(In("node.log"), System.IO.Path.Join(_programs, "cosmovisor"), ["start", "--home", Home], _variables);
    }

    public void StartAgent() =>
        _agent = Background.Start(In("agent.log"), System.IO.Path.Join(_programs, "cosmovisor-agent"), [], _variables);

    /// <summary>The operator's tool, at this machine.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public (int Code, IReadOnlyList<string> Said) Ctl(CancellationToken interrupted, params string[] words) =>
        Tool.Run(System.IO.Path.Join(_programs, "cosmovisorctl"), _variables, interrupted, words);

    public void Dispose()
    {
        Launch.End(_agent);
        Launch.End(_node);
        _agent?.Dispose();
        _node?.Dispose();
    }

    private string In(string path) => System.IO.Path.Join(Home, path);

    private void Write(string path, string text, bool isProgram = false)
    {
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);

        if (isProgram)
        {
            File.SetUnixFileMode(In(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
