using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Scheduling;

/// <summary>
/// The schedule that the SDK's cosmovisor 1.7 keeps beside the chain's plan file: what is new in it is taken over, and from then on it
/// follows ours.
/// </summary>
/// <param name="data">The node's data folder, where it lies.</param>
/// <param name="file">Ours.</param>
/// <param name="carriedOut">What was done already: 1.7 leaves the entries that it missed in its file, for ever.</param>
/// <param name="news">Receives what became of it.</param>
internal sealed class SdkScheduleImport(string data, ScheduleFile file, AppliedUpgrades carriedOut, INews news)
{
    private readonly SdkBatchFile _theirs = new(data);
    private bool _stays;

    /// <summary>
    /// Takes over what is new and still to come. Somebody else's file never keeps the node down: what is wrong with it is reported.
    /// </summary>
    /// <remarks>
    /// Our schedule first, their file second. Killed in between, the next start reads the file once more: entries that stand in ours
    /// already change nothing, and no life of the daemon has carried any out meanwhile. Where the file cannot be written, every start reads
    /// it again: what was carried out since is known by its record or by its height, and <c>schedule remove</c> takes nothing off that
    /// would come back from here.
    /// </remarks>
    /// <exception cref="RefusedException">Our own schedule cannot be read or written.</exception>
    public void TakeOver(CurrentVersion current)
    {
        if (_stays || !_theirs.IsThere)
        {
            return;
        }

        if (!_theirs.Read().IsOk(out var theirs, out var reason))
        {
            _stays = true;
            news.Tell(new Happening.SdkScheduleUnreadable(_theirs.Path, reason));
            return;
        }

        var ours = file.Read();

        if (!theirs.Entries.All(ours.HasAtItsHeight))
        {
            ours = Merge(theirs, current);
        }

        Follow(ours);
    }

    /// <summary>Their file after a change of ours. There is none where nobody has made one.</summary>
    public void Follow(UpgradeSchedule ours)
    {
        if (_stays || !_theirs.IsThere)
        {
            return;
        }

        try
        {
            _theirs.Write(ours);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _stays = true;
            news.Tell(new Happening.SdkScheduleNotWritten(_theirs.Path, ex.Message));
        }
    }

    private UpgradeSchedule Merge(UpgradeSchedule theirs, CurrentVersion current)
    {
        var known = HeightOnDisk.Of(current, data);
        var done = theirs.Entries.FirstOrDefault(entry => entry.Name.Equals(current.UpgradeName, StringComparison.OrdinalIgnoreCase));
        var taken = default(ImportedSchedule);
        var ours = file.Change(all => (taken = ImportedSchedule.Of(all, theirs, entry => WhyIsOver(entry, done, known))).Schedule);

        foreach (var (entry, why) in taken!.LeftOut)
        {
            news.Tell(new Happening.SdkEntryLeftOut(entry.Name, entry.Height, why));
        }

        news.Tell(new Happening.SdkScheduleTakenOver(_theirs.Path, taken.Entries, file.Path));
        return ours;
    }

    private string? WhyIsOver(UpgradePlan entry, UpgradePlan? done, KnownHeight? known) =>
        entry == done ? "its version runs already"
        : carriedOut.Has(entry) ? "it was carried out before"
        : PassedEntries.Why(entry, done, known);
}
