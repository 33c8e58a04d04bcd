using Cosmovisor.Supervision;

namespace Cosmovisor.Staging;

/// <summary>
/// What one run of <c>version</c> says about a new binary. Only a program that cannot start at all is refused: an odd answer proves
/// nothing.
/// </summary>
internal abstract record TrialVerdict
{
    private TrialVerdict() { }

    /// <summary>It started. <paramref name="Note"/> says what was odd about it, or is null.</summary>
    internal sealed record Starts(string? Note) : TrialVerdict
    {
        /// <summary>Whether it has a <c>pre-upgrade</c> command; null where that was not asked, or not understood.</summary>
        public bool? HasPreUpgrade { get; init; }

        /// <summary>The last line of what it said, of a run that ended well; null when it said nothing.</summary>
        public string? Version { get; init; }
    }

    internal sealed record CannotStart(string Reason) : TrialVerdict;

    private const int NoSuchProgram = 127;
    private const int NotExecutable = 126;
    private const int LongestLine = 300;

    // What the dynamic loaders of glibc and musl write before they give up.
    private static readonly string[] LoaderComplaints =
        [
            "error while loading shared libraries",
            "Error loading shared library",
            "Error relocating",
            "symbol lookup error",
            "FATAL: kernel too old"
        ];

    /// <param name="end">How the run ended; null when it did not by itself.</param>
    /// <param name="output">The tail of what it wrote.</param>
    /// <param name="trouble">Why there is no end: "could not be started: …", or its time limit.</param>
    public static TrialVerdict Of(DaemonEnd? end, string output, string? trouble) => end switch
    {
        null when trouble?.StartsWith("could not be started", StringComparison.Ordinal) is true => new CannotStart(trouble),
        null => new Starts(trouble ?? "did not end"),
        DaemonEnd.Exited { Code: 0 } =>
            new Starts(Note: null) { Version = LastLine(output) is { } line ? ForeignText.Printable(line, LongestLine) : null },
        _ when Complaint(output) is { } complaint =>
            new CannotStart($"could not be started: {ForeignText.Printable(complaint, LongestLine)}"),
        DaemonEnd.Exited { Code: NoSuchProgram or NotExecutable } => new CannotStart($"could not be started: it {end}{Tail(output)}"),
        _ => new Starts($"{end}{Tail(output)}"),
    };

    /// <summary>
    /// What an answer to <c>pre-upgrade --help</c> says of that command. The programs of the SDK (cobra) name a command that they do not
    /// have.
    /// </summary>
    /// <returns>Null where nothing is plain.</returns>
    public static bool? PreUpgradeIn(DaemonEnd? end, string output) => end switch
    {
        DaemonEnd.Exited { Code: 0 } when output.Contains("pre-upgrade", StringComparison.Ordinal) => true,
        DaemonEnd.Exited { Code: not 0 } when output.Contains("unknown command \"pre-upgrade\"", StringComparison.Ordinal) => false,
        _ => null,
    };

    private static string? Complaint(string output) =>
        output.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(line =>
            LoaderComplaints.Any(complaint => line.Contains(complaint, StringComparison.Ordinal))
            || (line.Contains("version `", StringComparison.Ordinal) && line.Contains("' not found", StringComparison.Ordinal)));

    private static string Tail(string output) => LastLine(output) is { } last ? $", saying {ForeignText.Quote(last, LongestLine)}" : "";

    private static string? LastLine(string output) =>
        output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : null;
}
