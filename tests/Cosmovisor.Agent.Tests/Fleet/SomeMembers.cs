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

    // What "cosmovisorctl" does to a home, in the forms of state.json; who was down when is written to one list.
    private const string Script =
        """
        #!/bin/sh
        home=$DAEMON_HOME
        echo "$*" >>"$home/calls"
        state() { printf '{"version":1,"daemon":{"name":"simd","state":"%s","current":"%s"},"upgrade":%s,"lastUpgrade":%s}' "$1" "$2" "$3" "$4" >"$home/next"; mv "$home/next" "$home/cosmovisor/state.json"; }
        case $1 in
        prepare) [ ! -e "$home/unready" ] || { echo "no room for $2"; exit 1; } ;;
        upgrade)
          began=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
          echo "down $(basename "$home")" >>"$home/../downs"
          state stopped genesis "{\"name\":\"$2\"}" null
          sleep 0.05
          while [ -e "$home/slow" ]; do sleep 0.02; done
          result=done; [ ! -e "$home/bad" ] || result=failed
          echo "up $(basename "$home")" >>"$home/../downs"
          state running "upgrades/$2" null "{\"name\":\"$2\",\"began\":\"$began\",\"result\":\"$result\",\"confirmed\":true}" ;;
        esac
        """;

    private readonly List<FleetAgent> _agents = [];
    private readonly List<FileStream> _locks = [];

    public SomeMembers(string fleet, string? user = null, string? password = null)
    {
        Address = FleetAddress.Parse(fleet).IsOk(out var address, out var reason) ? address : throw new ArgumentException(reason);
        _ = Directory.CreateDirectory(Folder);
        Ctl = Path.Join(Folder, "cosmovisorctl");
        File.WriteAllText(Ctl, Script);
        File.SetUnixFileMode(Ctl, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        if (user is not null)
        {
            File.WriteAllText(Path.Join(Folder, "password"), $"{password}\n");
        }

        Access = new EtcdAccess(Address) { User = user, PasswordFile = user is null ? null : Path.Join(Folder, "password") };
        Client = new EtcdClient(Access);
        Store = new FleetStore(Client, new FleetKeys(Address.Fleet));
    }

    public string Folder { get; } = Path.Join(Path.GetTempPath(), "fleet-" + Path.GetRandomFileName());

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
        File.WriteAllText(Path.Join(root, "state.json"), """{"version":1,"daemon":{"name":"simd","state":"running","current":"genesis"},"upgrade":null,"lastUpgrade":null}""");

        // The framework's way to lock a file is the supervisor's: flock.
        _locks.Add(new FileStream(Path.Join(root, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None));
        return this;
    }

    public FleetAgent Join(string name, string labels = "", string allow = "example.com/*", string? gate = null)
    {
        var settings = new FleetSettings(Access)
        {
            Labels = MemberLabels.Parse($"name={name}{(labels.Length > 0 ? "," : "")}{labels}").IsOk(out var read, out _) ? read : throw new ArgumentException(labels),
            Allow = LinkAllowance.Of(allow, signed: false),
            Gate = gate,
        };
        var agent = new FleetAgent([new HomeFiles(Home(name))], settings, words =>
        {
            lock (News)
            {
                News.Add(words);
            }
        }, Quick, Ctl);
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

        for (var i = 0; i < 250; i++)
        {
            try
            {
                view = (await Store.ReadAsync(TestContext.Current.CancellationToken)).View;

                if (holds(view))
                {
                    return view;
                }
            }
            catch (EtcdException)
            {
                // It is asked again.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"never came: {what}\n{(view is null ? "" : FleetScreen.Text(FleetReport.Of(view, DateTimeOffset.UtcNow)))}\n{string.Join('\n', Said)}");
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

    public string[] Calls(string name) => File.Exists(Path.Join(Home(name), "calls")) ? File.ReadAllLines(Path.Join(Home(name), "calls")) : [];

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
        var (down, most, lines) = (new HashSet<string>(), 0, File.Exists(Path.Join(Folder, "downs")) ? File.ReadAllLines(Path.Join(Folder, "downs")) : []);
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

        _locks.ForEach(one => one.Dispose());
        Client.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
