using Cosmovisor.Backups;
using Cosmovisor.Hooks;
using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Supervision;

/// <summary>The rooms an upgrade goes through.</summary>
internal sealed record UpgradeRooms(
    DaemonHome Home, string DaemonHome, DaemonStop Stop, Stager Stager, DataBackup Backup, MigrationScripts Scripts, NewGenesis Genesis, PreUpgradeCommand PreUpgrade);

/// <summary>The steps of an upgrade as this machine does them, for one life of the daemon, or before the first one.</summary>
/// <remarks>Long ones run beside the main thread, which goes on passing signals; being asked to end cancels them.</remarks>
internal sealed class UpgradeSteps(UpgradeRooms rooms, Daemon? daemon, MainThread thread, SignalRelay relay) : IUpgradeSteps
{
    public int? StopAsked => relay.StopAsked;

    public string Stage(UpgradePlan plan)
    {
        var staged = thread.Await(ct => rooms.Stager.StageAsync(plan, ct));
        rooms.Backup.EnsurePossible(plan);
        rooms.Scripts.EnsureReady(plan);
        NewGenesis.EnsureReady(GenesisOf(plan));
        return staged.Target;
    }

    public void Stop()
    {
        if (daemon is not null)
        {
            rooms.Stop.Stop(daemon);
        }

        rooms.Stop.AwaitFreeData();
    }

    public string? BackUp(UpgradePlan plan) => thread.Await(ct => rooms.Backup.TakeAsync(plan, progress: null, ct))?.Path;

    public void Migrate(UpgradePlan plan, CurrentVersion from, string target, string? backup)
    {
        if (rooms.Scripts.AreThereFor(plan))
        {
            Beside(ct => rooms.Scripts.Run(plan, rooms.Home.BinaryIn(from.Folder), NewBinary(target), backup, ct));
        }
    }

    public bool PutGenesisInForce(UpgradePlan plan) => rooms.Genesis.PutInForce(GenesisOf(plan));

    public void UndoGenesis(UpgradePlan plan) => rooms.Genesis.Undo(GenesisOf(plan));

    public void PreUpgrade(UpgradePlan plan, string target)
    {
        if (rooms.PreUpgrade.IsWanted)
        {
            Beside(ct => rooms.PreUpgrade.Run(NewBinary(target), LibraryPath.With(DaemonHome.LibrariesIn(FolderOf(target))), ct));
        }
    }

    private GenesisPaths GenesisOf(UpgradePlan plan) => GenesisPaths.Of(rooms.Home, rooms.DaemonHome, rooms.Stager.FolderOf(plan.Name), plan);

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
