using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>Homes of nodes that a script stands in for, and agents in this process that make a fleet of them.</summary>
internal sealed class SomeMembers : IAsyncDisposable
{
    public static readonly FleetPace Quick = new()
    {
        Look = TimeSpan.FromMilliseconds(200),
        Settle = TimeSpan.FromSeconds(1),
        TryAgain = TimeSpan.FromSeconds(1),
        Sweep = TimeSpan.FromSeconds(1),
    };

    // A member that hears no answers goes on asking, with growing pauses: only when one is longer than its lease is it late.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    // What "cosmovisorctl" does to a home, in the forms of state.json; who was down when is written to one list.
    private const string Script =
        """
        #!/bin/sh
        home=$DAEMON_HOME
        echo "$*" >>"$home/calls"
        now() { date -u -d "+$(cat "$home/skew" 2>/dev/null || echo 0) seconds" +%Y-%m-%dT%H:%M:%S.%3NZ; }
        state() { printf '{"version":1,"daemon":{"name":"simd","state":"%s","current":"%s","started":"%s"},"upgrade":%s,"lastUpgrade":%s}' "$1" "$2" "$(now)" "$3" "$4" >"$home/next"; mv "$home/next" "$home/cosmovisor/state.json"; }
        case $* in
        *--restart-now)
          echo "down $(basename "$home")" >>"$home/../downs"
          state stopped genesis null null
          sleep 0.05
          while [ -e "$home/slow" ]; do sleep 0.02; done
          echo "up $(basename "$home")" >>"$home/../downs"
          state running genesis null null
          exit ;;
        esac
        case $1 in
        doctor)
          [ -e "$home/unarmable" ] && result=problem says="cannot be armed" || result=ok says="the node runs with --halt-height"
          printf '{"version":1,"name":"%s","checks":[{"check":"binary","result":"ok","says":"x"},{"check":"armed","result":"%s","says":"%s"}]}\n' "$2" "$result" "$says" ;;
        prepare) [ ! -e "$home/unready" ] || { echo "no room for $2"; exit 1; } ;;
        upgrade)
          began=$(now)
          echo "down $(basename "$home")" >>"$home/../downs"
          state stopped genesis "{\"name\":\"$2\"}" null
          sleep 0.05
          while [ -e "$home/slow" ]; do sleep 0.02; done
          result=done; [ ! -e "$home/bad" ] || result=failed
          echo "up $(basename "$home")" >>"$home/../downs"
          state running "upgrades/$2" null "{\"name\":\"$2\",\"began\":\"$began\",\"result\":\"$result\",\"confirmed\":true}" ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new("fleet");
    private readonly List<FleetAgent> _agents = [];
    private readonly List<FileStream> _locks = [];
    private readonly List<BlockMaker> _nodes = [];

    public SomeMembers(string fleet, string? user = null, string? password = null, Certificates? tls = null)
    {
        Address = FleetAddress.Parse(fleet).IsOk(out var address, out var reason) ? address : throw new ArgumentException(reason);
        Ctl = _folder.WriteProgram("cosmovisorctl", Script);

        if (user is not null)
        {
            _ = _folder.Write("password", $"{password}\n");
        }

        Access = new EtcdAccess(Address)
        {
            User = user,
            PasswordFile = user is null
            ? null : Path.Join(Folder, "password"),
            CaFile = tls?.Authority,
            CertFile = tls?.Client,
            KeyFile = tls?.ClientKey
        };
        Client = new EtcdClient(Access);
        Store = new FleetStore(Client, new FleetKeys(Address.Fleet));
    }

    public string Folder => _folder.Path;

    public string Ctl { get; }

    public FleetAddress Address { get; }

    public EtcdAccess Access { get; }

    public EtcdClient Client { get; }

    public FleetStore Store { get; }

    /// <summary>What the agents said.</summary>
    public List<string> News { get; } = [];

    public string Home(string name) => Path.Join(Folder, name);

    /// <summary>A home whose supervisor runs.</summary>
    public SomeMembers Node(string name)
    {
        var root = Path.Join(Home(name), "cosmovisor");
        _ = Directory.CreateDirectory(root);
        File.WriteAllText(
            Path.Join(root, "state.json"),
            """{"version":1,"daemon":{"name":"simd","state":"running","current":"genesis"},"upgrade":null,"lastUpgrade":null}""");

        // The framework's way to lock a file is the supervisor's: flock.
        _locks.Add(new FileStream(Path.Join(root, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None));
        return this;
    }

    /// <summary>The node of a home answers from now on, and is a block further each time.</summary>
    public async Task<BlockMaker> AnswerAsync(string name, string chain = "c-1")
    {
        var node = await BlockMaker.StartAsync(chain);
        _nodes.Add(node);
        _ = Directory.CreateDirectory(Path.Join(Home(name), "config"));
        await File.WriteAllTextAsync(Path.Join(Home(name), "config", "config.toml"), $"[rpc]\nladdr = \"tcp://127.0.0.1:{node.Port}\"\n");
        return node;
    }

    public FleetAgent Join(string name, string labels = "", string allow = "example.com/*", string? gate = null,
        FleetPace? pace = null, bool tells = false, string? at = null, TimeProvider? clock = null, Uri? fleetLock = null,
        bool closed = false)
    {
        var access = at is null ? Access : Access with
        {
            Address = FleetAddress.Parse(at).IsOk(out var endpoint, out var wrong) ? endpoint
            : throw new ArgumentException(wrong)
        };
        var settings = new FleetSettings(access)
        {
            Labels = MemberLabels.Parse($"name={name}{(labels.Length > 0 ? "," : "")}{labels}").IsOk(out var read, out _) ? read
                : throw new ArgumentException(labels),
            Allow = LinkAllowance.Of(allow, signed: false),
            Gate = gate,
            Tells = tells,
            Lock = fleetLock,
            Guard = new SignerGuardSettings(closed, []),
        };
        var agent = new FleetAgent([new HomeFiles(Home(name))], settings, words =>
        {
            lock (News)
            {
                News.Add(words);
            }
        }, pace ?? Quick, Ctl, clock: clock);
        agent.Start();
        _agents.Add(agent);
        return agent;
    }

    public async Task LeaveAsync(FleetAgent agent)
    {
        _ = _agents.Remove(agent);
        await agent.DisposeAsync();
    }

    /// <summary>Waits for something the fleet's records say. Etcd may be away meanwhile.</summary>
    public async Task<FleetView> UntilAsync(string what, Func<FleetView, bool> holds)
    {
        FleetView? view = null;
        await Wait.UntilAsync(what, async () =>
        {
            try
            {
                view = (await Store.ReadAsync(TestContext.Current.CancellationToken)).View;
                return holds(view);
            }
            catch (EtcdException)
            {
                return false; // it is asked again
            }
        }, () => $"{(view is null ? "" : FleetScreen.Text(FleetReport.Of(view, DateTimeOffset.UtcNow)))}\n{string.Join('\n', Said)}", Longest);
        return view!;
    }

    /// <summary>A word of <c>cosmovisorctl fleet</c>.</summary>
    public async Task<(int Code, string Output)> DoAsync(params string[] words)
    {
        await using var output = new StringWriter();
        var code = await new Agent.Fleet.Commands.FleetCommand(new FleetSettings(Access), output, output).RunAsync(words);
        return (code, output.ToString());
    }

    public IReadOnlyList<string> Said
    {
        get
        {
            lock (News)
            {
                return [.. News];
            }
        }
    }

    public string[] Calls(string name) =>
        File.Exists(Path.Join(Home(name), "calls")) ? File.ReadAllLines(Path.Join(Home(name), "calls")) : [];

    /// <summary>What the supervisor says, in one move.</summary>
    public void State(string name, string json)
    {
        var path = Path.Join(Home(name), "cosmovisor", "state.json");
        File.WriteAllText($"{path}.new", json);
        File.Move($"{path}.new", path, overwrite: true);
    }

    public void Touch(string name, string file) => File.WriteAllText(Path.Join(Home(name), file), "");

    public void Clear(string name, string file) => File.Delete(Path.Join(Home(name), file));

    /// <summary>The most nodes that were down at once by the fleet's doing, and that none went down twice.</summary>
    public int MostDown()
    {
        var (down, most, lines) =
            (new HashSet<string>(), 0, File.Exists(Path.Join(Folder, "downs")) ? File.ReadAllLines(Path.Join(Folder, "downs")) : []);
        Assert.Equal(lines.Distinct(), lines);

        foreach (var line in lines)
        {
            _ = line.StartsWith("down ", StringComparison.Ordinal) ? down.Add(line[5..]) : down.Remove(line[3..]);
            most = Math.Max(most, down.Count);
        }

        Assert.Empty(down);
        return most;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
        {
            await agent.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _locks.ForEach(one => one.Dispose());
        Client.Dispose();
        _folder.Dispose();
    }
}
