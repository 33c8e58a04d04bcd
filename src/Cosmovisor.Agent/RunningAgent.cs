using System.Runtime.InteropServices;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Homes;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent;

/// <summary>The agent put together: its homes, a server where one is wanted, and what goes on beside it.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private static readonly TimeSpan StartTakes = TimeSpan.FromSeconds(3);

    private readonly AgentSettings _settings;
    private readonly ServedHome[] _homes;
    private readonly HomeWatch _watch;
    private readonly Server? _server;
    private readonly CancellationTokenSource _ends = new();
    private readonly List<Task> _beside = [];
    private readonly TimeProvider _clock;
    private readonly NoticeClient? _client;

    /// <param name="settings">What it is to do.</param>
    /// <param name="clock">For now.</param>
    /// <param name="tell">Hears what could not be done, a sentence each.</param>
    /// <param name="fleet">The fleet that is shown beside the homes; null for none.</param>
    /// <param name="fleetNews">Whose troubles are reported with those of the first home; null for none.</param>
    public RunningAgent(
        AgentSettings settings, TimeProvider clock, Action<string>? tell = null, FleetLook? fleet = null, FleetNewsSource? fleetNews = null)
    {
        (_settings, _clock) = (settings, clock);
        _homes = [.. settings.Homes.Select(
            (path, i) => new ServedHome(path, settings, clock, tell ?? (_ => { }), i == 0 ? fleetNews : null))];
        _client = settings.Notify.Count > 0 ? new NoticeClient(clock) : null;
        _watch = new HomeWatch([.. _homes.Select(home => home.Files)]);
        Metrics = new Exposition([.. _homes.Select(home => home.Meter)], fleet);
        _server = settings.Listen is { } listen ? new Server(settings, listen, _homes, _watch, Metrics, fleet, clock, _ends.Token) : null;
    }

    public Exposition Metrics { get; }

    /// <summary>Where it listens, once it does; null for nowhere.</summary>
    public string? Address => _server?.Address;

    /// <summary>What it cannot do, a line each.</summary>
    public IEnumerable<string> Complaints => _homes.Where(home => !home.Folder.CanKeep).Select(home =>
        $"{home.Folder.Path} cannot be used ({home.Folder.Problem}): counters start again with each agent{(_settings.Notify.Count > 0 ? ", and no notices are sent" : "")}. Make it for this user, or name another folder in COSMOVISOR_AGENT_STATE");

    /// <exception cref="IOException">It cannot listen there.</exception>
    public async Task StartAsync()
    {
        if (_server is not null)
        {
            await _server.StartAsync();
        }

        if (_settings.MetricsFile is { } path)
        {
            _beside.Add(new TextfileWriter(path, Metrics).RunAsync(_ends.Token));
        }

        if (_client is not null)
        {
            Notify(_client);
        }

        _beside.Add(SettleAsync(_ends.Token));
    }

    // The start reads what the homes have kept, once: what that took is given back.
    private static async Task SettleAsync(CancellationToken ct)
    {
        await Task.WhenAny(Task.Delay(StartTakes, ct));

        if (!ct.IsCancellationRequested)
        {
            UsedMemory.GiveBackTheStart();
        }
    }

    private void Notify(NoticeClient client)
    {
        NoticeAddress[] hearts = [.. _settings.Notify.Where(address => address.Form == NoticeForm.Heartbeat)];
        var stores = _homes.Select(home => home.Notices).OfType<NoticeStore>().ToArray();

        foreach (var home in _homes)
        {
            if (home.Notices is { } store)
            {
                _beside.Add(new HomeNotices(home.Files, store, _settings, client, _clock).RunAsync(_watch, _ends.Token));
            }
        }

        _beside.Add(new Heartbeats(stores.Length == _homes.Length ? hearts : [], stores, client, _clock).RunAsync(_ends.Token));
    }

    /// <summary>Until a signal asks for the end.</summary>
    public static async Task WaitAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var signals = new[]
        {
            PosixSignal.SIGTERM,
            PosixSignal.SIGINT,
            PosixSignal.SIGQUIT
        }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _ = asked.TrySetResult();
        })).ToList();
        await asked.Task;
        signals.ForEach(signal => signal.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await Task.WhenAll(_beside);
        _client?.Dispose();
        _watch.Dispose();

        foreach (var home in _homes)
        {
            home.Dispose();
        }

        _ends.Dispose();
    }
}
