using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;
using Cosmovisor.Staging;

namespace Cosmovisor.LookAhead;

/// <summary>Finds out about this home what a coming upgrade will need: the facts of <see cref="CheckRules"/>. Changes nothing.</summary>
internal sealed class ReadinessFacts(DaemonHome home, WatchedNode node, BackupSettings backups, DataBackup backup, MigrationScripts scripts, Func<string, string> folderOf, IStagingWork work, ILog log)
{
    private static readonly TimeSpan TrialLimit = new StagingSettings().TrialLimit;

    public static ReadinessFacts For(EffectiveSettings settings, WatchedNode node, IProgramRunner commands, ILog log)
    {
        var folders = new NodeFolders(node.Home, node.Data);
        var placed = new PlacedVersions(settings.Home, StagingSettings.From(settings).Recase, log);
        var backups = BackupSettings.From(settings, folders);
        return new ReadinessFacts(
            settings.Home, node, backups, new DataBackup(settings.Home, backups, log, commands),
            new MigrationScripts(settings.Home, placed.PathFor, HookSettings.From(settings, daemonHome: null), commands, log), placed.PathFor, new StagingInChild(new ChildTask(commands)), log);
    }

    /// <param name="plan">As the chain has it.</param>
    /// <param name="coming">As it is shown.</param>
    /// <param name="chain">As the node told it.</param>
    /// <param name="binaryTrouble">What is wrong with its binary.</param>
    public IEnumerable<ReadinessCheck> Of(UpgradePlan plan, ComingPlan coming, OutlookNode chain, ExpectedTrouble? binaryTrouble) =>
        [CheckRules.Binary(plan, binaryTrouble?.Reason, binaryTrouble?.CanBeDownloaded == true), .. OfPlan(plan, coming), .. OfHome(plan, chain)];

    private IEnumerable<ReadinessCheck> OfPlan(UpgradePlan plan, ComingPlan coming)
    {
        yield return GenesisOf(plan);
        yield return CheckRules.Armed(plan, coming.Source == PlanSource.Schedule, node.HaltHeight, node.Pid is not null);
        yield return CheckRules.HaltHeight(coming.Source == PlanSource.Schedule ? null : new AppTomlHaltHeight(node.Home, log).Read(), plan);
    }

    /// <summary>What no plan is needed for.</summary>
    /// <param name="plan">Names the place of a backup.</param>
    /// <param name="chain">As the node told it.</param>
    public IEnumerable<ReadinessCheck> OfHome(UpgradePlan plan, OutlookNode chain)
    {
        yield return CheckRules.Backup(backups.Command is null ? backups.Source : "the backup command", BackupTrouble(plan));
        yield return CheckRules.Hooks(HookTrouble(plan));
        yield return CheckRules.Rights(RightsTrouble());
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

    /// <summary>Starts the binary once with "version", if it is there. A look ahead does not: what the operator has placed is not run before its time unless he asks.</summary>
    public async Task<IReadOnlyList<ReadinessCheck>> TrialAsync(UpgradePlan plan, CancellationToken ct)
    {
        var folder = folderOf(plan.Name);
        var binary = home.BinaryIn(folder);

        if (UsableBinary.WhyNot(binary, folder) is not null)
        {
            return [];
        }

        using var trial = TrialFolder.Make(home);
        var verdict = await work.TryAsync(new TrialOrder(binary, folder, trial.Path, TrialLimit), ct);
        return [CheckRules.Starts(verdict is TrialVerdict.CannotStart { Reason: var reason } ? reason : null)];
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
