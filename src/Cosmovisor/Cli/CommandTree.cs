using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

using Command = System.CommandLine.Command;

namespace Cosmovisor.Cli;

/// <summary>The operator's tool: <c>cosmovisorctl COMMAND</c>.</summary>
internal static class CommandTree
{
    private const string WhereToLook = "cosmovisorctl help lists the commands.\n";

    /// <param name="words">The command line without the program's name.</param>
    /// <param name="source">Of the settings; the words may name a file.</param>
    public static int Run(string[] words, SettingsSource source)
    {
        if (words is [CompletionValues.Word, .. var typed])
        {
            return CompletionValues.Run(typed, source, Root);
        }

        (words, var file) = ConfigFlagParsing.TakeFrom(words);
        (words, source) = (AsCommand(words), source with { File = source.File ?? file });

        if (AgentProgram.Words(words) is { } agents)
        {
            return AgentProgram.Become(agents, ProgramName.Of(source.Call));
        }

        ActingUser.BecomeOwner(source, words);
        var root = Root(source);
        var parsed = root.Parse(words, AsTyped);
        var program = ProgramName.Of(source.Call);

        try
        {
            return parsed.CommandResult.Command == root ? Unknown(words[0], root, program)
                : parsed.Errors.Count > 0 || Misspelt(parsed).Length > 0 ? Misused(parsed, program)
                : parsed.Invoke(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = new SafeWriter(Console.Out)
                });
        }
        catch (OperationCanceledException)
        {
            StandardError.Write($"{program}: interrupted. Nothing that is half done stops the next try\n");
            return Interrupts.ExitCode;
        }
        catch (RefusedException ex) when (ActingUser.Remark(ex.Message) is { } remark)
        {
            throw new RefusedException($"{ex.Message}\n{remark}", ex) { ExitCode = ex.ExitCode };
        }
        catch (RefusedException ex) when (ex.ExitCode == ExitCodes.BadSettings
            && source.Call == InvokedAs.OperatorsTool && NodeOption.Remark is { } remark)
        {
            throw new RefusedException($"{ex.Message}\n{remark}", ex) { ExitCode = ex.ExitCode };
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            StandardError.Write(
                $"{program}: {ex.Message.TrimEnd('.')}. The command ran as {UserRecord.OwnName}, and stopped there.\n{(ActingUser.Remark(ex.Message) is { } remark ? $"{remark}\n" : "")}");
            return ExitCodes.Failed;
        }
    }

    // An argument is what it is: the library would read one that begins with @ from a file.
    private static ParserConfiguration AsTyped => new() { ResponseFileTokenReplacer = null };

    private static string[] AsCommand(string[] words) => words switch
    {
        [] or ["-h" or "--help" or "-?"] => ["help"],
        ["help", var command, .. var rest] when !command.StartsWith('-') => [command, .. rest, "--help"],
        ["--version", .. var rest] => ["version", .. rest],
        _ => words,
    };

    // Not the library's RootCommand, which has directives, a --version of its own, and the name of the file.
    private static Command Root(SettingsSource source) => new(ProgramName.Of(source.Call), "Looks after the node that cosmovisor runs.")
    {
        NodeCommand.Run(),
        SettingsCommands.Version(source),
        SettingsCommands.Config(source),
        SettingsCommands.Init(source),
        Help(source),
        StagingCommands.Prepare(source),
        StagingCommands.Verify(source),
        LookAheadCommands.Status(source),
        LookAheadCommands.LookAhead(source),
        LookAheadCommands.Doctor(source),
        UpgradeNowCommands.Upgrade(source),
        HoldCommands.Hold(source),
        HoldCommands.Release(source),
        new BackupCommands(source).Backup(),
        UpgradeCommands.History(source),
        UpgradeCommands.Rollback(source),
        FleetCommands.Fleet(),
        NotifyCommands.Notify(),
        new ScheduleCommands(source).AddUpgrade(),
        new ScheduleCommands(source).AddBatch(),
        new ScheduleCommands(source).PrepareUpgrade(),
        new ScheduleCommands(source).ShowUpgradeInfo(),
        new ScheduleCommands(source).Schedule(),
        Completion.Of(() => Root(source)),
        new HelpOption(),
        ConfigFlagParsing.Shown(),
        NodeOption.Shown(),
    };

    private static Command Help(SettingsSource source)
    {
        var about = new Argument<string[]>("COMMAND") { Description = "One of them; its own help.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Print the commands and the settings.") { about };
        command.SetAction(parsed => HelpText.Write(parsed.InvocationConfiguration.Output, Root(source)));
        return command;
    }

    private static int Unknown(string word, Command root, string program)
    {
        StandardError.Write(
            $"{program}: there is no command {word}{Meant(word, root.Subcommands.Select(one => one.Name), ".")}\n{WhereToLook}");
        return ExitCodes.Usage;
    }

    private static int Misused(ParseResult parsed, string program)
    {
        StandardError.Write(
            string.Concat(parsed.Errors.Select(error => $"{program}: {error.Message}\n")) + NearOptions(parsed, program)
                + (parsed.Tokens.Any(token => token.Value == NodeOption.Word) ? $"{program}: {NodeOption.Word} NAME stands before the command\n" : "")
                + WhereToLook);
        return ExitCodes.Usage;
    }

    private static string NearOptions(ParseResult parsed, string program)
    {
        var known = KnownTo(parsed);
        return string.Concat(parsed.Tokens.Select(token => token.Value.Split('=')[0]).Concat(
            parsed.UnmatchedTokens).Concat(Misspelt(parsed)).Distinct()
            .Where(word => !known.Contains(word) && (Meant(word, known).Length > 0 || Misspelt(parsed).Contains(word)))
            .Select(word => $"{program}: {word}{Meant(word, known, " is no option of this command")}\n"));
    }

    // A command that takes several words takes an option that it does not know for one of them; those of version are the daemon's.
    private static string[] Misspelt(ParseResult parsed) =>
        parsed.CommandResult.Command.Name is "version" or "help" || parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? []
        : [.. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(one => one.Tokens)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => token.Value.Split('=')[0]).Distinct()];

    private static string[] KnownTo(ParseResult parsed) =>
        [.. parsed.CommandResult.Command.Options.Select(option => option.Name), .. parsed.CommandResult.Command.Subcommands.Select(
            one => one.Name)];

    private static string Meant(string word, IEnumerable<string> known, string otherwise = "") =>
        NearestWord.To(word, known) is { } nearest ? $"; is {nearest} meant?" : otherwise;
}
