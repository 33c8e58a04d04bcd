using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl rollback [--yes]</c>: back to the previous binary, as long as its data is still as it left it.</summary>
/// <param name="home">Whose upgrade.</param>
/// <param name="backups">Where backups are.</param>
/// <param name="news">Receives what was done.</param>
/// <param name="output">The operator.</param>
/// <param name="ask">Puts a question that is answered by yes or no.</param>
internal sealed class RollbackCommand(DaemonHome home, BackupSettings backups, INews news, TextWriter output, Func<string, bool> ask)
{
    private const string FromElsewhere = "the earlier data must come from elsewhere (a snapshot, another node)";

    private readonly CurrentLink _current = new(home);
    private readonly JournalFile _journals = new(home, news);
    private readonly HistoryFile _history = new(home);

    /// <returns>0 when rolled back, 1 when the operator said no.</returns>
    /// <exception cref="RefusedException">There is nothing to roll back, or it would not be safe.</exception>
    public int Run(bool yes)
    {
        using var atRest = StoppedNodeLock.Claim(home, backups.DataOf(home), "the rollback");
        RestoreSwap.RefuseUnfinished(home, "the rollback");
        var runner = new UpgradeRunner(_current, _journals, _history, new StopRequest(), TimeProvider.System, news);

        switch (RollbackDecision.Of(_journals.Read(), _history.Read() is [.., var last] ? last : null, _current.Target))
        {
            case RollbackDecision.GiveUp { Journal: var journal }:
                ExplainGivingUp(journal);
                return Asked(yes, () => _ = runner.GiveUp(journal, "given up by the operator", UndoGenesisOf(journal)));

            case RollbackDecision.TakeBack { Journal: var journal }:
                RefuseTouchedData(journal);
                ExplainTakingBack(journal);
                return Asked(yes, () => _ = runner.TakeBack(journal, "rolled back by the operator", UndoGenesisOf(journal)));

            case RollbackDecision.None { Reason: var reason }:
                throw new RefusedException(
                    $"there is nothing to roll back: {reason}. Nothing was changed. To go back further, restore a backup: cosmovisorctl backup list");

            default:
                throw new InvalidOperationException("there are three ways back");
        }
    }

    private int Asked(bool yes, Action act)
    {
        if (!yes && !ask("Roll back?"))
        {
            output.WriteLine("nothing was changed");
            return Supervision.ExitCodes.Failed;
        }

        try
        {
            act();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"the rollback was interrupted: {ex.Message.TrimEnd('.')}. current points to {_current.Target}; every step can be repeated: correct the problem, and run this once more",
                ex);
        }

        output.WriteLine($"rolled back: current points to {_current.Target}");
        return Supervision.ExitCodes.Done;
    }

    private void ExplainGivingUp(Journal journal)
    {
        output.WriteLine($"the upgrade {Name(journal)} is not over: {Where(journal)}. It will be given up.");
        output.WriteLine($"  - current stays at {_current.Target}");
        ExplainGenesis(journal);

        if (journal.MayHaveChangedData)
        {
            output.WriteLine(
                $"  - {(journal.HasBegun(UpgradeStep.CustomPreUpgrade) ? "a migration script has" : "the new binary's pre-upgrade has")} run: what it changed is NOT undone, and the data may no longer fit the old binary");
            output.WriteLine($"    {WayToTheDataOfBefore(journal)}");
        }

        ExplainWhatComes(journal);
    }

    private void ExplainTakingBack(Journal journal)
    {
        output.WriteLine(
            $"the upgrade {Name(journal)} was done, and nothing in {DataOf(journal)} has been written since the old binary ended.");
        output.WriteLine($"  - current will point to {journal.From} again");
        ExplainGenesis(journal);
        output.WriteLine(
            $"  - {SignState.FileName} is left as it is. A validator must never sign a height twice: bring no older one here, and let no other machine run with this key");
        ExplainWhatComes(journal);
    }

    private void ExplainGenesis(Journal journal)
    {
        if (journal[UpgradeStep.NewGenesis]?.Left is { } kept)
        {
            output.WriteLine($"  - config/genesis.json: the one from before is put back ({kept})");
        }
    }

    private void ExplainWhatComes(Journal journal)
    {
        var (name, height) = (journal.Plan.Name, journal.Plan.Height);
        var isScheduled = ScheduleFile.Look(home.Schedule).IsOk(out var schedule, out _) && schedule.Has(name);
        output.WriteLine(isScheduled
            ? $"  - \"{name}\" is still scheduled ({home.Schedule}): the next start upgrades again. To stay with the old binary: cosmovisorctl schedule remove {name}"
            : $"  - the chain still asks for \"{name}\": the next start upgrades again. To stay with the old binary, start it with --unsafe-skip-upgrades {height} (only if the whole chain has agreed on that)");
    }

    // The old binary on data that a newer one has written destroys it.
    private void RefuseTouchedData(Journal journal)
    {
        var since = RollbackDecision.DataUntouchedSince(journal);
        var backup = BackupOf(journal);
        var hadData = backup is { HasData: true } || new OutlookFile(home).Height is not null;
        var data = since is null ? null : DataHere(journal, hadData);
        var why = since is not { } end ? "a migration was interrupted and begun again, so it is unknown what it has changed"
            : data?.FirstWrittenAfter(end) is { } touched ? $"{touched} was written after the old binary ended"
            : null;

        if (why is not null)
        {
            throw new RefusedException(
                $"rolling back only the binary of {Name(journal)} is not safe: {why}, and the old binary on newer data destroys it. Nothing was changed. {WayToTheDataOfBefore(journal)} "
                + $"It keeps the newer {SignState.FileName}: a validator that signs a height twice is slashed for it");
        }

        // What was removed leaves a mark on its folder. What lies on a disk that is not mounted does not.
        if (backup is { HasData: true } && data!.MissingSince(backup.Folder.Data) is { } missing)
        {
            throw NotAllThere(journal, missing);
        }
    }

    // Data that is not there was not written: a disk that is not mounted must not pass for data that nothing has touched. A node that never
    // had any, as far as is known, may have none now.
    private NodeData? DataHere(Journal journal, bool hadData)
    {
        var folders = FoldersOf(journal);

        if (!Directory.Exists(folders.Data))
        {
            return hadData ? throw NotAllThere(journal, $"{folders.Data} is not there") : null;
        }

        var data = NodeData.Read(folders);
        return data.Missing(mayBeEmpty: !hadData) is { } missing ? throw NotAllThere(journal, missing) : data;
    }

    private RefusedException NotAllThere(Journal journal, string missing) => new(
        $"the rollback was refused: {missing}, so there is no way to tell whether a newer binary has written to the data. Nothing was changed.\n"
        + $"Is its disk mounted? Mount it, and run this once more: cosmovisorctl rollback\nIf that data is lost: {WayToTheDataOfBefore(journal)}");

    private string WayToTheDataOfBefore(Journal journal) =>
        journal[UpgradeStep.Backup] is not { Ended: not null, Left: { } folder } ? $"No backup was taken by this upgrade: {FromElsewhere}."
        : BackupOf(journal) is { } backup
            ? $"The earlier data is in a backup. This restores it together with the binary: cosmovisorctl backup restore '{backup.Folder.Name}'."
        : Directory.Exists(folder) ? $"What it took lies in {folder}: put it back by the means that made it, with the node stopped."
        : $"The backup that it took, {folder}, is not there any more (pruned, or removed by hand): {FromElsewhere}.";

    private StoredBackup? BackupOf(Journal journal) => journal[UpgradeStep.Backup] is { Ended: not null, Left: { } folder }
        ? new BackupStore(home, backups.Placing).All().FirstOrDefault(backup => backup.Folder.Data == folder) : null;

    private Action<Plans.UpgradePlan> UndoGenesisOf(Journal journal) =>
        plan => new NewGenesis(news).Undo(GenesisPaths.Of(home, FoldersOf(journal).Home,
            CurrentVersion.Of(home, journal.To ?? DaemonHome.TargetOf(plan.Name)).Folder, plan));

    private NodeFolders FoldersOf(Journal journal) => new(Path.GetDirectoryName(DataOf(journal)) ?? home.Path, DataOf(journal));

    private string DataOf(Journal journal) => journal[UpgradeStep.Stop]?.Left ?? backups.DataOf(home);

    private static string Name(Journal journal) => $"\"{journal.Plan.Name}\" (height {journal.Plan.Height}, {journal.From} -> {journal.To ?? "not staged yet"})";

    private static string Where(Journal journal) => journal.Last is not { } last ? "nothing of it was begun"
        : last.Trouble is { } trouble ? $"it failed at {last.Step} ({trouble.TrimEnd('.')})"
        : $"it was interrupted at {last.Step}";
}
