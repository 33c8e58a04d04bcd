using Cosmovisor.Backups;
using Cosmovisor.Settings;
using Cosmovisor.Upgrading;

namespace Cosmovisor.LookAhead;

/// <summary>What each step of an upgrade would do here (contract, section 6).</summary>
internal static class DryRunSteps
{
    /// <summary>What comes after the steps.</summary>
    public const string Start = "Start";

    /// <param name="seen">What is so here.</param>
    /// <returns>In their order; those that have nothing to do, too.</returns>
    public static IReadOnlyList<DryRunStep> Of(DryRunSeen seen) =>
    [
        Stage(seen), Stop(seen), Backup(seen), Scripts(seen), Genesis(seen), PreUpgrade(seen),
        Of(UpgradeStep.Switch, true, $"current: {seen.From} -> {seen.To}"),
        new DryRunStep(Start, seen.Restarts, seen.Restarts ? $"{seen.To} is started with the same arguments"
            : "cosmovisor ends with 0; DAEMON_RESTART_AFTER_UPGRADE is false"),
    ];

    private static DryRunStep Stage(DryRunSeen seen) =>
        seen.HasBinary ? Of(UpgradeStep.Stage, true, $"the binary is in place: {seen.Binary}") with { Path = seen.Binary }
        : seen.Link is { } link
            ? Of(UpgradeStep.Stage, true, $"the binary is fetched from {link} to {seen.Binary}") with { Path = seen.Binary, Link = link }
        : Of(UpgradeStep.Stage, true, $"there is no binary at {seen.Binary}, and no link to fetch it from") with { Path = seen.Binary };

    private static DryRunStep Stop(DryRunSeen seen) => !seen.NodeRuns
        ? Of(UpgradeStep.Stop, false, "no node runs now") with { Limit = seen.Grace.TotalSeconds }
        : Of(UpgradeStep.Stop, true,
            $"the node gets TERM, and KILL after {GoDuration.Text(seen.Grace)}{(seen.Delay > TimeSpan.Zero ? $"; the next step waits {GoDuration.Text(seen.Delay)}" : "")}") with
        {
            Limit = seen.Grace.TotalSeconds
        };

    private static DryRunStep Backup(DryRunSeen seen) => seen switch
    {
        { BackupCommand: { } command } => Of(UpgradeStep.Backup, true, $"{command} takes a snapshot") with { Path = command },
        { BackupOf: null } => Of(UpgradeStep.Backup, false, "no backup is taken, as the settings say"),
        { BackupTaken: { } taken } => Of(UpgradeStep.Backup, false, $"it is taken already: {taken}") with { Path = taken },
        { Backup: { } backup } => Of(UpgradeStep.Backup, true, Says(seen, backup)) with
        {
            Path = backup.Place,
            Mode = BackupModes.Text(seen.Mode),
            Copied = backup.Copied,
            Shared = backup.Shared,
            Ahead = backup.Ahead,
            Room = backup.Room,
        },
        { BackupOf: { } folder } =>
            Of(UpgradeStep.Backup, true, $"{folder} cannot be backed up now") with { Mode = BackupModes.Text(seen.Mode) },
    };

    private static string Says(DryRunSeen seen, BackupEstimate backup) =>
        $"{seen.BackupOf} to {backup.Place}: {ByteCount.Text(backup.Copied)} to copy, {ByteCount.Text(backup.Shared)} shared with the data, {ByteCount.Text(backup.Ahead)} copied ahead; "
        + $"{ByteCount.Text(backup.Room)} free; mode {BackupModes.Text(seen.Mode)}";

    private static DryRunStep Scripts(DryRunSeen seen) => seen.Scripts is []
        ? Of(UpgradeStep.CustomPreUpgrade, false, "no script of your own")
        : Of(UpgradeStep.CustomPreUpgrade, true,
            $"{string.Join(", then ", seen.Scripts)}{(seen.Scripts.Count > 1 ? ", each" : "")} for at most {GoDuration.Text(seen.HookLimit)}") with
        {
            Scripts = seen.Scripts,
            Limit = seen.HookLimit.TotalSeconds,
        };

    private static DryRunStep Genesis(DryRunSeen seen) => seen.Genesis is { } file
        ? Of(UpgradeStep.NewGenesis, true, $"{file} takes the place of config/genesis.json, which is kept") with { Path = file }
        : Of(UpgradeStep.NewGenesis, false, $"no new genesis{(seen.Scripts is [] ? "" : ", unless a script writes one")}");

    private static DryRunStep PreUpgrade(DryRunSeen seen) => seen switch
    {
        { PreUpgradeRetries: null } => Of(UpgradeStep.PreUpgrade, false, "pre-upgrade is not run, as the settings say"),
        { HasNoPreUpgrade: true } =>
            Of(UpgradeStep.PreUpgrade, false, "the new binary has no such command; it was checked when it was fetched"),
        { PreUpgradeRetries: var retries } => Of(UpgradeStep.PreUpgrade, true, $"pre-upgrade of the new binary for at most {GoDuration.Text(seen.HookLimit)}, and up to {retries} times more if it asks for that") with
        { Limit = seen.HookLimit.TotalSeconds },
    };

    private static DryRunStep Of(UpgradeStep step, bool does, string says) => new(step.ToString(), does, says);
}

/// <summary>One step of an upgrade that is only thought through.</summary>
/// <param name="Step">As <c>state.json</c> names it, or <see cref="DryRunSteps.Start"/>.</param>
/// <param name="Does">Whether it has anything to do here.</param>
/// <param name="Says">What, as a sentence.</param>
internal sealed record DryRunStep(string Step, bool Does, string Says)
{
    /// <summary>The file or folder that it is about.</summary>
    public string? Path { get; init; }

    public string? Link { get; init; }

    /// <summary>How long it may take, in seconds; for each script.</summary>
    public double? Limit { get; init; }

    public IReadOnlyList<string>? Scripts { get; init; }

    public string? Mode { get; init; }

    /// <summary>Bytes to copy at the halt.</summary>
    public long? Copied { get; init; }

    public long? Shared { get; init; }

    public long? Ahead { get; init; }

    /// <summary>Bytes that are free where the backup goes.</summary>
    public long? Room { get; init; }
}
