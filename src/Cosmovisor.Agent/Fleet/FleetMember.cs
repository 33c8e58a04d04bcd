using System.Security.Cryptography;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Agent.Node;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// One home as a member of its fleet: registers, looks at what is asked, and does its part. Its node never waits for it, but by a hold.
/// </summary>
internal sealed class FleetMember : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly FleetStore _store;
    private readonly FleetPace _pace;
    private readonly TimeProvider _clock;
    private readonly FleetNews _news;
    private readonly MemberHome _home;
    private readonly MemberLease _lease;
    private readonly MemberPreparation _preparation;
    private readonly MemberTurn _turn;
    private readonly MemberTurns _turns;
    private readonly MemberGuards _guards;
    private readonly SecondSigner _second;
    private readonly FleetTeller? _teller;
    private readonly string _instance = Guid.NewGuid().ToString("N")[..12];
    private readonly FleetLockClient? _lock;
    private readonly SteadyState? _steady;
    private readonly SemaphoreSlim _woken = new(0, 1);
    private int _history;

    /// <exception cref="IOException">The home's notes cannot be read or made.</exception>
    public FleetMember(HomeFiles files, NodeClient node, FleetSettings settings, EtcdClient etcd, Cosmovisorctl ctl,
        FleetPace pace, TimeProvider clock, FleetNews news, bool tells)
    {
        (_pace, _clock, _news) = (pace, clock, news);
        var notes = new NotesFile(files.Root);
        _store = new FleetStore(etcd, new FleetKeys(settings.Etcd.Address.Fleet));
        _home = new MemberHome(files, new NodeQuestions(files, node), notes, settings, _instance);
        _lease = new MemberLease(etcd, _store, clock);
        _lock = settings.Lock is { } server ? new FleetLockClient(server, notes.Notes.Id, FleetLockClient.GroupOf(settings.Labels)) : null;
        _steady = _lock is null ? null : new SteadyState(_lock, notes, news);
        _preparation = new MemberPreparation(_home, settings, ctl, pace, clock, news);
        _turn = new MemberTurn(_home, ctl, _lock, pace, clock, news);
        _turns = new MemberTurns(_home, _instance, _store, _turn, pace, clock, news);
        _guards = new MemberGuards(_home, settings, clock, news);
        _second = new SecondSigner(files, settings.Guard.Others);
        _teller = tells ? new FleetTeller(_store, pace, clock) : null;
    }

    public string Id => _home.Notes.Notes.Id;

    /// <summary>What this agent is to tell of the fleet; null where it sends no notices.</summary>
    public FleetTroubles? Troubles => _teller?.Now;

    /// <summary>What the notices have come to: etcd keeps it for the agent that reports next.</summary>
    public void Keep(FleetTold told, FleetTroubles from)
    {
        _teller?.Keep(told, from);
        Wake();
    }

    /// <summary>Something changed: the next look comes at once.</summary>
    public void Wake()
    {
        try
        {
            _ = _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>
    /// The supervisor wrote something. Only what must not wait is done at once: each step of a restart told to etcd would use up what a
    /// member may write.
    /// </summary>
    public void SeeHome()
    {
        try
        {
            if (_guards.AtOnce())
            {
                Wake();
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _news.Tell("hold", ex.Message);
        }
    }

    /// <summary>Until it is cancelled. Nothing etcd does ends it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var failures = 0;
        Begin();

        try
        {
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    await LookAsync(ct);
                    failures = 0;

                    if (_news.Over("etcd"))
                    {
                        _news.Tell("back", "etcd answers again");
                        _ = _news.Over("back");
                    }
                }
                catch (Exception ex) when (ex is EtcdException or IOException or UnauthorizedAccessException)
                {
                    failures++;

                    if (ex is EtcdException away)
                    {
                        _teller?.Away(away);
                    }

                    _news.Tell("etcd", ex is EtcdException ? $"{ex.Message}. The node goes on as without a fleet" : ex.Message);
                }

                _ = await _woken.WaitAsync(failures == 0 ? _pace.Look : Pause(failures), ct);
                ct.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await LeaveAsync();
        }
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _woken.Dispose();
    }

    private void Begin()
    {
        try
        {
            _guards.Begin();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _news.Tell("hold", $"the node cannot be held: {ex.Message}");
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        _turn.Resume(ct);
        await (_steady?.SayAsync(ct) ?? Task.CompletedTask);
        var record = await _home.RecordAsync(_preparation.Readiness, _clock.GetUtcNow(), ct);

        try
        {
            await _lease.KeepAsync(record, _home.Known(_clock.GetUtcNow()), ct);
            var orders = await _store.ReadOrdersAsync(ct);

            if (_history != _store.History.Number)
            {
                // Another history: our record is not in it, or is an old one.
                if (_history != 0)
                {
                    _news.Tell("history",
                        "etcd's data is not what it was (lost, or restored from a backup): this member registers again, and rollouts wait meanwhile");
                    _lease.Forget();
                    await _lease.KeepAsync(record, _home.Known(_clock.GetUtcNow()), ct);
                }

                _history = _store.History.Number;
            }

            _preparation.Look(orders.View, ct);
            await _turns.LookAsync(orders, ct);
            _guards.Look(record, await ForGuardsAsync(record, ct));

            await (_teller?.LookAsync(Id, _instance, _lease.Id, ct) ?? Task.CompletedTask);
        }
        catch (EtcdException)
        {
            var role = record.State == MemberRecord.Running ? null : _home.Signing;
            var (isAsked, evidence) = role is { IsRemote: false, Address: not null } ? await _second.LookAsync(role, ct) : default;
            _guards.Look(record, new FleetAnswer.Away(isAsked, evidence));
            throw;
        }
    }

    private async Task<FleetAnswer> ForGuardsAsync(MemberRecord record, CancellationToken ct) =>
        _guards.NeedMembers(record) ? new FleetAnswer.Read((await _store.ReadAsync(ct)).View, _turns.IsSettled, IsWhole: true)
        : _guards.Key(record) is { } key
            ? new FleetAnswer.Read(await _store.ReadSignersAsync(key, ct), _turns.IsSettled, IsWhole: false)
        : new FleetAnswer.NotRead();

    private async Task LeaveAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));

        try
        {
            await (_teller?.LeaveAsync(Id, _instance, patience.Token) ?? Task.CompletedTask);
            await _lease.LeaveAsync(patience.Token);
        }
        catch (Exception ex) when (ex is EtcdException or OperationCanceledException)
        {
            // The lease runs out by itself.
        }
    }

    // Not all members at once, when etcd is back.
    private static TimeSpan Pause(int failures) =>
        TimeSpan.FromMilliseconds(Math.Min(
            500 * Math.Pow(2, Math.Min(failures, 8)), LongestPause.TotalMilliseconds) * RandomNumberGenerator.GetInt32(50, 100) / 100);
}
