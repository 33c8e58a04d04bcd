using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Settings;
using Cosmovisor.Staging;

namespace Cosmovisor.LookAhead;

/// <summary>Finds out about this home what the steps of an upgrade would do. Changes nothing.</summary>
/// <param name="settings">Checked.</param>
/// <param name="node">The node that runs, or would.</param>
/// <param name="nodeRuns">Whether a supervisor runs, and so a node to be stopped.</param>
/// <param name="commands">For the scripts, none of which is run.</param>
/// <param name="news">Of a folder in another case.</param>
internal sealed class DryRunFacts(EffectiveSettings settings, WatchedNode node, bool nodeRuns, IProgramRunner commands, INews news)
{
    private readonly DaemonHome _home = settings.Home;
    private readonly StagingSettings _staging = StagingSettings.From(settings);
    private readonly HookSettings _hooks = HookSettings.From(settings, daemonHome: null);

    /// <param name="name">The upgrade's.</param>
    /// <param name="coming">Its plan, where one comes.</param>
    /// <exception cref="RefusedException">Several folders could be meant.</exception>
    public DryRunSeen Of(string name, ComingPlan? coming)
    {
        var placed = new PlacedVersions(_home, _staging.Recase, news);
        var folder = placed.FolderFor(coming?.Name ?? name);
        var plan = UpgradePlan.Create(coming?.Name ?? name, coming?.Height ?? 0, coming?.Info ?? "").IsOk(out var made, out var wrong)
            ? made : throw new RefusedException(wrong);
        var backups = BackupSettings.From(settings, new NodeFolders(node.Home, node.Data));
        var backup = new DataBackup(_home, backups, news, commands);
        var version = placed.PathOf(folder);
        var genesis = Path.Join(version, "genesis.json");

        return new DryRunSeen(plan.Name, coming?.Height, new CurrentLink(_home).Target
            ?? DaemonHome.Genesis, DaemonHome.TargetOfFolder(folder), placed.BinaryOf(folder))
        {
            HasBinary = placed.HasBinary(folder),
            Link = _staging.AllowDownload ? LinkOf(plan) : null,
            NodeRuns = nodeRuns,
            Grace = settings.Value(SettingTable.ShutdownGrace),
            Delay = settings.Value(SettingTable.RestartDelay),
            BackupOf = backups.Source,
            BackupCommand = backups.Command,
            Mode = backups.Mode,
            Backup = Estimate(backup, plan),
            BackupTaken = backup.TakenOf(plan),
            Scripts = [.. new MigrationScripts(_home, placed.PathFor, _hooks, commands, news).Scripts(plan)],
            HookLimit = _hooks.TimeLimit,
            Genesis = File.Exists(genesis) ? genesis : null,
            PreUpgradeRetries = _hooks.PreUpgradeRetries,
            HasNoPreUpgrade = StagedRecordFile.Untouched(_home, version) is { PreUpgrade: false },
            // an upgrade at a start, and one that is asked for, end with a start,
            Restarts = settings.Value(SettingTable.RestartAfterUpgrade) || !nodeRuns || coming is null,
        };
    }

    // What is in its way is one of the checks.
    private static BackupEstimate? Estimate(DataBackup backup, UpgradePlan plan)
    {
        try
        {
            return backup.EnsurePossible(plan) is { } prospect ? new BackupEstimate(
                prospect.Place, prospect.Copied, prospect.Shared, prospect.Ahead, FreeSpace.Of(NearestThere(prospect.Place)).Bytes) : null;
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NearestThere(string folder) =>
        Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent ? folder : NearestThere(parent);

    // Where the info is a link to more text, that is what is fetched first.
    private static string? LinkOf(UpgradePlan plan) => !PlanInfo.Parse(plan.Info).IsOk(out var info, out _) ? null
        : info switch
        {
            PlanInfo.Binaries binaries =>
                binaries.LinkFor(UsableBinary.ThisMachine).IsOk(out var link, out _) ? LinkSecrets.Hide(link) : null,
            PlanInfo.Elsewhere elsewhere => LinkSecrets.Hide(elsewhere.Link),
            _ => null,
        };
}
