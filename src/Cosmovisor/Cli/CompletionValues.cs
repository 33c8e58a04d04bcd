using System.CommandLine;
using System.CommandLine.Completions;
using Cosmovisor.Logging;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>
/// <c>__complete WORD… BEGUN</c>: the values that may stand where the last word is begun. For the scripts of <see cref="Completion"/>, and
/// so not in the help.
/// </summary>
/// <remarks>Never an error: the shell would mix that into the line that its user types. One value a line.</remarks>
internal static class CompletionValues
{
    public const string Word = "__complete";

    // A chain chooses the names of its upgrades. A shell would put them into the command line as they are, so only what no shell reads as
    // more than a word is offered.
    private const string Plain = "._-+@%=:/,";

    /// <param name="typed">Behind the program's name; the last of them is what is begun, and may be empty.</param>
    /// <param name="source">Of the settings; the words may name a file.</param>
    /// <param name="root">All commands.</param>
    public static int Run(string[] typed, SettingsSource source, Func<SettingsSource, Command> root)
    {
        try
        {
            if (typed is [.. var behind, var begun])
            {
                var (words, file) = ConfigFlagParsing.TakeFrom(behind is [NodeOption.Word] ? behind : NodeOption.TakeFrom(behind));
                source = source with { File = source.File ?? file };
                ActingUser.BecomeOwner(source, words);
                using var output = new SafeWriter(Console.Out);
                Write(root(source), words, begun, output);
            }
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            // There is nothing to offer, and no one to read why.
        }

        return ExitCodes.Done;
    }

    private static void Write(Command root, string[] words, string begun, TextWriter output)
    {
        foreach (var value in ValuesBehind(root, words)
            .Where(value => value.StartsWith(begun, StringComparison.Ordinal) && value.All(IsPlain)))
        {
            output.WriteLine(value);
        }
    }

    private static IEnumerable<string> ValuesBehind(Command root, string[] words)
    {
        var command = root;
        Option? open = null;
        var values = 0;

        foreach (var word in words)
        {
            if (open is not null)
            {
                open = null;
            }
            else if (word.StartsWith('-'))
            {
                open = OptionOf(command, word) is { Arity.MinimumNumberOfValues: > 0 } option ? option : null;
            }
            else if (values == 0 && command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } sub)
            {
                command = sub;
            }
            else
            {
                values++;
            }
        }

        return (open is not null ? open.GetCompletions(CompletionContext.Empty)
            : ArgumentAt(command, values)?.GetCompletions(CompletionContext.Empty) ?? []).Select(item => item.Label);
    }

    private static Option? OptionOf(Command command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));

    private static Argument? ArgumentAt(Command command, int index) =>
        index < command.Arguments.Count
            ? command.Arguments[index] : command.Arguments.LastOrDefault() is { Arity.MaximumNumberOfValues: > 1 } many ? many : null;

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal);
}
