using Cosmovisor.Backups;
using Cosmovisor.Events;

namespace Cosmovisor.Upgrading;

/// <summary>
/// Old backups are removed beside the version that needs them no more: a hundred thousand files take seconds, and nobody should wait for
/// them.
/// </summary>
/// <param name="backup">Knows which.</param>
/// <param name="ended">Called when they are gone.</param>
/// <param name="news">Receives what could not be removed.</param>
internal sealed class BackupPruning(DataBackup backup, Action ended, INews news)
{
    private bool _isDue;
    private volatile bool _isOver = true; // not the task's own word for it, which comes after the call that wakes whoever waits for it

    /// <summary>Nothing is being removed.</summary>
    public bool IsOver => _isOver;

    /// <summary>An upgrade is done. Nothing is removed before its version runs.</summary>
    public void IsDue() => _isDue = true;

    /// <summary>Removes, if that is due, on a thread of its own. What our end interrupts, the next one finishes.</summary>
    public void Begin()
    {
        if (_isDue && IsOver)
        {
            (_isDue, _isOver) = (false, false);
            _ = Task.Factory.StartNew(Prune, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
            news.Tell(new Happening.PruningFailed(ex.Message));
        }
        finally
        {
            _isOver = true;
            ended();
        }
    }
}
