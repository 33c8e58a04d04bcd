using System.CommandLine;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary><c>--cosmovisor-config PATH</c>: taken out of the arguments wherever it is ours; it names the file of this run.</summary>
internal static class ConfigFlagParsing
{
    /// <summary>
    /// From a command line that may be the daemon's: there it is ours with every word that may be ours, and in the sdk contract.
    /// </summary>
    /// <param name="words">The arguments as text.</param>
    /// <param name="arguments">The same as bytes.</param>
    /// <param name="areSharedOurs">Whether the words that both of us have are ours here.</param>
    /// <exception cref="RefusedException">It is ours and names no file; code 64.</exception>
    public static (string[] Words, byte[][] Arguments, string? File) TakeFrom(string[] words, byte[][] arguments, Func<bool> areSharedOurs)
    {
        var found = ConfigFlag.Find(words);
        var isLong = IsThere(found);

        // In front of a word of ours the short one will do; but it may be the daemon's, which the long one never is.
        if (!isLong && ConfigFlag.Find(words, isShortToo: true) is var first && StandsInFront(first))
        {
            found = first;
        }

        var rest = Without(words, found);
        var isOurs = IsThere(found)
            && (CommandWords.AreARun(rest) || CommandWords.AreOurs(rest) || (CommandWords.MayBeOurs(rest)
                && (isLong || areSharedOurs())) || (isLong && IsSdk));

        if (!isOurs)
        {
            return (words, arguments, null);
        }

        var flag = Chosen(found);
        return (flag.TakenOutOf(words), flag.TakenOutOf(arguments), flag.Path);
    }

    /// <summary>From the words of a command of ours, where <c>-c</c> will do.</summary>
    /// <exception cref="RefusedException">It names no file; code 64.</exception>
    public static (string[] Words, string? File) TakeFrom(string[] words)
    {
        var flag = Chosen(ConfigFlag.Find(words, isShortToo: true));
        return (flag.TakenOutOf(words), flag.Path);
    }

    /// <summary>The words of a command of ours without it.</summary>
    public static string[] Without(string[] words) => Without(words, ConfigFlag.Find(words, isShortToo: true));

    /// <summary>For the help and the completions alone: by the time that a command is parsed, it has been taken out.</summary>
    public static Option<string> Shown() => new(ConfigFlag.Word, ConfigFlag.ShortWord)
    {
        Description = "This config.toml instead of the home's.",
        HelpName = "FILE",
        Recursive = true
    };

    private static bool IsSdk => CheckedSettings.LookAtWords(new SettingsSource(InvokedAs.Arguments)).Settings.Contract == Contract.Sdk;

    private static bool IsThere(Parsed<ConfigFlag> found) => found is not Parsed<ConfigFlag>.Ok { Value.Path: null };

    private static bool StandsInFront(Parsed<ConfigFlag> found) => found is Parsed<ConfigFlag>.Ok { Value: { Path: not null, At: 0 } };

    private static string[] Without(string[] words, Parsed<ConfigFlag> found) =>
        found is Parsed<ConfigFlag>.Ok { Value: var flag } ? flag.TakenOutOf(words) : words;

    private static ConfigFlag Chosen(Parsed<ConfigFlag> found) =>
        found.IsOk(out var flag, out var reason) ? flag
            : throw new RefusedException($"{reason}. Nothing was started") { ExitCode = ExitCodes.Usage };
}
