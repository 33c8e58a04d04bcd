using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary><c>--cosmovisor-config PATH</c>: taken out of the arguments wherever it is ours, and then the file of this run.</summary>
internal static class ConfigChoice
{
    /// <summary>From a command line that may be the daemon's: there it is ours with words that no daemon has, and in the sdk contract.</summary>
    /// <param name="words">The arguments as text.</param>
    /// <param name="arguments">The same as bytes.</param>
    /// <param name="isOurs">Whether the rest, without it, is a command line of ours whatever the contract.</param>
    /// <exception cref="RefusedException">It is ours and names no file; code 64.</exception>
    public static (string[] Words, byte[][] Arguments) TakeFrom(string[] words, byte[][] arguments, Func<string[], bool> isOurs)
    {
        var found = ConfigFlag.Find(words);
        var isThere = found is not Parsed<ConfigFlag>.Ok { Value.Path: null };

        if (!isThere || !(isOurs(found is Parsed<ConfigFlag>.Ok { Value: var flag } ? flag.TakenOutOf(words) : words) || IsSdk))
        {
            return (words, arguments);
        }

        var taken = Chosen(found);
        return (taken.TakenOutOf(words), taken.TakenOutOf(arguments));
    }

    /// <summary>From the words of a command of ours, where <c>-c</c> will do.</summary>
    /// <exception cref="RefusedException">It names no file; code 64.</exception>
    public static string[] TakeFrom(string[] words) => Chosen(ConfigFlag.Find(words, isShortToo: true)).TakenOutOf(words);

    private static bool IsSdk => CheckedSettings.LookAtWords().Settings.Contract == Contract.Sdk;

    private static ConfigFlag Chosen(Parsed<ConfigFlag> found)
    {
        var flag = found.IsOk(out var ok, out var reason) ? ok : throw new RefusedException($"{reason}. Nothing was started") { ExitCode = ExitCodes.Usage };
        ConfigFile.Named ??= flag.Path;
        return flag;
    }
}
