using Cosmovisor.Home;
using Cosmovisor.Settings;

namespace Cosmovisor.Agent.Files;

/// <summary>Whether a supervisor lives in a home.</summary>
internal enum SupervisorPresence
{
    /// <summary>The lock cannot be looked at.</summary>
    Unknown,
    NotRunning,
    Running,
}

/// <summary>The files of one home, read again at each question: nothing is kept, so a home may come and go.</summary>
/// <param name="path">DAEMON_HOME.</param>
/// <param name="customRoot">COSMOVISOR_CUSTOM_ROOT; null where it is not set.</param>
/// <param name="customCurrent">COSMOVISOR_CUSTOM_CURRENT_LINK, likewise.</param>
internal sealed class HomeFiles(string path, string? customRoot = null, string? customCurrent = null)
{
    private const int MostEntries = 500;

    // The daemon's name stands in state.json, and is given where it is needed.
    private readonly DaemonHome _home = HomeOf.Values(path, "", customRoot, customCurrent);

    public string Path => path;

    /// <summary>The folder in which lies what the supervisor writes.</summary>
    public string Root => _home.Root;

    /// <summary>The folder of <c>genesis</c> and <c>upgrades</c>; the root, unless the operator keeps them apart.</summary>
    public string Versions => _home.Versions;

    /// <summary>The node's own configuration, which says where its RPC listens.</summary>
    public string NodeConfig => System.IO.Path.Join(path, "config", "config.toml");

    public EventsFile Events => new(System.IO.Path.Join(Root, "events.jsonl"));

    /// <summary>The operator's settings, where they stand in a file.</summary>
    public string ConfigFile => _home.ConfigFile;

    public string Upgrades => _home.Upgrades;

    public string Backups => _home.Backups;

    /// <summary>What others ask the supervisor to wait for, as far as it can be read.</summary>
    public IReadOnlyList<HoldFacts> Holds =>
        [.. Visible(_home.Holds, "*.json").Select(file => Reading.Of(file, FilesJson.Default.HoldFacts).Value).OfType<HoldFacts>()];

    /// <summary>What <c>current</c> points to, relative to the versions' folder; null when there is no such link.</summary>
    public string? Current => new FileInfo(_home.Current).LinkTarget is { } target
        ? System.IO.Path.GetRelativePath(Versions, System.IO.Path.GetFullPath(target, Root)) : null;

    /// <summary>The daemon's binary of an upgrade or of <c>genesis</c>; null when it is not there.</summary>
    /// <param name="target">As <c>current</c> would name it.</param>
    /// <param name="daemon">DAEMON_NAME; null takes the only file there is.</param>
    public string? Binary(string target, string? daemon)
    {
        var folder = System.IO.Path.Join(Versions, target, "bin");
        return daemon is { Length: > 0 } && !daemon.Contains('/', StringComparison.Ordinal)
            ? System.IO.Path.Join(folder, daemon) is var path && File.Exists(path) ? path : null
            : Visible(folder, "*") is [var only] && File.Exists(only) ? only : null;
    }

    /// <summary>The folders in <c>upgrades</c>, hidden ones left out.</summary>
    public IReadOnlyList<string> UpgradeFolders => [.. Visible(Upgrades, "*").Where(Directory.Exists)];

    /// <summary>What the agent's own start needs to say of a home that is not there; it is waited for.</summary>
    public bool IsThere => Directory.Exists(Root);

    public JsonLinesFile History => new(_home.History);

    public Reading<HomeState> State => Reading.Of(System.IO.Path.Join(Root, "state.json"), FilesJson.Default.HomeState);

    public Reading<HomeOutlook> Outlook => Reading.Of(_home.Outlook, FilesJson.Default.HomeOutlook);

    /// <summary>Another number when state.json or outlook.json was replaced; 0 while the disk does not say.</summary>
    public long Stamp
    {
        get
        {
            try
            {
                return File.GetLastWriteTimeUtc(_home.State).Ticks * 31 + File.GetLastWriteTimeUtc(_home.Outlook).Ticks;
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        }
    }

    /// <summary>The kernel's word: the supervisor holds a lock as long as it lives, however it dies.</summary>
    public SupervisorPresence Supervisor
    {
        get
        {
            if (!RegularFile.Open(_home.Lock).IsOk(out var file, out _))
            {
                return SupervisorPresence.Unknown;
            }

            using (file)
            {
                return file is not null && Libc.IsLocked(file.SafeFileHandle) ? SupervisorPresence.Running : SupervisorPresence.NotRunning;
            }
        }
    }

    private static IReadOnlyList<string> Visible(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder, pattern)
                .Where(path => !System.IO.Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal).Take(MostEntries)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
