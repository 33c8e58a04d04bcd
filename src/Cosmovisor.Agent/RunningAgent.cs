using System.Runtime.InteropServices;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Homes;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent;

/// <summary>The agent put together: its homes, a server where one is wanted, and what goes on beside it.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly AgentSettings _settings;
    private readonly ServedHome[] _homes;
    private readonly HomeWatch _watch;
    private readonly Server? _server;
    private readonly CancellationTokenSource _ends = new();
    private readonly List<Task> _beside = [];

    public RunningAgent(AgentSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _homes = [.. settings.Homes.Select(path => new ServedHome(path, settings, clock))];
        _watch = new HomeWatch([.. _homes.Select(home => home.Files)]);
        Metrics = new Exposition([.. _homes.Select(home => home.Meter)]);
        _server = settings.Listen is { } listen ? new Server(settings, listen, _homes, _watch, Metrics, clock, _ends.Token) : null;
    }

    public Exposition Metrics { get; }

    /// <summary>Where it listens, once it does; null for nowhere.</summary>
    public string? Address => _server?.Address;

    /// <summary>What it cannot do, a line each.</summary>
    public IEnumerable<string> Complaints => _homes.Where(home => !home.Folder.CanKeep).Select(home =>
        $"{home.Folder.Path} cannot be used ({home.Folder.Problem}): counters start anew with each agent. Make it for this user, or name another folder in COSMOVISOR_AGENT_STATE");

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
    }

    /// <summary>Until a signal asks for the end.</summary>
    public static async Task WaitAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var signals = new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
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
        _watch.Dispose();

        foreach (var home in _homes)
        {
            home.Dispose();
        }

        _ends.Dispose();
    }
}
