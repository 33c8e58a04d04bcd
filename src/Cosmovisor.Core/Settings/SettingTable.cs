using Cosmovisor.Logging;

namespace Cosmovisor.Settings;

/// <summary>Every setting there is, one row each. CONTRIBUTING.md says what else one needs.</summary>
internal static class SettingTable
{
    public const string HomeVariable = "DAEMON_HOME";
    public const string NameVariable = "DAEMON_NAME";

    public static Setting<string> Home { get; } = new(
        HomeVariable, "", "Folder that holds cosmovisor/, usually the daemon's own home.", ValueFormat.AbsolutePath);

    public static Setting<string> Name { get; } = new(NameVariable, "", "File name of the daemon's binary.", ValueFormat.FileName);

    public static Setting<string> DataFolder { get; } = new("DAEMON_DATA_DIR", "",
        "The node's data folder, where it is not data/ of the daemon's --home or of DAEMON_HOME.", ValueFormat.AbsolutePath);

    public static Setting<string> CustomRoot { get; } = new(
        "COSMOVISOR_CUSTOM_ROOT",
        "",
        "Folder that holds genesis/ and upgrades/, where it is not cosmovisor/ in DAEMON_HOME; may be read-only, as in an image.",
        ValueFormat.AbsolutePath);

    public static Setting<string> CustomCurrentLink { get; } = new(
        "COSMOVISOR_CUSTOM_CURRENT_LINK",
        "",
        "The current link, where it is not beside genesis/; all else that cosmovisor writes is beside it.",
        ValueFormat.AbsolutePath);

    public static Setting<bool> AllowDownload { get; } = new("DAEMON_ALLOW_DOWNLOAD_BINARIES", "false",
        "Download the binaries a plan names when they are not in place.", ValueFormat.TrueOrFalse);

    public static Setting<bool> MustHaveChecksum { get; } = new(
        "DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "false", "Refuse a download whose link carries no checksum.", ValueFormat.TrueOrFalse);

    public static Setting<bool> RestartAfterUpgrade { get; } = new("DAEMON_RESTART_AFTER_UPGRADE", "false",
        "Start the new binary after an upgrade, instead of ending with 0.", ValueFormat.TrueOrFalse)
    { SdkDefault = "true" };

    public static Setting<TimeSpan> RestartDelay { get; } = new(
        "DAEMON_RESTART_DELAY", "0s", "Wait this long between the old binary's end and the next step.", ValueFormat.Duration);

    public static Setting<TimeSpan> ShutdownGrace { get; } = new(
        "DAEMON_SHUTDOWN_GRACE", "60s", "How long the daemon may take to end after TERM, before KILL.", ValueFormat.Duration);

    public static Setting<TimeSpan> PollInterval { get; } = new("DAEMON_POLL_INTERVAL", "300ms",
        "How often to look at the plan file, only where the system does not report a change.", ValueFormat.Duration);

    public static Setting<string> BackupSource { get; } = new("DAEMON_BACKUP_DATA_DIR", "",
        "Data folder to back up before each upgrade (classic); unset means no backup.", ValueFormat.AbsolutePath);

    public static Setting<bool> SkipBackup { get; } = new(
        "UNSAFE_SKIP_BACKUP", "false", "Take no backup before an upgrade (sdk contract).", ValueFormat.TrueOrFalse);

    public static Setting<string> BackupFolder { get; } = new(
        "DAEMON_DATA_BACKUP_DIR", "", "Folder for backups in the sdk contract; DAEMON_HOME when unset.", ValueFormat.AbsolutePath);

    public static Setting<Backups.BackupMode> BackupMode { get; } = new(
        "COSMOVISOR_BACKUP_MODE", "auto", "How files get into a backup: auto, copy, reflink or hardlink.", ValueFormat.BackupModeName);

    public static Setting<long> BackupKeep { get; } = new(
        "COSMOVISOR_BACKUP_KEEP", "", "How many backups stay after a successful upgrade; unset for all.", ValueFormat.AtLeastOne);

    public static Setting<TimeSpan> BackupAhead { get; } = new(
        "COSMOVISOR_BACKUP_AHEAD",
        "2h",
        "How long before an upgrade files are copied that its backup cannot share with the data; 0s for never.",
        ValueFormat.DurationOrZero);

    public static Setting<string> BackupCommand { get; } = new("COSMOVISOR_BACKUP_COMMAND", "",
        "Line of shell that makes a snapshot instead of the copy; see docs/backups.md.", ValueFormat.LineOfShell);

    public static Setting<long> DownloadMaxSize { get; } = new("COSMOVISOR_DOWNLOAD_MAX_SIZE", "2147483648",
        "Largest download, and largest sum of what it unpacks to, in bytes.", ValueFormat.AtLeastOne);

    public static Setting<string> TrustedKeys { get; } = new("COSMOVISOR_TRUSTED_KEYS", "",
        "File of minisign public keys; when set, a download needs a valid signature.", ValueFormat.AbsolutePath);

    public static Setting<string> CustomPreUpgrade { get; } = new("COSMOVISOR_CUSTOM_PREUPGRADE", "",
        "Script under cosmovisor/ to run before every switch, with the plan's name and height.", ValueFormat.PathInRoot);

    public static Setting<int> PreUpgradeRetries { get; } = new(
        "DAEMON_PREUPGRADE_MAX_RETRIES",
        "",
        "How often the new binary's pre-upgrade may request a retry; unset (classic) means it is not run.",
        ValueFormat.WholeNumber)
    { SdkDefault = "0" };

    public static Setting<TimeSpan> HookTimeout { get; } = new(
        "COSMOVISOR_HOOK_TIMEOUT", "10m", "How long one run of a migration script or pre-upgrade may take.", ValueFormat.Duration);

    public static Setting<TimeSpan> TakeBackWithin { get; } = new(
        "COSMOVISOR_TAKE_BACK_WITHIN",
        "0s",
        "Take a switch back when the new version dies within this time without having opened the data; 0s for never.",
        ValueFormat.DurationOrZero)
    {
        OldVariable = "COSMOVISOR_CONFIRM_WITHIN",
    };

    public static Setting<TimeSpan> ConfirmBlockWithin { get; } = new("COSMOVISOR_CONFIRM_BLOCK_WITHIN", "15m",
        "After an upgrade, how long the first block may take before it counts as unconfirmed; 0s for never.", ValueFormat.DurationOrZero);

    public static Setting<LogPlace> Log { get; } = new("COSMOVISOR_LOG", "auto",
        "Where cosmovisor's log goes: auto (classic file, sdk stderr), file, stderr, journal or none.", ValueFormat.LogPlaceName);

    public static Setting<bool> DisableLogs { get; } = new(
        "COSMOVISOR_DISABLE_LOGS", "false", "Write no log lines of cosmovisor to standard error (sdk contract).", ValueFormat.TrueOrFalse);

    public static Setting<bool> ColorLogs { get; } = new(
        "COSMOVISOR_COLOR_LOGS", "true", "Colour cosmovisor's log lines on a terminal (sdk contract).", ValueFormat.TrueOrFalse);

    public static Setting<TimeFormat> TimeFormatLogs { get; } = new(
        "COSMOVISOR_TIMEFORMAT_LOGS",
        TimeFormat.OurOwn,
        "Time format of log lines on standard error; empty for no time (sdk contract).",
        ValueFormat.TimeFormatName)
    { EmptyCounts = true };

    public static Setting<string> GrpcAddress { get; } = new("DAEMON_GRPC_ADDRESS", "localhost:9090",
        "The node's gRPC address, which the SDK's cosmovisor 1.7 asks; not used, its RPC is.", ValueFormat.AnyText)
    {
        Unused = "the node is asked over its RPC, where its own config.toml says that it listens",
    };

    public static Setting<bool> WatchOutput { get; } = new(
        "COSMOVISOR_WATCH_OUTPUT", "false", "Read the daemon's output for upgrades in the sdk contract too.", ValueFormat.TrueOrFalse);

    public static Setting<TimeSpan> LookAhead { get; } = new("COSMOVISOR_LOOK_AHEAD", "10m",
        "How often the chain is asked what upgrades come, and whether they would succeed here; 0s for never.", ValueFormat.LookInterval);

    public static Setting<string> NodeRpc { get; } = new(
        "COSMOVISOR_NODE_RPC",
        "",
        "Where this node's RPC is asked, with path, token or password if need be; unset for what its own config.toml says.",
        ValueFormat.NodeRpcAddress);

    public static Setting<IReadOnlyList<string>> RpcFallbacks { get; } = new("COSMOVISOR_RPC_FALLBACKS", "",
        "RPC addresses of other nodes of the chain, with commas, asked when this node's does not answer.", ValueFormat.RpcAddresses);

    public static Setting<string> GovPackage { get; } = new("COSMOVISOR_GOV_PACKAGE", "cosmos.gov",
        "The protobuf package of the chain's governance, such as atomone.gov.", ValueFormat.PackageName);

    public static Setting<bool> Agent { get; } = new(
        "COSMOVISOR_AGENT", "false", "Keep cosmovisor-agent alive beside the node: page, API, metrics, notices.", ValueFormat.TrueOrFalse);

    public static Setting<bool> DisableRecase { get; } = new("COSMOVISOR_DISABLE_RECASE", "false",
        "Take upgrade names as they are instead of lower-casing them (sdk contract).", ValueFormat.TrueOrFalse);

    public static Setting<string> Profile { get; } = new("COSMOVISOR_PROFILE", "",
        "Set to sdk to give init, config, version and help to cosmovisor instead of the daemon.", ValueFormat.SdkOrClassic);

    /// <summary>In the order in which they are shown: the SDK's own first, as its <c>config</c> has them, then ours.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Home, Name, AllowDownload, MustHaveChecksum, RestartAfterUpgrade, RestartDelay, ShutdownGrace, PollInterval,
        SkipBackup, BackupFolder, PreUpgradeRetries,
        GrpcAddress, DisableLogs, ColorLogs, TimeFormatLogs, CustomPreUpgrade, DisableRecase,
        DataFolder, CustomRoot, CustomCurrentLink, BackupSource, BackupMode, BackupKeep, BackupAhead, BackupCommand,
        DownloadMaxSize, TrustedKeys,
        HookTimeout, TakeBackWithin, ConfirmBlockWithin, Log, WatchOutput, LookAhead, NodeRpc, RpcFallbacks, GovPackage, Agent, Profile,
    ];

    /// <summary>By its variable, its key in config.toml, or the name it had before; null for none.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.IsCalled(name));
}
