using System.Diagnostics;
using System.Text.Json;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;

namespace Cosmovisor.Backups;

/// <summary>
/// The supervisor's side of the backup ahead: after a look ahead it begins a round, in a short-lived child, or gives the room back. It
/// waits for nothing and wakes for nothing.
/// </summary>
internal sealed class AheadCopier(ChildTask tasks, AheadRequest request, AheadPlace place, TimeSpan setting, INews news) : IDisposable
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private CancellationTokenSource _end = new();
    private Thread? _running;
    private long? _lastEnded;
    private string? _cause;

    /// <param name="settings">Checked.</param>
    /// <param name="node">Where the node keeps its data.</param>
    /// <param name="commands">Starts the child.</param>
    /// <param name="news">What the child has to say.</param>
    public static AheadCopier For(EffectiveSettings settings, NodeFolders node, IProgramRunner commands, INews news)
    {
        var backups = BackupSettings.From(settings, node);
        return new(
            new ChildTask(commands), new AheadRequest(settings.Source, node.Home, node.Data, "", 0),
            AheadPlace.Of(settings.Home, backups.Placing),
            backups.Source is null || backups.Command is not null ? TimeSpan.Zero : backups.Ahead, news);
    }

    /// <summary>After a look ahead. Does not wait.</summary>
    /// <param name="next">The upgrade that comes next; null when none does.</param>
    /// <param name="left">Until then; null where that is not known.</param>
    public void Consider((string Name, long Height)? next, TimeSpan? left)
    {
        lock (_gate)
        {
            var isRunning = _running is { IsAlive: true };
            var step = AheadTime.Of(setting, next is not null, left, _lastEnded is { } ended ? Stopwatch.GetElapsedTime(ended) : null);

            if (isRunning)
            {
                if (step == AheadStep.GiveBack)
                {
                    _end.Cancel(); // and the next look gives it back
                }
            }
            else if (step == AheadStep.GiveBack && place.IsThere)
            {
                Begin(GiveBack);
            }
            else if (step == AheadStep.Copy && next is var (name, height))
            {
                Begin(ct => Copy(name, height, ct));
            }
        }
    }

    /// <summary>An upgrade begins, or we end: a round that is at work is ended, and has ended when this returns.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _end.Cancel();
            _running?.Join();
            _running = null;
        }
    }

    public void Dispose()
    {
        Stop();
        _end.Dispose();
    }

    private void Begin(Action<CancellationToken> work)
    {
        _end.Dispose();
        _end = new CancellationTokenSource();
        var ct = _end.Token;
        _running = SpareThread.Start("backup ahead", () => work(ct)); // without one, the next look tries again
    }

    private void Copy(string name, long height, CancellationToken ct)
    {
        try
        {
            var order = new TaskOrder(
                AheadTask.Name,
                "copies the backup ahead",
                JsonSerializer.SerializeToUtf8Bytes(request with { Plan = name, Height = height }, AheadTaskJson.Default.AheadRequest),
                LongestRound);
            var trouble = tasks.Run(order, line => line.Remark?.WriteTo(news), ct).IsOk(out _, out var reason) ? null : reason;

            var cause = trouble is null ? null : AheadTime.CauseOf(trouble);

            // Reported once: a round fails again and again for as long as it is wrong, with other figures.
            if (trouble is not null && cause != _cause)
            {
                news.Tell(new Happening.BackupAheadFailed(name, height, trouble));
            }

            _cause = cause;
            _lastEnded = Stopwatch.GetTimestamp();
        }
        catch (OperationCanceledException)
        {
            // the upgrade begins, or we end
        }
    }

    private void GiveBack(CancellationToken ct)
    {
        try
        {
            if (AheadRound.GiveBack(place))
            {
                news.Tell(new Happening.BackupAheadRemoved(place.Folder));
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.BackupAheadFailed(null, null, $"{place.Folder} could not be removed: {ex.Message}"));
        }
    }
}
