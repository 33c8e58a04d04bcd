using Cosmovisor.Backups;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Upgrading;

/// <summary>The rooms an upgrade goes through.</summary>
internal sealed record UpgradeParts(
    DaemonHome Home, NodeFolders Node, DaemonStopper Stop, Stager Stager, DataBackup Backup, MigrationScripts Scripts, NewGenesis Genesis,
    PreUpgradeCommand PreUpgrade, TakeBackRule TakeBackRule, BackupPruning Pruning, ProgressNews Progress, RequestFile Requests);

/// <summary>The steps of an upgrade as this machine does them, for one life of the daemon, or before the first one.</summary>
/// <remarks>
/// Long ones run beside the main thread, which goes on passing signals; being asked to end cancels them. What is not wanted here costs
/// nothing, not even the thread: it is the time of a chain that stands still.
/// </remarks>
/// <param name="rooms">Where each is done.</param>
/// <param name="daemon">The one to stop; null when none runs.</param>
/// <param name="thread">The main thread's way to wait.</param>
/// <param name="news">Receives what does not stop an upgrade.</param>
internal sealed class UpgradeSteps(UpgradeParts rooms, Daemon? daemon, EventLoop thread, INews news) : IUpgradeSteps
{
    public bool WantsBackup => rooms.Backup.IsWanted;

    public bool WantsPreUpgrade => rooms.PreUpgrade.IsWanted;

    public bool HasScripts(UpgradePlan plan) => rooms.Scripts.AreThereFor(plan);

    public bool HasNewGenesis(UpgradePlan plan) => File.Exists(GenesisOf(plan).New);

    public string Stage(UpgradePlan plan, Journal journal)
    {
        if (journal.Request is { Id: var id })
        {
            // The journal knows it by now, and no other start takes it.
            rooms.Requests.Answer(id, RequestState.Taken, "under way", DateTimeOffset.UtcNow);
        }

        var staged = thread.Await(ct => rooms.Stager.StageAsync(plan, ct));

        if (WantsBackup && !journal.IsOver(UpgradeStep.Backup))
        {
            Beside(_ => rooms.Backup.EnsurePossible(plan));
        }

        rooms.Scripts.EnsureReady(plan);
        NewGenesis.EnsureReady(GenesisOf(plan));
        return staged.Target;
    }

    public string Stop(Journal journal)
    {
        if (daemon is not null)
        {
            rooms.Stop.Stop(daemon);
        }

        rooms.Stop.AwaitFreeData();

        if (rooms.TakeBackRule.IsOn)
        {
            Beside(_ => rooms.TakeBackRule.RememberData(journal));
        }

        return rooms.Node.Data;
    }

    public bool DaemonWasKilled => daemon is { WasKilled: true };

    public string? BackUp(UpgradePlan plan) => thread.Await(ct => rooms.Backup.TakeAsync(plan, rooms.Progress, ct))?.Path;

    public bool IsThere(string backup) => Directory.Exists(backup);

    public void Migrate(UpgradePlan plan, CurrentVersion from, string target, string? backup, int attempt) =>
        Beside(ct => rooms.Scripts.Run(plan, new MigrationFacts(rooms.Home.BinaryIn(from.Folder), NewBinary(target), backup, attempt), ct));

    public string? PutGenesisInForce(UpgradePlan plan)
    {
        string? left = null;
        Beside(_ => left = rooms.Genesis.PutInForce(GenesisOf(plan)));
        return left;
    }

    public void UndoGenesis(UpgradePlan plan) => rooms.Genesis.Undo(GenesisOf(plan));

    public void PreUpgrade(UpgradePlan plan, string target)
    {
        // It was asked when it was fetched, and is still the same file: on a real chain its start takes a third of the whole downtime.
        if (StagedRecordFile.Untouched(rooms.Home, FolderOf(target)) is { PreUpgrade: false })
        {
            news.Tell(new Happening.NoPreUpgrade(NewBinary(target)));
            return;
        }

        Beside(ct => rooms.PreUpgrade.Run(NewBinary(target), LibraryPath.With(DaemonHome.LibrariesIn(FolderOf(target))), ct));
    }

    public void LeavePlan(UpgradePlan plan, string target, long? firstBlock)
    {
        if (firstBlock is { } height)
        {
            new PlanForTheNode(rooms.Node.Data, news).Leave(plan, height);
        }

        var file = DaemonHome.PlanFileIn(FolderOf(target));

        try
        {
            AtomicFile.WritePrivate(file, [PlanFile.Text(plan)], Flush.None);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.PlanNotLeft(file, ex.Message));
        }
    }

    public void FlushPlan(string target, long? firstBlock)
    {
        AtomicFile.FlushIfThere(DaemonHome.PlanFileIn(FolderOf(target)));

        if (firstBlock is not null)
        {
            AtomicFile.FlushIfThere(DaemonHome.PlanFileIn(rooms.Node.Data));
        }
    }

    private GenesisPaths GenesisOf(UpgradePlan plan) =>
        GenesisPaths.Of(rooms.Home, rooms.Node.Home, rooms.Stager.FolderOf(plan.Name), plan);

    private string NewBinary(string target) => rooms.Home.BinaryIn(FolderOf(target));

    private string FolderOf(string target) => CurrentVersion.Of(rooms.Home, target).Folder;

    private void Beside(Action<CancellationToken> work) => _ = thread.Await(ct => Task.Run(
        () =>
        {
            work(ct);
            return true;
        },
        ct));
}
