using Cosmovisor.Disk;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Home;

/// <summary><c>cosmovisor/schedule.json</c>: the operator's own upgrades, never mixed with the chain's file.</summary>
internal sealed class ScheduleFile(DaemonHome home)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Path => home.Schedule;

    /// <summary>What is scheduled; nothing when there is no file.</summary>
    /// <exception cref="RefusedException">There is one, and it cannot be understood.</exception>
    public UpgradeSchedule Read() => Look(home.Schedule).IsOk(out var schedule, out var reason) ? schedule
        : throw NotUnderstood(home.Schedule, reason);

    /// <summary>
    /// Reads it, changes it and writes it, with nobody else in between: a command and the supervisor may both be about to.
    /// </summary>
    /// <returns>What it holds now.</returns>
    /// <exception cref="RefusedException">It cannot be read or written, or <paramref name="change"/> says no.</exception>
    public UpgradeSchedule Change(Func<UpgradeSchedule, UpgradeSchedule> change)
    {
        using var mine = Unless(() => LockOwners.TryTake(home.Root, Patience))
            ?? throw new RefusedException(
                $"another process has been changing {home.Schedule} for {Patience.TotalSeconds:0} s. It is as it was; try again");
        var before = Read();
        var after = change(before);

        if (!after.Entries.SequenceEqual(before.Entries))
        {
            _ = Unless(() =>
            {
                AtomicFile.WritePrivate(home.Schedule, after.Lines());
                return after;
            });
        }

        return after;
    }

    /// <summary>
    /// Reads a list of the same form, wherever it lies, or says why it cannot be understood; nothing when there is no file.
    /// </summary>
    public static Parsed<UpgradeSchedule> Look(string path) => !PlanFileOnDisk.IsThere(path) ? Parsed.Ok(UpgradeSchedule.Empty)
        : BoundedFile.Read(path).IsOk(out var bytes, out var reason) ? UpgradeSchedule.Parse(bytes)
        : Parsed.Invalid<UpgradeSchedule>($"it {reason}");

    private T Unless<T>(Func<T> possible)
    {
        try
        {
            return possible();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"cannot write {home.Schedule}: {ex.Message.TrimEnd('.')}. It is as it was. It needs write permission in {home.Root}", ex);
        }
    }

    private static RefusedException NotUnderstood(string path, string reason) =>
        new($"cannot read the schedule {path}: {reason}. Correct it, or move it away if nothing is to be upgraded at a height of your own")
        {
            ExitCode = ExitCodes.BadSettings
        };
}
