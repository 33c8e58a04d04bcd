using System.Diagnostics;
using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Supervision;

namespace Cosmovisor.Upgrading;

/// <summary>
/// The first life of a new version: one that is over within seconds is reported as the failure it is, and may be taken back by itself
/// (COSMOVISOR_TAKE_BACK_WITHIN, docs/adr/0014).
/// </summary>
/// <param name="within">Within this time of its start; zero for never.</param>
/// <param name="node">Its data must not have been touched.</param>
/// <param name="news">Receives what keeps us from it.</param>
internal sealed class TakeBackRule(TimeSpan within, NodeFolders node, INews news)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    /// <summary>Where the operator has said that the old version can read the new one's data.</summary>
    private static readonly TimeSpan BySaying = TimeSpan.FromMinutes(5);

    /// <summary>How long a new version is heard for the reason of its end: some check only behind a migration.</summary>
    private static readonly TimeSpan Listening = TimeSpan.FromMinutes(10);

    private NodeData? _before;
    private FinishedUpgrade? _upgrade;
    private long _started;

    /// <summary>Whether the operator wants it.</summary>
    public bool IsOn => within > TimeSpan.Zero;

    /// <summary>
    /// How long the life that begins or runs is heard for the reason of its end; null when it is not a new version's first.
    /// </summary>
    public TimeSpan? ListensFor => _upgrade is null ? null : within > Listening ? within : Listening;

    /// <summary>The old daemon is gone, nothing has been done to its data yet: this is what the old binary can go on with.</summary>
    public void RememberData(Journal journal)
    {
        _before = null;

        // After a crash in the middle of a script nobody knows any more what was there before it.
        if (IsOn && !journal.MayHaveChangedData && Directory.Exists(node.Data))
        {
            try
            {
                _before = NodeData.Read(node);
            }
            catch (RefusedException ex)
            {
                news.Tell(new Happening.CannotTakeBack(ex.Message));
            }
        }
    }

    /// <summary>The upgrade is done, and its version is about to be started.</summary>
    public void Begins(FinishedUpgrade upgrade) => _upgrade = upgrade;

    /// <summary>A daemon was started. A hold may have stood between the upgrade and this.</summary>
    public void IsStarted() => _started = Stopwatch.GetTimestamp();

    /// <summary>The version's first life is over.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="known">Why it ended, where it said so: nothing that going back would help.</param>
    /// <param name="doubleSignCheck">The node's own <c>double_sign_check_height</c>; null when it is not known.</param>
    /// <returns>The upgrade that may be taken back; null when none may.</returns>
    public FinishedUpgrade? MayTakeBack(DaemonEnd end, KnownDeath? known, long? doubleSignCheck)
    {
        var (upgrade, before, lived) = (_upgrade, _before, Stopwatch.GetElapsedTime(_started));
        (_upgrade, _before) = (null, null);

        if (upgrade is { Journal: var journal } && end is not DaemonEnd.Exited { Code: 0 } && (lived < AtOnce || known is not null))
        {
            news.Tell(new Happening.NewVersionEnded(journal.Plan.Name, end, lived, known, journal.To!, doubleSignCheck));
        }

        if (known is not null)
        {
            return null;
        }

        if (upgrade is { Journal.Request.TakeBack: true } && end is not DaemonEnd.Exited { Code: 0 } && lived <= (within > BySaying ? within
            : BySaying))
        {
            return upgrade;
        }

        if (upgrade is null || before is null || end is DaemonEnd.Exited { Code: 0 } || lived > within)
        {
            return null;
        }

        if (before.Changes() is [var first, ..] changes)
        {
            news.Tell(new Happening.NotTakenBack(end, lived, changes.Count, first));
            return null;
        }

        return upgrade;
    }
}
