namespace Cosmovisor.Supervision;

/// <summary>The one table of words behind <c>cosmovisor</c> that are ours, or may be.</summary>
internal static class CommandWords
{
    public const string Run = "run";

    // No daemon has these words, so a daemon must not be given them.
    private static readonly string[] OfTheSdkAlone = ["add-upgrade", "add-batch-upgrade", "prepare-upgrade", "show-upgrade-info"];

    // A daemon has these too: which of us is meant, the contract says, or that there is no daemon.
    private static readonly string[] Shared = ["init", "config", "version", "help", "--version", "--help", "-h"];

    /// <summary><c>run</c>: the rest is the daemon's, in the sdk contract.</summary>
    public static bool AreARun(IReadOnlyList<string> words) => words is [Run, ..];

    /// <summary>A command of ours, whatever there is in the home.</summary>
    public static bool AreOurs(IReadOnlyList<string> words) => words is [var word, ..] && OfTheSdkAlone.Contains(word);

    /// <summary>What both of us could answer; no word at all is a question for help.</summary>
    public static bool MayBeOurs(IReadOnlyList<string> words) => words is [] || Shared.Contains(words[0]);

    /// <summary>Of those, what no daemon could answer.</summary>
    public static bool AskForUsAlone(IReadOnlyList<string> words) =>
        words is ["version" or "--version", ..] && words.Contains("--cosmovisor-only");
}
