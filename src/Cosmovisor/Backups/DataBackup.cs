using System.Diagnostics;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Backups;

/// <summary>The backup of an upgrade: the data folder as the old binary left it, whole or not at all.</summary>
internal sealed class DataBackup(DaemonHome home, BackupSettings settings, INews news, IProgramRunner? commands = null)
{
    private AheadPlace AheadPlace { get; } = AheadPlace.Of(home, settings.Placing);

    private readonly BackupStore _shelf = new(home, settings.Placing);

    /// <summary>Ends what copies ahead: called when an upgrade begins.</summary>
    public Action StopAhead { get; init; } = () => { };

    /// <summary>Whether the operator wants one before an upgrade.</summary>
    public bool IsWanted => settings.Command is not null || settings.Source is not null;

    /// <summary>Checks, while the old node still runs, what can be checked by then. Changes nothing.</summary>
    /// <returns>What it would have to copy; null where it copies nothing: a command's, or one that was taken.</returns>
    /// <exception cref="RefusedException">The backup would fail.</exception>
    public BackupProspect? EnsurePossible(UpgradePlan plan)
    {
        StopAhead();

        if (settings.Command is { } command)
        {
            BackupByCommand.EnsurePossible(command);
        }
        else if (settings.Source is { } source && _shelf.PlaceFor(plan) is (var folder, null))
        {
            BackupPreflight.CheckPlace(source, folder);
            var tree = DataTree.Read(source);
            using var ahead = AheadCopies.Look(AheadPlace, tree);
            var room = BackupPreflight.Check(tree, folder.Parent, settings.Mode, ahead);
            return new BackupProspect(room.Promised, ahead?.Bytes ?? 0)
            {
                Place = folder.Data,
                Shared = tree.Entries.Where(entry => entry is { Facts.Kind: FileKind.File, SameAs: null }
                    && room.Sharing.Shares(entry)
                    && ahead?.Has(entry) != true).Sum(SharingPlan.Copied),
            };
        }

        return null;
    }

    /// <summary>The backup of an upgrade that stands there, whole; null for none.</summary>
    public string? TakenOf(UpgradePlan plan) =>
        settings is { Command: null, Source: not null } && _shelf.PlaceFor(plan) is (var folder, { }) ? folder.Data : null;

    /// <summary>Takes the backup, on a thread of its own. The daemon must have ended.</summary>
    /// <returns>Null when no backup is configured.</returns>
    /// <exception cref="RefusedException">It cannot be taken whole; nothing of it is left.</exception>
    /// <exception cref="OperationCanceledException">What stands under its temporary name is removed by the next run.</exception>
    public Task<BackupTaken?> TakeAsync(UpgradePlan plan, IProgress<BackupProgress>? progress, CancellationToken ct) =>
        Task.Factory.StartNew(() => Take(plan, progress, ct), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// After a successful upgrade: removes what was copied ahead, which has another name in the backup by now, and the oldest backups
    /// beyond COSMOVISOR_BACKUP_KEEP.
    /// </summary>
    /// <returns>Names of those removed.</returns>
    public IReadOnlyList<string> Prune()
    {
        _ = AheadRound.GiveBack(AheadPlace);
        return settings.Keep is { } keep ? new OldBackups(_shelf, news).Remove(keep) : [];
    }

    private BackupTaken? Take(UpgradePlan plan, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        StopAhead();

        if (settings.Command is { } command)
        {
            return new BackupByCommand(home, settings, news, commands
                ?? throw new InvalidOperationException("a backup command needs something to run it")).Take(command, plan, ct);
        }

        if (settings.Source is not { } source)
        {
            return null;
        }

        try
        {
            _shelf.RemoveLeftovers(news);

            var (folder, taken) = _shelf.PlaceFor(plan);
            return taken is not null ? WasTaken(folder, taken) : Take(plan, source, folder, progress, ct);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"the backup of {source} failed: {trouble.Message.TrimEnd('.')}. No backup was kept, and the data is as the node left it",
                trouble);
        }
    }

    private BackupTaken Take(
        UpgradePlan plan, string source, BackupFolder folder, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        BackupPreflight.CheckPlace(source, folder);
        var tree = DataTree.Read(source);
        var elsewhere = DatabasesElsewhere.Of(settings.NodeHome ?? home.Path, tree);
        var remarks = tree.Remarks.Concat(elsewhere.Select(path =>
            $"the backup is incomplete: the node keeps data in {path} (db_dir in its config.toml, or a link), which is not in it")).ToList();
        Tell(remarks);
        using var ahead = AheadCopies.Take(AheadPlace, tree);
        var room = BackupPreflight.Check(tree, folder.Parent, settings.Mode, ahead);

        if (room.IsTight)
        {
            ahead?.RemoveOthers();
        }

        BackupStore.Make(folder.Parent);
        var unfinished = new UnfinishedBackup(folder);

        if (unfinished.MakeWay() is { } aside)
        {
            news.Tell(new Happening.BackupSetAside(folder.Data, aside));
        }

        news.Tell(new Happening.BackupBegan(plan.Name, source, folder.Data, tree.Files, tree.Bytes, BackupModes.Text(settings.Mode)));

        // Held while we work: whoever finds the folder without its lock knows that nobody is at it any more.
        using var mine = BackupLeftovers.MakeAndHold(folder.Taking) ?? throw new RefusedException(
            $"{folder.Taking} is in use by another process: is a second cosmovisor at work on {folder.Parent}?");
        var clone = new TreeClone(tree, folder.Taking, settings.Mode, room, ahead);
        IReadOnlyList<ManifestEntry> entries;

        try
        {
            entries = clone.Run(new ProgressLog(news, "backing up", progress), beside: lines =>
            {
                WholeTree.RefuseChanges(tree);
                AtomicFile.Prepare(folder.Manifest, ManifestFile.Lines(new Manifest(
                    BackupRecord.Header(home, plan, source, settings.Mode, lines) with { Elsewhere = elsewhere is [] ? null : elsewhere },
                    lines)));
            }, ct);
            unfinished.Name();
        }
        // Of no use any more, and in the way of a disk that is full; a cancellation has no time for it.
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            unfinished.Discard();

            // A file that could not be opened or read because it has gone is a change by name, not a trouble of the disk's.
            if (trouble is IOException)
            {
                WholeTree.RefuseChanges(tree);
            }

            throw;
        }

        unfinished.Flush();
        unfinished.Stamp();
        Tell(clone.Remarks);
        var taken = new BackupTaken(folder.Name, folder.Data, tree.Files, tree.Bytes, Stopwatch.GetElapsedTime(began), WasThere: false)
        {
            Remarks = [.. remarks, .. clone.Remarks]
        };
        Tell(taken, entries, clone);
        return taken;
    }

    private BackupTaken WasTaken(BackupFolder folder, StoredBackup taken)
    {
        // A crash between the last rename and the stamp.
        if (taken.IsWhole)
        {
            new UnfinishedBackup(folder).Stamp();
        }

        news.Tell(new Happening.BackupWasThere(folder.Name, folder.Data, taken.Header?.Taken));
        return new BackupTaken(folder.Name, folder.Data, taken.Header?.Files ?? 0, taken.Header?.Bytes ?? 0, TimeSpan.Zero, WasThere: true);
    }

    private void Tell(IReadOnlyList<string> remarks)
    {
        foreach (var remark in remarks)
        {
            news.Tell(new Happening.BackupRemark(remark));
        }
    }

    private void Tell(BackupTaken taken, IReadOnlyList<ManifestEntry> entries, TreeClone clone)
    {
        long Of(CloneWay way) => entries.Where(entry => entry.Way == way).Sum(entry => entry.Size);

        var ways = (
            ByteCount.Text(Of(CloneWay.Copy) - clone.Ahead), ByteCount.Text(Of(CloneWay.Reflink)), ByteCount.Text(Of(CloneWay.HardLink)));
        news.Tell(new Happening.BackupTaken(taken.Name, taken.Path, taken.Files, taken.Bytes, ways,
            clone.Ahead > 0 ? ByteCount.Text(clone.Ahead) : null, clone.NoReflinkBecause, taken.Elapsed));
    }
}
