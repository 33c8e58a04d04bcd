using Cosmovisor.Plans;

namespace Cosmovisor.Home;

/// <summary>Every path the product knows. No other file builds one.</summary>
/// <param name="Path">DAEMON_HOME, absolute.</param>
/// <param name="DaemonName">DAEMON_NAME: the file name of the daemon's binary.</param>
internal sealed record DaemonHome(string Path, string DaemonName)
{
    /// <summary>The target of <c>current</c> before any upgrade.</summary>
    public const string Genesis = "genesis";

    /// <summary>The plan file's name in whatever folder the data is kept.</summary>
    public const string PlanFileName = "upgrade-info.json";

    /// <summary>What was fetched into a version's folder, and for which plan.</summary>
    public const string StagedRecordName = "staged.json";

    /// <summary>The name of the SDK's schedule beside it.</summary>
    public const string BatchFileName = PlanFileName + ".batch";

    private const string UpgradesFolder = "upgrades";

    /// <summary>COSMOVISOR_CUSTOM_ROOT: where the versions lie, as in an image that is only read.</summary>
    public string? CustomRoot { get; init; }

    /// <summary>COSMOVISOR_CUSTOM_CURRENT_LINK: the link, on a volume that outlives the image.</summary>
    public string? CustomCurrent { get; init; }

    /// <summary>
    /// The folder that holds <c>genesis</c> and <c>upgrades</c>; the same as <see cref="Root"/> unless the operator keeps them apart.
    /// </summary>
    public string Versions => CustomRoot ?? Join(Path, "cosmovisor");

    /// <summary>
    /// The folder that belongs to us, with all that we write: <c>DAEMON_HOME/cosmovisor</c>, or the one in which a custom link lies.
    /// </summary>
    public string Root => CustomCurrent is null ? Versions : System.IO.Path.GetDirectoryName(CustomCurrent) ?? "/";

    public string Current => CustomCurrent ?? Join(Root, "current");

    /// <summary>Whether the link and the versions lie in different folders: then a link can only be absolute.</summary>
    public bool IsApart => Root != Versions;

    public string Upgrades => Join(Versions, UpgradesFolder);

    public string Lock => Join(Root, "lock");

    public string Log => Join(Root, "cosmovisor.log");

    public string Journal => Join(Root, "journal.json");

    public string History => Join(Root, "history.jsonl");

    /// <summary>What was last heard of the chain.</summary>
    public string Outlook => Join(Root, "outlook.json");

    /// <summary>What is so now, for programs to read.</summary>
    public string State => Join(Root, "state.json");

    /// <summary>What has happened, for programs to read.</summary>
    public string Events => Join(Root, "events.jsonl");

    public string ConfigFile => Join(Root, "config.toml");

    /// <summary>The operator's own upgrades.</summary>
    public string Schedule => Join(Root, "schedule.json");

    /// <summary>A file for each wish that the daemon is not started before a time.</summary>
    public string Holds => Join(Root, "holds");

    /// <summary>What an operator asks the supervisor for, and its answer.</summary>
    public string Request => Join(Root, "upgrade-request.json");

    /// <summary>What a restore is in the middle of; there only while it is.</summary>
    public string RestoreRecord => Join(Root, "restore.json");

    public string Backups => Join(Root, "backups");

    /// <summary>Where the chain keeps its databases, unless the operator says otherwise.</summary>
    public string Data => Join(Path, "data");

    /// <summary>The file in which the chain's x/upgrade module leaves its plan (SDK 0.41 and later).</summary>
    public string PlanFile => Join(Data, PlanFileName);

    /// <summary>
    /// The same file in another folder: a data folder elsewhere, or a version's own, where the plan it was switched to by is written down.
    /// </summary>
    public static string PlanFileIn(string folder) => Join(folder, PlanFileName);

    /// <summary>The operator's schedule as the SDK's cosmovisor 1.7 keeps it beside the chain's plan file.</summary>
    public static string BatchFileIn(string dataFolder) => Join(dataFolder, BatchFileName);

    /// <summary>The name a batch file has once its entries stand in our own schedule.</summary>
    public static string TakenOver(string batchFile) => batchFile + ".taken";

    /// <summary>What <c>current</c> points to for an upgrade, relative to <see cref="Versions"/>.</summary>
    public static string TargetOf(string upgradeName) => Join(UpgradesFolder, UpgradeName.Escape(upgradeName));

    /// <summary>The same for a folder that was found, whose name need not be the one we would have made.</summary>
    public static string TargetOfFolder(string folderName) => Join(UpgradesFolder, folderName);

    /// <summary>Where one upgrade's files are put together, out of sight of <c>upgrades/NAME</c> and on the same file system.</summary>
    public string StagingFolder(string folderName) => Join(Upgrades, $".staging-{folderName}");

    public string GenesisFolder => Join(Versions, Genesis);

    public string UpgradeFolder(string upgradeName) => Join(Versions, TargetOf(upgradeName));

    /// <summary>The daemon's binary inside a version's folder (genesis, current or an upgrade's).</summary>
    public string BinaryIn(string versionFolder) => Join(versionFolder, "bin", DaemonName);

    /// <summary>Shared libraries that a version brings along, put on LD_LIBRARY_PATH of its daemon.</summary>
    public static string LibrariesIn(string versionFolder) => Join(versionFolder, "lib");

    /// <summary>The operator's migration script in a version's folder.</summary>
    public static string MigrationScriptIn(string versionFolder) => Join(versionFolder, "migrate");

    // Path.Join and not Path.Combine: a name that begins with a slash must stay inside.
    private static string Join(params ReadOnlySpan<string?> parts) => System.IO.Path.Join(parts);
}
