using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Settings;
using Cosmovisor.Staging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.LookAhead;

/// <summary>Finds out about this home what a coming upgrade will need: the facts of <see cref="CheckRules"/>. Changes nothing.</summary>
internal sealed class ReadinessFacts(DaemonHome home, WatchedNode node, BackupSettings backups, DataBackup backup, MigrationScripts scripts, Func<string, string> folderOf, ILog log)
{
    public static ReadinessFacts For(EffectiveSettings settings, WatchedNode node, IProgramRunner commands, ILog log)
    {
        var folders = new NodeFolders(node.Home, node.Data);
        var placed = new PlacedVersions(settings.Home, UpgradePartsOf.ForStaging(settings).Recase, log);
        var backups = UpgradePartsOf.ForBackups(settings, folders);
        return new ReadinessFacts(
            settings.Home, node, backups, new DataBackup(settings.Home, backups, log, commands),
            new MigrationScripts(settings.Home, placed.PathFor, UpgradePartsOf.ForHooks(settings, daemonHome: null), commands, log), placed.PathFor, log);
    }

    /// <param name="plan">As the chain has it.</param>
    /// <param name="coming">As it is shown.</param>
    /// <param name="chain">As the node told it.</param>
    /// <param name="binaryTrouble">What is wrong with its binary.</param>
    public IEnumerable<ReadinessCheck> Of(UpgradePlan plan, ComingPlan coming, OutlookNode chain, string? binaryTrouble)
    {
        yield return CheckRules.Binary(plan, binaryTrouble);
        yield return CheckRules.Backup(backups.Command is null ? backups.Source : "the backup command", BackupTrouble(plan));
        yield return CheckRules.Hooks(HookTrouble(plan));
        yield return GenesisOf(plan);
        yield return CheckRules.Rights(RightsTrouble());
        yield return CheckRules.Armed(plan, coming.Source == PlanSource.Schedule, node.HaltHeight, node.Pid is not null);
        yield return CheckRules.HaltHeight(coming.Source == PlanSource.Schedule ? null : new AppTomlHaltHeight(node.Home, log).Read(), plan);
        yield return CheckRules.Clock(chain, DateTimeOffset.UtcNow);

        if (node.Pid is { } pid)
        {
            yield return CheckRules.Running(IsReplaced(pid));
        }

        if (new NodeConfig(node.Home).Read().IsOk(out var config, out var reason))
        {
            yield return CheckRules.DoubleSign(config.DoubleSignCheckHeight);
            yield return CheckRules.StateSync(config.StateSync);
        }
        else
        {
            yield return new ReadinessCheck("node-settings", CheckResult.Unknown, $"the node's own settings cannot be read: {reason}");
        }
    }

    private string? BackupTrouble(UpgradePlan plan)
    {
        try
        {
            backup.EnsurePossible(plan);
            return null;
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            return ex.Message;
        }
    }

    private string? HookTrouble(UpgradePlan plan)
    {
        try
        {
            return scripts.TroubleWith(plan);
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            return ex.Message;
        }
    }

    private ReadinessCheck GenesisOf(UpgradePlan plan)
    {
        var file = Path.Join(folderOf(plan.Name), "genesis.json");
        return !Path.Exists(file) ? new ReadinessCheck("genesis", CheckResult.Ok, "the upgrade brings no new genesis")
            : GenesisFile.WhatIsWrong(file) is { } wrong ? new ReadinessCheck("genesis", CheckResult.Problem, $"{file} is no genesis file: {wrong}")
            : new ReadinessCheck("genesis", CheckResult.Ok, "the new genesis is whole");
    }

    // At the height a node that may not write its plan file fails and stands there in silence.
    private (string Says, string Todo)? RightsTrouble()
    {
        var file = DaemonHome.PlanFileIn(node.Data);
        var places = new[] { home.Root, home.Upgrades, FileFacts.IfReadable(file) is not null ? file : node.Data, home.Log };

        return places.FirstOrDefault(place => FileCalls.IsThere(place) && !FileCalls.IsWritableByUs(place)) is { } place
            ? ($"{place} cannot be written by {Environment.UserName}", $"chown {Environment.UserName} {place}")
            : null;
    }

    private static bool? IsReplaced(int pid)
    {
        try
        {
            // Of a script the file that runs is its shell, and nothing can be told.
            return new FileInfo($"/proc/{pid}/exe").LinkTarget is { } target ? target.EndsWith(" (deleted)", StringComparison.Ordinal) : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
