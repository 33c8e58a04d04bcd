using Cosmovisor.Home;

namespace Cosmovisor.Agent.Files;

/// <summary>Whether a supervisor lives in a home.</summary>
internal enum SupervisorPresence
{
    /// <summary>The lock cannot be looked at.</summary>
    Unknown,
    NotRunning,
    Running,
}

/// <summary>The files of one home, read anew at each question: nothing is kept, so a home may come and go.</summary>
/// <param name="path">DAEMON_HOME.</param>
internal sealed class HomeFiles(string path)
{
    private const int MostEntries = 500;

    // The daemon's name stands in state.json, and is given where it is needed.
    private readonly DaemonHome _home = new(path, "");

    public string Path => path;

    /// <summary>The folder in which everything that is read here lies.</summary>
    public string Root => _home.Root;

    /// <summary>The node's own configuration, which says where its RPC listens.</summary>
    public string NodeConfig => System.IO.Path.Join(path, "config", "config.toml");

    public EventsFile Events => new(System.IO.Path.Join(Root, "events.jsonl"));

    /// <summary>The operator's settings, where they stand in a file.</summary>
    public string ConfigFile => _home.ConfigFile;

    public string Upgrades => _home.Upgrades;

    public string Backups => _home.Backups;

    /// <summary>What others ask the supervisor to wait for, as far as it can be read.</summary>
    public IReadOnlyList<HoldFacts> Holds => [.. Below("holds", "*.json").Select(file => Reading.Of(file, FilesJson.Default.HoldFacts).Value).OfType<HoldFacts>()];

    /// <summary>What <c>current</c> points to, relative to the root; null when there is no such link.</summary>
    public string? Current => new FileInfo(_home.Current).LinkTarget is { } target
        ? System.IO.Path.GetRelativePath(Root, System.IO.Path.GetFullPath(target, Root)) : null;

    /// <summary>The daemon's binary of an upgrade or of <c>genesis</c>; null when it is not there.</summary>
    /// <param name="target">As <c>current</c> would name it.</param>
    /// <param name="daemon">DAEMON_NAME; null takes the only file there is.</param>
    public string? Binary(string target, string? daemon)
    {
        var folder = System.IO.Path.Join(Root, target, "bin");
        return daemon is { Length: > 0 } && !daemon.Contains('/', StringComparison.Ordinal)
            ? System.IO.Path.Join(folder, daemon) is var path && File.Exists(path) ? path : null
            : Below(System.IO.Path.Join(target, "bin"), "*") is [var only] && File.Exists(only) ? only : null;
    }

    /// <summary>What lies in a folder of the root, hidden names left out.</summary>
    public IReadOnlyList<string> Below(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(System.IO.Path.Join(Root, folder), pattern)
                .Where(path => !System.IO.Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal).Take(MostEntries)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public JsonLinesFile History => new(_home.History);

    public Reading<HomeState> State => Reading.Of(System.IO.Path.Join(Root, "state.json"), FilesJson.Default.HomeState);

    public Reading<HomeOutlook> Outlook => Reading.Of(_home.Outlook, FilesJson.Default.HomeOutlook);

    /// <summary>Another number when state.json or outlook.json was replaced.</summary>
    public long Stamp => File.GetLastWriteTimeUtc(_home.State).Ticks * 31 + File.GetLastWriteTimeUtc(_home.Outlook).Ticks;

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

    /// <summary>What the agent's own start needs to say of a home that is not there; it is waited for.</summary>
    public bool IsThere => Directory.Exists(Root);
}
