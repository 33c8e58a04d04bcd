using System.Globalization;
using Cosmovisor.Backups;

namespace Cosmovisor.Settings;

/// <summary>Every setting there is, one row each. Adding one is adding a row and its test.</summary>
internal static class SettingTable
{
    public const string HomeVariable = "DAEMON_HOME";
    public const string NameVariable = "DAEMON_NAME";

    public static Setting Home { get; } = new(HomeVariable, "", "Folder that holds cosmovisor/, usually the daemon's own home.", AbsolutePath);

    public static Setting Name { get; } = new(NameVariable, "", "File name of the daemon's binary.", FileName);

    public static Setting DataFolder { get; } = new("DAEMON_DATA_DIR", "", "The node's data folder, where it is not data/ of the daemon's --home or of DAEMON_HOME.", AbsolutePath);

    public static Setting AllowDownload { get; } = new("DAEMON_ALLOW_DOWNLOAD_BINARIES", "false", "Download the binaries a plan names when they are not in place.", TrueOrFalse);

    public static Setting MustHaveChecksum { get; } = new("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "false", "Refuse a download whose link carries no checksum.", TrueOrFalse);

    public static Setting RestartAfterUpgrade { get; } = new("DAEMON_RESTART_AFTER_UPGRADE", "false", "Start the new binary after an upgrade, instead of ending with 0.", TrueOrFalse) { SdkDefault = "true" };

    public static Setting RestartDelay { get; } = new("DAEMON_RESTART_DELAY", "0s", "Wait this long between the old binary's end and the next step.", Duration);

    public static Setting ShutdownGrace { get; } = new("DAEMON_SHUTDOWN_GRACE", "15s", "How long the daemon may take to end after TERM, before KILL.", Duration);

    public static Setting PollInterval { get; } = new("DAEMON_POLL_INTERVAL", "300ms", "How often to look at the plan file, only where the system cannot tell of a change.", Duration);

    public static Setting BackupSource { get; } = new("DAEMON_BACKUP_DATA_DIR", "", "Data folder to back up before each upgrade (classic); unset means no backup.", AbsolutePath);

    public static Setting SkipBackup { get; } = new("UNSAFE_SKIP_BACKUP", "false", "Take no backup before an upgrade (sdk contract).", TrueOrFalse);

    public static Setting BackupFolder { get; } = new("DAEMON_DATA_BACKUP_DIR", "", "Folder for backups in the sdk contract; DAEMON_HOME when unset.", AbsolutePath);

    public static Setting BackupMode { get; } = new("COSMOVISOR_BACKUP_MODE", "auto", "How files get into a backup: auto, copy, reflink or hardlink.", BackupModeName);

    public static Setting BackupKeep { get; } = new("COSMOVISOR_BACKUP_KEEP", "", "How many backups stay after a successful upgrade; unset for all.", AtLeastOne);

    public static Setting BackupCommand { get; } = new("COSMOVISOR_BACKUP_COMMAND", "", "Line of shell that makes a snapshot instead of the copy; see docs/backups.md.", LineOfShell);

    public static Setting DownloadMaxSize { get; } = new("COSMOVISOR_DOWNLOAD_MAX_SIZE", "2147483648", "Largest download, and largest sum of what it unpacks to, in bytes.", AtLeastOne);

    public static Setting TrustedKeys { get; } = new("COSMOVISOR_TRUSTED_KEYS", "", "File of minisign public keys; when set, a download needs a valid signature.", AbsolutePath);

    public static Setting CustomPreUpgrade { get; } = new("COSMOVISOR_CUSTOM_PREUPGRADE", "", "Script under cosmovisor/ to run before every switch, with the plan's name and height.", PathInRoot);

    public static Setting PreUpgradeRetries { get; } = new("DAEMON_PREUPGRADE_MAX_RETRIES", "", "How often the new binary's pre-upgrade may ask to be asked again; unset (classic) means it is not run.", WholeNumber) { SdkDefault = "0" };

    public static Setting HookTimeout { get; } = new("COSMOVISOR_HOOK_TIMEOUT", "10m", "How long one run of a migration script or pre-upgrade may take.", Duration);

    public static Setting ConfirmWithin { get; } = new("COSMOVISOR_CONFIRM_WITHIN", "0s", "Take a switch back when the new version dies within this time without having opened the data; 0s for never.", DurationOrZero);

    public static Setting DisableLogs { get; } = new("COSMOVISOR_DISABLE_LOGS", "false", "Write no log lines of ours to standard error (sdk contract).", TrueOrFalse);

    public static Setting WatchOutput { get; } = new("COSMOVISOR_WATCH_OUTPUT", "false", "Read the daemon's output for upgrades in the sdk contract too.", TrueOrFalse);

    public static Setting DisableRecase { get; } = new("COSMOVISOR_DISABLE_RECASE", "false", "Take upgrade names as they are instead of lower-casing them (sdk contract).", TrueOrFalse);

    public static Setting Profile { get; } = new("COSMOVISOR_PROFILE", "", "Set to sdk to give init, config, version and help to cosmovisor instead of the daemon.", SdkOrClassic);

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Home, Name, DataFolder, AllowDownload, MustHaveChecksum, DownloadMaxSize, TrustedKeys, RestartAfterUpgrade, RestartDelay, ShutdownGrace, PollInterval, BackupSource, SkipBackup, BackupFolder, BackupMode, BackupKeep, BackupCommand, CustomPreUpgrade, PreUpgradeRetries, HookTimeout, ConfirmWithin, DisableLogs, WatchOutput, DisableRecase, Profile,
    ];

    private static string? AbsolutePath(string value) => value switch
    {
        "" => "is not set",
        _ when !Path.IsPathFullyQualified(value) => $"must be an absolute path, not \"{value}\"",
        _ when value.Contains('\0', StringComparison.Ordinal) => "must be a path, and holds a zero byte",
        _ => null,
    };

    private static string? LineOfShell(string value) => value switch
    {
        _ when value.Trim().Length == 0 => $"must be a command, not \"{value}\"; leave it out for none",
        _ when value.Contains('\0', StringComparison.Ordinal) => "must be a line of shell, and holds a zero byte",
        _ => null,
    };

    private static string? FileName(string value) => value switch
    {
        "" => "is not set",
        "." or ".." => $"must be the file name of a binary, not \"{value}\"",
        _ when value.Contains('/', StringComparison.Ordinal) => $"must be a file name without a folder, not \"{value}\"",
        _ => null,
    };

    private static string? PathInRoot(string value) =>
        Path.IsPathRooted(value) || value.Split('/').Contains("..") ? $"must be a path below cosmovisor/, not \"{value}\"" : null;

    private static string? WholeNumber(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"must be a whole number of 0 or more, not \"{value}\"";

    // bool.TryParse would take blanks around it.
    private static string? AtLeastOne(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= int.MaxValue * 4096L ? null
        : $"must be a whole number of 1 or more, not \"{value}\"";

    private static string? BackupModeName(string value) => BackupModes.Parse(value).IsOk(out _, out var reason) ? null : reason;

    private static string? TrueOrFalse(string value) =>
        value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase) ? null : $"must be true or false, not \"{value}\"";

    // As the Go versions: a time of 0 is written by leaving the variable out.
    private static string? Duration(string value) =>
        !GoDuration.Parse(value).IsOk(out var time, out var reason) ? $"must be a duration: {reason}"
        : time <= TimeSpan.Zero ? $"must be a duration above 0, not \"{value}\"; leave it out for none"
        : null;

    private static string? DurationOrZero(string value) =>
        !GoDuration.Parse(value).IsOk(out var time, out var reason) ? $"must be a duration: {reason}" : time < TimeSpan.Zero ? $"must be a duration of 0 or more, not \"{value}\"" : null;

    private static string? SdkOrClassic(string value) => value is "sdk" or "classic" ? null : $"must be sdk or classic, not \"{value}\"";
}
