using Cosmovisor.Backups;
using Cosmovisor.Plans;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>
/// What follows for a coming upgrade from a fact that was found here: each a check with its sentence and, where there is one, its command.
/// </summary>
internal static class CheckRules
{
    /// <summary>Says how much of the backup is copied ahead.</summary>
    public const string AheadCheck = "backup-ahead";

    private const double ClockSeconds = 30;

    /// <param name="plan">What comes.</param>
    /// <param name="trouble">What is wrong with its binary.</param>
    /// <param name="canBeDownloaded">It is only not there yet.</param>
    public static ReadinessCheck Binary(UpgradePlan plan, string? trouble, bool canBeDownloaded = false) => trouble is null
        ? new ReadinessCheck("binary", CheckResult.Ok, "the binary is in place, and is for this machine")
        : new ReadinessCheck("binary", canBeDownloaded ? CheckResult.Warning : CheckResult.Problem, trouble,
            $"cosmovisorctl prepare {ShellWord(plan.Name)}{(canBeDownloaded ? "" : " --link URL")}");

    /// <param name="trouble">Why it cannot be started; null when it can.</param>
    public static ReadinessCheck Starts(string? trouble) => trouble is null
        ? new ReadinessCheck("starts", CheckResult.Ok, "the binary starts here")
        : new ReadinessCheck("starts", CheckResult.Problem, $"the binary {trouble}");

    /// <param name="place">Where it goes, in words.</param>
    /// <param name="trouble">Why it would be refused.</param>
    public static ReadinessCheck Backup(string? place, string? trouble) => (place, trouble) switch
    {
        (_, { } wrong) => new ReadinessCheck("backup", CheckResult.Problem, wrong),
        (null, _) => new ReadinessCheck("backup", CheckResult.Warning, "no backup is taken before the switch, as the settings say"),
        _ => new ReadinessCheck("backup", CheckResult.Ok, $"there is enough space for the backup of {place}"),
    };

    /// <param name="copied">Bytes that the backup would copy at the halt.</param>
    /// <param name="ahead">Bytes that were copied before.</param>
    /// <param name="setting">How long before an upgrade that is begun.</param>
    public static ReadinessCheck BackupAhead(
        long copied, long ahead, TimeSpan setting) => new(AheadCheck, CheckResult.Ok, (copied, ahead) switch
        {
            (0, 0) => "the backup has nothing to copy: all is shared with the data",
            (_, > 0) => $"{ByteCount.Text(ahead)} of the backup are copied ahead; {ByteCount.Text(copied)} are left for the halt",
            _ when setting > TimeSpan.Zero =>
                $"the backup has {ByteCount.Text(copied)} to copy; that begins {GoDuration.Text(setting)} before the upgrade",
            _ => $"the backup copies {ByteCount.Text(copied)} at the halt: COSMOVISOR_BACKUP_AHEAD is 0s",
        });

    public static ReadinessCheck Hooks(string? trouble) => trouble is null
        ? new ReadinessCheck("hooks", CheckResult.Ok, "the scripts of the upgrade can be run, or there are none")
        : new ReadinessCheck("hooks", CheckResult.Problem, trouble);

    /// <param name="trouble">What may not be written, with the command that helps.</param>
    public static ReadinessCheck Rights((string Says, string Todo)? trouble) => trouble is { } wrong
        ? new ReadinessCheck("rights", CheckResult.Problem, wrong.Says, wrong.Todo)
        : new ReadinessCheck("rights", CheckResult.Ok, "the upgrade can write where it has to");

    /// <param name="ownHeight">The halt height of the node's own settings.</param>
    /// <param name="plan">What comes.</param>
    /// <param name="flag">The one that the operator starts the node with.</param>
    public static ReadinessCheck HaltHeight(
        long? ownHeight, UpgradePlan plan, long? flag = null) => ownHeight is { } height && height < plan.Height
        ? new ReadinessCheck(
            "halt-height", CheckResult.Problem, $"the node stops at height {height} before the upgrade: its config/app.toml has halt-height = {height}",
            "Set halt-height = 0 in config/app.toml, and restart the node")
        : flag > 0 && flag < plan.Height ? new ReadinessCheck(
            "halt-height", CheckResult.Problem, $"the node stops at height {flag} before the upgrade: it runs with --halt-height {flag}",
            "Start the node without --halt-height")
        : new ReadinessCheck("halt-height", CheckResult.Ok, "the node has no halt height of its own before the upgrade");

    /// <param name="plan">What comes.</param>
    /// <param name="isScheduleAlone">The operator alone asks for it: the chain will not halt for it.</param>
    /// <param name="haltHeight">What the running node was given; null for none.</param>
    /// <param name="isRunning">Whether what it was given is known.</param>
    /// <param name="refusedBy">The version that runs, where its daemon knows no halt height.</param>
    public static ReadinessCheck Armed(
        UpgradePlan plan, bool isScheduleAlone, long? haltHeight, bool isRunning, string? refusedBy = null) =>
        !isScheduleAlone ? new ReadinessCheck("armed", CheckResult.Ok, "the node halts for it by itself")
        : !isRunning ? new ReadinessCheck("armed", CheckResult.Unknown, "it is not known whether the running node halts there")
        : refusedBy is not null ? CannotBeArmed(plan, refusedBy)
        : haltHeight == plan.Height ? new ReadinessCheck(
            "armed", CheckResult.Ok, $"the node runs with --halt-height {plan.Height}")
        : haltHeight < plan.Height && haltHeight > 0 ? new ReadinessCheck("armed", CheckResult.Ok, $"an earlier upgrade of the schedule comes first, at {haltHeight}; this one is armed after it")
        : new ReadinessCheck(
            "armed", CheckResult.Problem, $"not armed: the running node was not started with the halt height {plan.Height}",
            "Restart the node before that height; it is armed at its next start");

    /// <param name="plan">Of the schedule.</param>
    /// <param name="version">Whose daemon has refused the flag.</param>
    public static ReadinessCheck CannotBeArmed(UpgradePlan plan, string version) => new(
        "armed", CheckResult.Problem,
        $"cannot be armed: the daemon of {version} has no --halt-height flag, and the chain does not ask for this upgrade",
        $"Stop the node at height {plan.Height} yourself, then: cosmovisorctl upgrade {ShellWord(plan.Name)} --now --force");

    /// <param name="height">The node's own double_sign_check_height.</param>
    public static ReadinessCheck DoubleSign(long? height) => height > 0
        ? new ReadinessCheck(
            "double-sign-check", CheckResult.Problem,
            $"config/config.toml has double_sign_check_height = {height}: the new binary ends at each start until {height} commits lack this validator's signature",
            "Set double_sign_check_height = 0 in config/config.toml; it needs no restart before the height")
        : new ReadinessCheck("double-sign-check", CheckResult.Ok, "double_sign_check_height is 0");

    public static ReadinessCheck StateSync(bool isOn) => isOn
        ? new ReadinessCheck(
            "state-sync",
            CheckResult.Warning,
            "config/config.toml has statesync.enable = true; a node whose data is lost would sync to a height behind the upgrade",
            "Set enable = false below [statesync] in config/config.toml")
        : new ReadinessCheck("state-sync", CheckResult.Ok, "state sync is off");

    /// <param name="node">Its newest block bears the network's time.</param>
    /// <param name="now">This machine's.</param>
    public static ReadinessCheck Clock(OutlookNode node, DateTimeOffset now) => node.LastBlockTime is not { } last
        ? new ReadinessCheck("clock", CheckResult.Unknown, "the time of the newest block is not known")
        : (last - now).TotalSeconds is var ahead && ahead > ClockSeconds
            ? new ReadinessCheck("clock", CheckResult.Problem,
                $"this machine's clock is {ahead:0} s behind the newest block: a validator's votes are refused or come late",
                "timedatectl set-ntp true")
            : new ReadinessCheck("clock", CheckResult.Ok, "this machine's clock is not behind the newest block");

    /// <param name="isReplaced">The running daemon's file is not the one that lies in its place now; null when that is not known.</param>
    public static ReadinessCheck Running(bool? isReplaced) => isReplaced switch
    {
        null => new ReadinessCheck(
            "running-binary", CheckResult.Unknown, "it is not known whether the running binary is the one in its place"),
        true => new ReadinessCheck("running-binary", CheckResult.Warning,
            "the binary in current was replaced after the node was started: a restart would run another binary"),
        _ => new ReadinessCheck("running-binary", CheckResult.Ok, "the running binary is the one in its place"),
    };

    /// <summary>A name as it can be pasted into a shell.</summary>
    public static string ShellWord(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '/') ? text
            : $"'{ForeignText.Printable(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
