using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.LookAhead;

/// <summary>Finds out about this home what a coming upgrade will need: the facts of <see cref="CheckRules"/>. Changes nothing.</summary>
internal sealed class ReadinessFacts(
    DaemonHome home, WatchedNode node, BackupSettings backups, DataBackup backup, MigrationScripts scripts, MachineFacts machine,
    Func<string, string> folderOf, bool areVersionsBrought, IStagingWork work, INews news)
{
    /// <summary>The binary that an upgrade needs.</summary>
    public BinaryFacts Binary => new(home, folderOf, work);

    public static ReadinessFacts For(EffectiveSettings settings, WatchedNode node, IProgramRunner commands, INews news)
    {
        var folders = new NodeFolders(node.Home, node.Data);
        var staging = StagingSettings.From(settings);
        var placed = new PlacedVersions(settings.Home, staging.Recase, news);
        var backups = BackupSettings.From(settings, folders);
        return new ReadinessFacts(
            settings.Home, node, backups, new DataBackup(settings.Home, backups, news, commands),
            new MigrationScripts(settings.Home, placed.PathFor, HookSettings.From(settings, daemonHome: null), commands, news),
            MachineFacts.For(settings, node, commands),
            placed.PathFor,
            settings.Home.CustomRoot is not null && !staging.AllowDownload,
            new StagingInChild(new ChildTask(commands)),
            news);
    }

    /// <param name="plan">As the chain has it.</param>
    /// <param name="coming">As it is shown.</param>
    /// <param name="chain">As the node told it.</param>
    /// <param name="binaryTrouble">What is wrong with its binary.</param>
    /// <param name="binary">The binary, where it was read.</param>
    /// <param name="isScheduled">Whether the schedule has an entry at a height: then we gave the node that halt height.</param>
    /// <param name="backupKnown">What an earlier look has found of the backup, where that still holds.</param>
    public IEnumerable<ReadinessCheck> Of(
        UpgradePlan plan, ComingPlan coming, OutlookNode chain, ExpectedTrouble? binaryTrouble, BinarySeen? binary,
        Func<long, bool> isScheduled, IReadOnlyList<ReadinessCheck> backupKnown) =>
    [
        .. Binary.Checks(plan, binaryTrouble, binary),
        .. OfPlan(plan, coming, isScheduled),
        .. OfHome(plan, chain, backupKnown),
    ];

    /// <summary>Bytes that are free where backups go.</summary>
    public long FreeForBackups()
    {
        try
        {
            return FreeSpace.Of(backups.Placing is BackupPlacing.Sdk { Folder: var folder } && Directory.Exists(folder)
                ? folder : home.Path).Bytes;
        }
        catch (IOException)
        {
            return 0; // told by the walk
        }
    }

    /// <summary>Whether more of the backup may be copied ahead than an earlier look has found.</summary>
    public bool IsMoreAheadSince(DateTimeOffset look) => AheadPlace.Of(home, backups.Placing).HasNotedSince(look);

    private IEnumerable<ReadinessCheck> OfPlan(UpgradePlan plan, ComingPlan coming, Func<long, bool> isScheduled)
    {
        yield return GenesisOf(plan);
        yield return CheckRules.Armed(
            plan, coming.Source == PlanSource.Schedule, node.HaltHeight, node.Pid is not null, node.CannotBeArmed);
        yield return CheckRules.HaltHeight(coming.Source == PlanSource.Schedule ? null : new AppTomlHaltHeight(node.Home, news).Read(),
            plan, DaemonArguments.HaltHeight(node.Arguments) is { } flag && !isScheduled(flag) ? flag : null);
    }

    /// <summary>What no plan is needed for.</summary>
    /// <param name="plan">Names the place of a backup.</param>
    /// <param name="chain">As the node told it.</param>
    /// <param name="backupKnown">What an earlier look has found of the backup; empty to walk the data.</param>
    public IEnumerable<ReadinessCheck> OfHome(UpgradePlan plan, OutlookNode chain, IReadOnlyList<ReadinessCheck> backupKnown)
    {
        foreach (var check in backupKnown is [] ? OfBackup(plan) : backupKnown)
        {
            yield return check;
        }

        yield return CheckRules.Hooks(HookTrouble(plan));
        yield return CheckRules.Rights(RightsTrouble());
        yield return CheckRules.Clock(chain, DateTimeOffset.UtcNow);

        if (node.Pid is { } pid)
        {
            yield return CheckRules.Running(IsReplaced(pid));
        }

        var isRead = new NodeConfig(node.Home).Read().IsOk(out var config, out var reason);

        foreach (var check in machine.Checks(isRead ? config : null, backups is { Source: not null, Command: null }))
        {
            yield return check;
        }

        if (isRead && config is not null)
        {
            yield return CheckRules.DoubleSign(config.DoubleSignCheckHeight);
            yield return CheckRules.StateSync(config.StateSync);
        }
        else
        {
            yield return new ReadinessCheck("node-settings", CheckResult.Unknown, $"the node's own settings cannot be read: {reason}");
        }
    }

    /// <summary>The data is walked for it.</summary>
    private IEnumerable<ReadinessCheck> OfBackup(UpgradePlan plan)
    {
        var (prospect, trouble) = Prospect(plan);
        yield return CheckRules.Backup(backups.Command is null ? backups.Source : "the backup command", trouble);

        if (prospect is { } known)
        {
            yield return CheckRules.BackupAhead(known.Copied, known.Ahead, backups.Ahead);
        }
    }

    private (BackupProspect? Prospect, string? Trouble) Prospect(UpgradePlan plan)
    {
        try
        {
            return (backup.EnsurePossible(plan), null);
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            return (null, ex.Message);
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
            : GenesisFile.WhatIsWrong(file) is { } wrong
                ? new ReadinessCheck("genesis", CheckResult.Problem, $"{file} is not a genesis file: {wrong}")
            : new ReadinessCheck("genesis", CheckResult.Ok, "the new genesis is whole");
    }

    // At the height a node that may not write its plan file fails and stands there in silence. Versions that an image brings are only read.
    private (string Says, string Todo)? RightsTrouble()
    {
        var file = DaemonHome.PlanFileIn(node.Data);
        var places = new[] { home.Root, areVersionsBrought
            ? home.Root : home.Upgrades, FileFacts.IfReadable(file) is not null ? file : node.Data, home.Log };

        return places.FirstOrDefault(place => FileCalls.IsThere(place) && !FileCalls.IsWritableByUs(place)) is { } place
            ? ($"{place} cannot be written by {UserRecord.OwnName}", $"chown {UserRecord.OwnName} {place}")
            : null;
    }

    private static bool? IsReplaced(int pid)
    {
        try
        {
            // Of a script the file that runs is its shell, and nothing can be told.
            return new FileInfo($"/proc/{pid}/exe").LinkTarget is { } target ? target.EndsWith(" (deleted)", StringComparison.Ordinal)
                : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
