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
    private readonly IReadOnlyList<HomeFiles> _homes;
    private readonly HomeWatch _watch;
    private readonly List<FleetMember> _members = [];
    private readonly List<Task> _tasks = [];
    private readonly Action<string> _write;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="IOException">A home's notes cannot be read or made.</exception>
    public FleetAgent(IReadOnlyList<HomeFiles> homes, FleetSettings settings, Action<string> write, FleetPace? pace = null,
        string? cosmovisorctl = null, RpcAddress? node = null, TimeProvider? clock = null)
    {
        _write = write;
        _etcd = new EtcdClient(settings.Etcd);
        _keys = new FleetKeys(settings.Etcd.Address.Fleet);
        var store = new FleetStore(_etcd, _keys);
        _look = new FleetLook(settings.Etcd.Address.Fleet, async ct => (await store.ReadAsync(ct)).View, TimeProvider.System);

        _homes = homes;
        _watch = new HomeWatch(homes);

        foreach (var home in homes)
        {
            var ctl = new Cosmovisorctl(cosmovisorctl ?? Cosmovisorctl.Found, home.Path);
            _members.Add(new FleetMember(
                home,
                new NodeClient(home, node),
                settings,
                _etcd,
                ctl,
                pace ?? FleetPace.Usual,
                clock ?? TimeProvider.System,
                new FleetNews(words => write($"fleet: {home.Path}: {words}")),
                tells: settings.Tells && _members.Count == 0));
        }
    }

    public IReadOnlyList<FleetMember> Members => _members;

    /// <summary>For those who look at the fleet by this agent.</summary>
    public FleetLook Look => _look;

    /// <summary>What is to be told of the fleet here.</summary>
    public FleetTroubles Troubles => _members.FirstOrDefault()?.Troubles ?? FleetTroubles.Unknown;

    /// <summary>See <see cref="FleetMember.Keep"/>.</summary>
    public void Keep(FleetTold told, FleetTroubles from) => _members.FirstOrDefault()?.Keep(told, from);

    /// <summary>Ends when a part of this cannot go on, which was told: the agent is to be started again.</summary>
    public Task Failed => _failed.Task;

    public void Start()
    {
        _tasks.AddRange(_homes.Zip(_members, (home, member) => KeepAsync(home.Path, member.RunAsync(_end.Token))));
        _tasks.Add(KeepAsync("the watch of the rollouts", WatchAsync(_keys.Rollouts)));
        _tasks.Add(KeepAsync("the watch of the schedule", WatchAsync(_keys.Schedule)));
        _tasks.Add(KeepAsync("the watch of the homes", WatchHomesAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_tasks);
        _members.ForEach(member => member.Dispose());
        _look.Dispose();
        _etcd.Dispose();
        _watch.Dispose();
        _end.Dispose();
    }

    // Without it a home would be no member any more, and nothing would say so.
    private async Task KeepAsync(string what, Task work)
    {
        try
        {
            await work;
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !_end.IsCancellationRequested)
        {
            _write($"fleet: {what}: failed, and cannot go on: {ex}");
            _ = _failed.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            // It was asked to end.
        }
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

    // A supervisor writes more than a member looks at: only what is in its two small files wakes one.
    private async Task WatchHomesAsync()
    {
        var stamps = _homes.Select(home => home.Stamp).ToArray();
        _watch.Listen();

        while (!_end.IsCancellationRequested)
        {
            var changed = _watch.Changed;

            for (var i = 0; i < stamps.Length; i++)
            {
                if (_homes[i].Stamp is var stamp && stamp != stamps[i])
                {
                    stamps[i] = stamp;
                    _members[i].SeeHome();
                }
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            var isChanged = await Task.WhenAny(changed, Task.Delay(WatchAgain, enough.Token)) == changed;
            await enough.CancelAsync();

            if (!isChanged)
            {
                // A folder that was made again is watched from here on.
                _watch.Renew();
            }
        }

        _watch.Leave();
    }

    private void Wake() => _members.ForEach(member => member.Wake());
}
