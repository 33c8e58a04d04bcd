using Cosmovisor.Disk;
using Cosmovisor.Plans;

namespace Cosmovisor.Home;

/// <summary>
/// <c>data/upgrade-info.json.batch</c>: the schedule in the file where the SDK's cosmovisor 1.7 keeps it, entries that are done left out.
/// </summary>
/// <remarks>
/// Images look for it, to call <c>add-batch-upgrade</c> once; and who goes back to the SDK's cosmovisor finds what is still to come.
/// Ours is <c>cosmovisor/schedule.json</c>: this one follows it, and what somebody else adds here is taken over at the next start.
/// </remarks>
/// <param name="data">The node's data folder, where it lies.</param>
internal sealed class SdkBatchFile(string data)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    public string Path { get; } = DaemonHome.BatchFileIn(data);

    public bool IsThere => PlanFileOnDisk.IsThere(Path);

    /// <summary>What it holds, or why that cannot be understood; nothing when there is none.</summary>
    public Parsed<UpgradeSchedule> Read() => ScheduleFile.Look(Path);

    /// <summary>Ours and what it holds besides; ours alone where it cannot be understood.</summary>
    public UpgradeSchedule With(UpgradeSchedule ours) =>
        Read().IsOk(out var theirs, out _) ? ImportedSchedule.Of(ours, theirs, _ => null).Schedule : ours;

    /// <summary>Writes it, as the SDK's cosmovisor does: 0600, in the order of the heights.</summary>
    /// <remarks>
    /// When it was written says something: the SDK's hands its entries out by writing a plan file, ahead of its height, and then this one
    /// without that entry. What we write must not pass for that, so its time stays, or is one before that of the plan file.
    /// </remarks>
    /// <exception cref="IOException">It cannot be written; so with <see cref="UnauthorizedAccessException"/>.</exception>
    public void Write(UpgradeSchedule schedule)
    {
        if (IsThere && Read().IsOk(out var there, out _) && there.Entries.SequenceEqual(schedule.Entries))
        {
            return;
        }

        var planFile = DaemonHome.PlanFileIn(data);
        DateTime? time = IsThere
            ? File.GetLastWriteTimeUtc(Path) : PlanFileOnDisk.IsThere(planFile) ? File.GetLastWriteTimeUtc(planFile) - Before : null;
        AtomicFile.Write(Path, schedule.Lines(), AtomicFile.OwnerAlone);

        if (time is { } written)
        {
            File.SetLastWriteTimeUtc(Path, written);
        }
    }
}
