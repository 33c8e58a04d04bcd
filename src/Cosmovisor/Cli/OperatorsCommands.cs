using System.CommandLine;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>The operator's tool: <c>cosmovisorctl COMMAND</c>.</summary>
internal static class OperatorsCommands
{
    public static int Run(string[] words)
    {
        words = ConfigChoice.TakeFrom(words);
        var parsed = Root().Parse(words is [] ? ["help"] : words);
        return parsed.Errors.Count > 0 ? Misused(parsed) : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Root() => new("Looks after the node that cosmovisor runs.")
    {
        Plain("version", "Print which cosmovisor this is.", output => output.Write(BuildInfo.Text)),
        SettingsCommands.Config(),
        SettingsCommands.Init(),
        Plain("help", "Print the commands and the settings.", HelpText.Write),
        StagingCommands.Prepare(),
        StagingCommands.Verify(),
        BackupCommands.Backup(),
        UpgradeCommands.History(),
        UpgradeCommands.Rollback(),
    };

    private static Command Plain(string name, string summary, Action<TextWriter> write)
    {
        var command = new Command(name, summary);
        command.SetAction(parsed => write(parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Misused(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"cosmovisorctl: {error.Message}");
        }

        parsed.InvocationConfiguration.Error.WriteLine("cosmovisorctl help lists the commands.");
        return ExitCodes.Usage;
    }
}
