using Cosmovisor.Backups;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Commands;

/// <summary><c>backup restore NAME</c>: explains, asks, puts the data back and whatever belongs to it, and says what is where.</summary>
/// <remarks>
/// What it means stands in <see cref="Finish"/>: data, genesis, <c>current</c>, schedule and journal are those of then. A record on the
/// disk says what is to be done before the first name changes; each line can be done twice, and the next restore finishes what was
/// interrupted.
/// </remarks>
/// <param name="home">Whose data.</param>
/// <param name="settings">Where backups are.</param>
/// <param name="news">Informed of every step.</param>
/// <param name="output">The operator.</param>
/// <param name="ask">Puts a question that is answered by yes or no.</param>
/// <param name="reached">Informed of every move that stands on the disk; null for nobody.</param>
internal sealed class BackupRestoreCommand(
    DaemonHome home, BackupSettings settings, INews news, TextWriter output, Func<string, bool> ask, Action<RestoreMove>? reached = null)
{
    private readonly RestoreSwap _swap = new(home, news, reached);
    private readonly RestoredData _restored = new(home, news);
    private readonly JournalFile _journals = new(home, news);
    private readonly HistoryFile _history = new(home);
    private readonly CurrentLink _current = new(home);

    /// <returns>0 when restored, 1 when the operator said no.</returns>
    /// <exception cref="RefusedException">It cannot be done, and why.</exception>
    public int Run(string name, RestoreOptions options, bool yes, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var words = new RestoreWords(output);

        using (StoppedNodeLock.Claim(home, settings.DataOf(home), "the restore"))
        {
            if (FinishInterrupted() is { } finished)
            {
                words.SayWhatWasFinished(finished, name);
                // a script goes on to start the node: it must not with other data than it asked for
                return finished.Backup == name ? ExitCodes.Done : ExitCodes.Failed;
            }
        }

        var backup = BackupNamed.Find(home, settings, name);
        var data = _restored.DataOf(backup, settings.DataOf(home), options.To);
        using var atRest = StoppedNodeLock.Claim(home, data, "the restore");
        _restored.EnsurePossible(backup, data, options);
        words.Explain(backup, data, options, GenesisOf(backup));

        if (!yes && !ask($"Restore \"{backup.Folder.Name}\"?"))
        {
            output.WriteLine("nothing was changed");
            return ExitCodes.Failed;
        }

        words.SayWhatIsWhere(Restore(backup, data, options, progress, ct));
        return ExitCodes.Done;
    }

    /// <summary>Finishes, or takes back, what an interrupted restore has begun.</summary>
    /// <returns>What was finished; null when nothing was, and the restore that is asked for must be done from the start.</returns>
    public RestoreDone? FinishInterrupted() => _swap.Interrupted() is { } record ? Finish(record) : null;

    /// <exception cref="RefusedException">It cannot be done; the data is as it was, and says so.</exception>
    public RestoreDone Restore(
        StoredBackup backup, string data, RestoreOptions options, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        _restored.EnsurePossible(backup, data, options);
        using var mine = LockOwners.TryTake(backup.Folder.Data) ?? throw new RefusedException(
            $"{backup.Folder.Data} is in use by another restore, verification or removal. Nothing was changed");

        try
        {
            var signState = _restored.Build(backup, data, options, progress, ct);
            ct.ThrowIfCancellationRequested(); // from here on it is finished
            var record = RecordOf(backup, data);
            _swap.Swap(record);
            return Finish(record) with { SignState = signState };
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"the restore of \"{backup.Folder.Name}\" failed: {trouble.Message.TrimEnd('.')}. {StateOf(data)}", trouble);
        }
    }

    // The data is in place: the rest must follow it.
    private RestoreDone Finish(RestoreRecord record)
    {
        _swap.NameOldData(record);
        PutGenesisBack(record);
        PointCurrentBack(record);
        ScheduleAgain(record);
        GiveUpTheUpgradeThatIsNotOver();
        _swap.Forget();

        var aside = FileFacts.Of(record.Aside) is null ? null : record.Aside;
        news.Tell(new Happening.RestoreDone(record.Backup, record.Data, aside, record.Current));
        return new RestoreDone(record.Backup, record.Data, aside, record.Current, null, record.GenesisInForce, record.GenesisAside);
    }

    private void PutGenesisBack(RestoreRecord record)
    {
        if (record is not { Genesis: { } old, GenesisInForce: { } inForce, GenesisAside: { } aside })
        {
            return;
        }

        if (FileFacts.Of(inForce) is not null && FileFacts.Of(aside) is null)
        {
            AtomicFile.Copy(inForce, aside);
            reached?.Invoke(RestoreMove.NewerGenesisAside);
        }

        AtomicFile.Copy(old, inForce);
        news.Tell(new Happening.PreviousGenesis(inForce, old, aside));
        reached?.Invoke(RestoreMove.GenesisBack);
    }

    private void PointCurrentBack(RestoreRecord record)
    {
        if (record.Current is { } target)
        {
            _current.SwitchTo(target);
            reached?.Invoke(RestoreMove.CurrentBack);
        }
    }

    // It left the schedule when it was done, and the chain will not ask for it.
    private void ScheduleAgain(RestoreRecord record)
    {
        if (record.Plan is { } name && UpgradePlan.Create(name, record.Height, "").IsOk(out var own, out _))
        {
            _ = new ScheduleFile(home).Change(schedule => schedule.With(own).IsOk(out var more, out _) ? more : schedule);
            reached?.Invoke(RestoreMove.Rescheduled);
        }
    }

    // It knows nothing of the data that is there now, and must not be carried on with it. Its genesis has been put back above.
    private void GiveUpTheUpgradeThatIsNotOver()
    {
        if (_journals.ReadOrMoveAside() is { } journal)
        {
            _ = new UpgradeRunner(_current, _journals, _history, new StopRequest(), TimeProvider.System, news)
                .GiveUp(journal, "given up: a backup was restored", _ => { });
            reached?.Invoke(RestoreMove.UpgradeGivenUp);
        }
    }

    private RestoreRecord RecordOf(StoredBackup backup, string data)
    {
        var (own, genesis, restoring) = (PlansRevivedByRestore.OfTheSchedule(backup), GenesisOf(backup), RestoredData.PlaceFor(data));

        return new RestoreRecord
        {
            Backup = backup.Folder.Name,
            Data = data,
            Restoring = restoring,
            Aside = UnusedName.Of($"{data}.before-restore"),
            Inode = FileFacts.Of(restoring)!.Value.Inode,
            Current = backup.Header?.Current,
            Plan = own?.Name,
            Height = own?.Height ?? 0,
            Genesis = genesis?.Kept,
            GenesisInForce = genesis?.InForce,
            GenesisAside = genesis is null ? null : UnusedName.Of($"{genesis.InForce}.before-restore"),
        };
    }

    // The genesis file that belongs to the backup; null when that is the one in force, or nobody knows.
    private GenesisPaths? GenesisOf(StoredBackup backup) =>
        backup.Header is { } header && new GenesisHistory(home, _history, _journals).At(header.Taken) is { } paths
            && File.Exists(paths.Kept) && !AtomicFile.AreAlike(paths.Kept, paths.InForce) ? paths : null;

    private string StateOf(string data) =>
        File.Exists(home.RestoreRecord)
            ? $"It was interrupted in the middle of the swap; {home.RestoreRecord} says where everything is. Run the restore once more, it finishes that first"
        : $"{data} is as it was. What was built so far is in {RestoredData.PlaceFor(data)}; the next restore removes it";
}
