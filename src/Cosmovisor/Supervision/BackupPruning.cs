using Cosmovisor.Backups;
using Cosmovisor.Logging;

namespace Cosmovisor.Supervision;

/// <summary>Old backups are removed beside the version that needs them no more: a hundred thousand files take seconds, and nobody should wait for them.</summary>
/// <param name="backup">Knows which.</param>
/// <param name="ended">Called when they are gone.</param>
/// <param name="log">Told what could not be removed.</param>
internal sealed class BackupPruning(DataBackup backup, Action ended, ILog log)
{
    private bool _isDue;
    private Task _running = Task.CompletedTask;

    /// <summary>Nothing is being removed.</summary>
    public bool IsOver => _running.IsCompleted;

    /// <summary>An upgrade is done. Nothing is removed before its version runs.</summary>
    public void IsDue() => _isDue = true;

    /// <summary>Removes, if that is due, on a thread of its own. What our end interrupts, the next one finishes.</summary>
    public void Begin()
    {
        if (_isDue && IsOver)
        {
            _isDue = false;
            _running = Task.Factory.StartNew(Prune, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    // The upgrade is done; a backup that could not be removed must not undo that.
    private void Prune()
    {
        try
        {
            _ = backup.Prune();
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            log.Warning("old backups could not be removed", ("reason", ex.Message));
        }
        finally
        {
            ended();
        }
    }
}
