using Cosmovisor.Events;
using Cosmovisor.Home;

namespace Cosmovisor.Upgrading;

/// <summary>What is kept of an upgrade that is over: its line in the history. The journal is removed with it.</summary>
/// <remarks>
/// After a switch the chain waits for the new version, and none of this is needed to start it: it is finished once that runs. Until then
/// the journal says how far the upgrade has come, and a start that finds it finishes the records. What a loss of power may take of it:
/// docs/adr/0044.
/// </remarks>
internal sealed class UpgradeRecords(JournalFile journals, HistoryFile history, INews news)
{
    private FinishedUpgrade? _open;
    private Action _flushPlan = () => { };

    /// <summary>The upgrade is done, its version is about to be started.</summary>
    /// <param name="ending">How it ended.</param>
    /// <param name="flushPlan">Flushes the plan that was left for the new version and beside it.</param>
    public void Open(FinishedUpgrade ending, Action flushPlan)
    {
        history.Note(ending);
        (_open, _flushPlan) = (ending, flushPlan);
    }

    /// <summary>
    /// The version runs, or will not be started: all is on disk when this returns. Does nothing when nothing is open; what the disk refuses
    /// is left to the next start.
    /// </summary>
    public void Finish()
    {
        if (_open is not { } ending)
        {
            return;
        }

        _open = null;

        try
        {
            _flushPlan();
            Close(ending);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The new version is current, and the chain needs it.
            news.Tell(new Happening.RecordNotFinalised(ending.Journal.Plan.Name, ex.Message));
        }
    }

    /// <summary>
    /// The same at once. The line first: should we die between the two moves, the next start makes them again, and the line is not written
    /// twice.
    /// </summary>
    public FinishedUpgrade Close(FinishedUpgrade ending)
    {
        history.Add(ending);
        journals.Remove();
        return ending;
    }
}
