using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Supervision;

/// <summary>The schedule that the SDK's cosmovisor 1.7 keeps beside the chain's plan file: taken over once, and ours from then on.</summary>
/// <param name="data">The node's data folder, where it lies.</param>
/// <param name="file">Ours.</param>
/// <param name="carriedOut">What was done already: 1.7 leaves the entries that it missed in its file, for ever.</param>
/// <param name="log">Told what became of it.</param>
internal sealed class SdkBatch(string data, ScheduleFile file, CarriedOutUpgrades carriedOut, ILog log)
{
    private readonly string _path = DaemonHome.BatchFileIn(data);
    private bool _stays;

    /// <summary>Takes over what is still to come. Somebody else's file never keeps the node down: what is wrong with it is told.</summary>
    /// <remarks>
    /// Our schedule first, the file's new name second. Killed in between, the next start reads the file once more: entries that stand in ours already change nothing,
    /// and no life of the daemon has carried any out meanwhile. Where the file cannot be renamed, every start reads it again: what was carried out since is known by
    /// its record or by its height, and <c>schedule remove</c> takes nothing off that would come back from here.
    /// </remarks>
    /// <exception cref="RefusedException">Our own schedule cannot be read or written.</exception>
    public void TakeOver(CurrentVersion current)
    {
        if (_stays || !PlanFileOnDisk.IsThere(_path))
        {
            return;
        }

        if (!ScheduleFile.Look(_path).IsOk(out var theirs, out var reason))
        {
            _stays = true;
            log.Warning("the schedule of the SDK's cosmovisor cannot be understood and is left where it is; the node is run without it", ("file", _path), ("reason", reason));
            return;
        }

        var known = KnownHeight.OnDisk(current, data);
        var taken = default(HandedOver);
        _ = file.Change(ours => (taken = HandedOver.Of(ours, theirs, entry => WhyIsOver(entry, current, known))).Schedule);

        foreach (var (entry, why) in taken!.LeftOut)
        {
            log.Warning("an entry of the SDK's schedule is not taken over", ("plan", entry.Name), ("height", entry.Height), ("reason", why));
        }

        MoveAside(taken);
    }

    private string? WhyIsOver(UpgradePlan entry, CurrentVersion current, KnownHeight? known) =>
        entry.Name.Equals(current.UpgradeName, StringComparison.OrdinalIgnoreCase) ? "its version runs already"
        : carriedOut.Has(entry) ? "it was carried out before"
        : known?.IsBeyond(entry.Height) == true ? $"the node has passed its height: {known.Witness} tells of {known.Height}"
        : null;

    private void MoveAside(HandedOver taken)
    {
        var kept = DaemonHome.TakenOver(_path);

        try
        {
            FileCalls.Rename(_path, kept);
        }
        catch (IOException ex)
        {
            (_stays, kept) = (true, _path);
            log.Warning("the schedule of the SDK's cosmovisor cannot be moved aside, so every start reads it again; remove it, or let this user write in its folder", ("file", _path), ("reason", ex.Message));
        }

        log.Info("the schedule of the SDK's cosmovisor was taken over", ("from", _path), ("entries", taken.Entries), ("kept", kept));
    }
}
