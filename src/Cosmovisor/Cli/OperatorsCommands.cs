using System.CommandLine;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>The operator's tool: <c>cosmovisorctl COMMAND</c>.</summary>
internal static class OperatorsCommands
{
    /// <param name="words">The command line without the program's name.</param>
    /// <param name="isSdk">We were called as the SDK's cosmovisor is, and its contract holds.</param>
    public static int Run(string[] words, bool isSdk = false)
    {
        words = ConfigChoice.TakeFrom(words);
        var parsed = Root(isSdk).Parse(words is [] or ["-h" or "--help" or "-?"] ? ["help"] : words);
        var program = isSdk ? "cosmovisor" : "cosmovisorctl";

        try
        {
            return parsed.Errors.Count > 0 ? Misused(parsed, program) : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            StandardError.Write($"{program}: interrupted. What was half done is out of sight, and the next one removes it\n");
            return ExitCodes.Interrupted;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            StandardError.Write($"{program}: {ex.Message} It was run by {Environment.UserName}, and went no further.\n");
            return ExitCodes.Failed;
        }
    }

    private static RootCommand Root(bool isSdk) => new("Looks after the node that cosmovisor runs.")
    {
        VersionCommand.Of(isSdk),
        SettingsCommands.Config(),
        SettingsCommands.Init(),
        Plain("help", "Print the commands and the settings.", output => HelpText.Write(output, Root(isSdk))),
        StagingCommands.Prepare(),
        StagingCommands.Verify(),
        BackupCommands.Backup(),
        UpgradeCommands.History(),
        UpgradeCommands.Rollback(),
        new ScheduleCommands(isSdk).AddUpgrade(),
        new ScheduleCommands(isSdk).AddBatch(),
        new ScheduleCommands(isSdk).PrepareUpgrade(),
        new ScheduleCommands(isSdk).ShowUpgradeInfo(),
        new ScheduleCommands(isSdk).Schedule(),
        Completion.Of(() => Root(isSdk)),
    };

    private static System.CommandLine.Command Plain(string name, string summary, Action<TextWriter> write)
    {
        var command = new System.CommandLine.Command(name, summary);
        command.SetAction(parsed => write(parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Misused(ParseResult parsed, string program)
    {
        foreach (var error in parsed.Errors)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"{program}: {error.Message}");
        }

        parsed.InvocationConfiguration.Error.WriteLine("cosmovisorctl help lists the commands.");
        return ExitCodes.Usage;
    }
}
