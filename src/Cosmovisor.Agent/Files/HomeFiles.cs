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
    // The daemon's name is needed for the paths of binaries alone, of which none is read here.
    private readonly DaemonHome _home = new(path, "");

    public string Path => path;

    /// <summary>The folder in which everything that is read here lies.</summary>
    public string Root => _home.Root;

    /// <summary>The node's own configuration, which says where its RPC listens.</summary>
    public string NodeConfig => System.IO.Path.Join(path, "config", "config.toml");

    public EventsFile Events => new(System.IO.Path.Join(Root, "events.jsonl"));

    public JsonLinesFile History => new(_home.History);

    public Reading<HomeState> State => Reading.Of(System.IO.Path.Join(Root, "state.json"), FilesJson.Default.HomeState);

    public Reading<HomeOutlook> Outlook => Reading.Of(_home.Outlook, FilesJson.Default.HomeOutlook);

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
