using Cosmovisor.Backups;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Holds;
using Cosmovisor.Home;
using Cosmovisor.LookAhead;
using Cosmovisor.Status;

namespace Cosmovisor.Commands;

/// <summary>Reads how a home stands, from its files and its lock; no daemon and no network is asked.</summary>
/// <param name="home">Which.</param>
/// <param name="placing">Where its backups are; null where that is not known.</param>
/// <param name="news">Informed of records that cannot be read.</param>
internal sealed class StatusFacts(DaemonHome home, BackupPlacing? placing, INews news)
{
    public StatusReport Read() => new(
        RunningSupervisor.Pid(home), RunningSupervisor.Daemon(home)?.Pid, new CurrentLink(home).Target, new OutlookOnDisk(home).Read(),
        Unfinished(), Last())
    {
        Holds = HoldsKnown.Nothing.LookAt(new HoldsFolder(home).Look(), DateTimeOffset.UtcNow, TimeSpan.Zero).Standing,
        State = BoundedFile.Read(home.State).Then(bytes => NodeStateText.Read(bytes)).IsOk(out var state, out _) ? state : null,
        Backups = placing is null ? null : Backups(placing),
    };

    private StatusUpgrade? Unfinished() => new JournalFile(home, news).Peek() is not { } journal ? null
        : new StatusUpgrade(journal.Plan.Name, journal.Plan.Height, journal.Last is { } step ? $"at {step.Step}" : "not begun",
            journal.Last?.Began ?? journal.Began, journal.Last?.Trouble);

    private StatusUpgrade? Last() => new HistoryFile(home).NewestFirst(news).FirstOrDefault() is not { } ended ? null
        : new StatusUpgrade(ended.Journal.Plan.Name, ended.Journal.Plan.Height, ended.Result, ended.Ended, Trouble: null)
        {
            IsDone = ended.IsDone
        };

    private StatusBackups? Backups(BackupPlacing where)
    {
        try
        {
            var whole = new BackupStore(home, where).All().Where(backup => backup.IsWhole
                || backup.IsSnapshot).OrderBy(backup => backup.Header?.Taken).ToList();
            return whole is [.., var newest] ? new StatusBackups(whole.Count, newest.Folder.Name) : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or RefusedException)
        {
            return null;
        }
    }
}
