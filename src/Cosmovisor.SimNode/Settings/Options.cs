namespace Cosmovisor.SimNode.Settings;

/// <summary>Everything the command line says. README.md has the table.</summary>
internal sealed class Options
{
    public string Version { get; set; } = "v1";

    public HashSet<string> Handles { get; } = [];

    public string Home { get; set; } =
        Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".simnode");

    public Era Era { get; set; } = Era.V047;

    public LogFormat LogFormat { get; set; }

    public bool NoColour { get; set; }

    public bool? LogToStderr { get; set; }

    public bool? HaltToStderr { get; set; }

    public List<ChainPlan> Plans { get; } = [];

    public List<long> VotedAt { get; } = [];

    public List<long> CancelledAt { get; } = [];

    /// <summary>For so many blocks before it is decided, a plan is a proposal in voting.</summary>
    public long VoteBlocks { get; set; }

    public HashSet<long> SkipHeights { get; } = [];

    /// <summary>Null where none was given; 0 is given, and none.</summary>
    public long? HaltHeight { get; set; }

    public bool KnowsHaltHeight { get; set; } = true;

    /// <summary>Upgrades that this version carries out and records by itself, without a halt.</summary>
    public List<ChainPlan> Records { get; } = [];

    /// <summary>A store that this version has and earlier ones had not.</summary>
    public string? AddsStore { get; set; }

    public long DoubleSignCheckHeight { get; set; }

    public SignState SignState { get; set; }

    /// <summary>Where the RPC answers: <c>tcp://HOST:PORT</c> or <c>unix://PATH</c>, as in a node's own settings.</summary>
    public string? Rpc { get; set; }

    /// <summary>Where recorded answers lie, one file a question: what they say of votes, peers and validators is said here.</summary>
    public string? Replay { get; set; }

    /// <summary>How long carrying out an upgrade takes.</summary>
    public TimeSpan MigrationTime { get; set; }

    /// <summary>How long the network takes to agree on the block after an upgrade; null for as long as on any other.</summary>
    public TimeSpan? FirstBlockAfter { get; set; }

    /// <summary>Up to this height the node fetches what others have made.</summary>
    public long CatchesUpTo { get; set; }

    /// <summary>How many of the newest blocks can be asked for; null for all.</summary>
    public long? KeepsBlocks { get; set; }

    /// <summary>So many proposals of other things are in voting, each with a text; they are older than those of upgrades.</summary>
    public int Proposals { get; set; }

    /// <summary>A file that gets a line for each question: the bytes of the answer, and the question.</summary>
    public string? NoteQuestions { get; set; }

    /// <summary>Whether its validator's signature is in the commits.</summary>
    public bool Signs { get; set; } = true;

    /// <summary>How long a start takes until it hears signals.</summary>
    public TimeSpan HandlersAfter { get; set; }

    public TimeSpan BlockTime { get; set; } = TimeSpan.FromMilliseconds(50);

    public long? Blocks { get; set; }

    /// <summary>A file that gets a line for each block made: its height and this version.</summary>
    public string? NoteBlocks { get; set; }

    /// <summary>Null: as the era's nodes do, on a running chain and when the last block is replayed at start.</summary>
    public HaltManner? Halt { get; set; }

    public PlanFileMoment? PlanFile { get; set; }

    /// <summary>Null: as the era's nodes do.</summary>
    public bool? PlanFileInfo { get; set; }

    public TimeSpan HalfPause { get; set; } = TimeSpan.FromMilliseconds(200);

    public int? ExitCode { get; set; }

    public List<int> PreUpgradeExits { get; } = [];

    /// <summary>As most daemons: the command is unknown.</summary>
    public bool HasNoPreUpgrade { get; set; }

    public bool IgnoreTerm { get; set; }

    public TimeSpan? TermDelay { get; set; }

    public int TermCode { get; set; }

    public bool LogSignals { get; set; }

    public bool SayReady { get; set; }

    public int Forks { get; set; }

    public int ForksIgnoringTerm { get; set; }

    public int ForksDaemonized { get; set; }

    public long BigLine { get; set; }

    public long Garbage { get; set; }

    public int Seed { get; set; } = 1;

    public bool DieMidLine { get; set; }

    public TimeSpan? SplitAnnouncement { get; set; }

    public bool Forge { get; set; }

    public long Chatty { get; set; }

    public long LogLines { get; set; }
}
