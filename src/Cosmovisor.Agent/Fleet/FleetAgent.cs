using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Agent.Node;
using Cosmovisor.Chain;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>The fleet's part of the agent: its homes as members, on one connection to etcd.</summary>
internal sealed class FleetAgent : IAsyncDisposable
{
    private static readonly TimeSpan WatchAgain = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private readonly EtcdClient _etcd;
    private readonly FleetKeys _keys;
    private readonly FleetLook _look;
    private readonly List<FleetMember> _members = [];
    private readonly List<Task> _tasks = [];

    /// <exception cref="IOException">A home's notes cannot be read or made.</exception>
    public FleetAgent(IEnumerable<HomeFiles> homes, FleetSettings settings, Action<string> write, FleetPace? pace = null, string? cosmovisorctl = null, RpcAddress? node = null)
    {
        _etcd = new EtcdClient(settings.Etcd);
        _keys = new FleetKeys(settings.Etcd.Address.Fleet);
        var store = new FleetStore(_etcd, _keys);
        _look = new FleetLook(settings.Etcd.Address.Fleet, async ct => (await store.ReadAsync(ct)).View, TimeProvider.System);

        foreach (var home in homes)
        {
            var ctl = new Cosmovisorctl(cosmovisorctl ?? Cosmovisorctl.Found, home.Path);
            _members.Add(new FleetMember(home, new NodeClient(home, node), settings, _etcd, ctl, pace ?? FleetPace.Usual, TimeProvider.System, new FleetNews(words => write($"fleet: {home.Path}: {words}"))));
        }
    }

    public IReadOnlyList<FleetMember> Members => _members;

    /// <summary>For those who look at the fleet by this agent.</summary>
    public FleetLook Look => _look;

    public void Start()
    {
        _tasks.AddRange(_members.Select(member => member.RunAsync(_end.Token)));
        _tasks.Add(WatchAsync(_keys.Rollouts));
        _tasks.Add(WatchAsync(_keys.Schedule));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_tasks);
        _members.ForEach(member => member.Dispose());
        _look.Dispose();
        _etcd.Dispose();
        _end.Dispose();
    }

    // It only wakes: what a watch leaves out (it was cancelled, compacted, cut off) is read at the next look.
    private async Task WatchAsync(string prefix)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await _etcd.WatchAsync(prefix, Wake, _end.Token);
                await Task.Delay(WatchAgain, _end.Token);
            }
            catch (EtcdException)
            {
                // The members say what is wrong with etcd.
                await Task.Delay(WatchAgain, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Wake() => _members.ForEach(member => member.Wake());
}
