using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary><c>history</c> and <c>rollback</c>: what upgrades have been, and the way back from one.</summary>
internal static class UpgradeCommands
{
    public static Command History(SettingsSource source)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("history", "List the upgrades this home has been through, and the one that is not over.") { json };

        command.SetAction(parsed =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return new HistoryCommand(context.Home, context.News, context.Output).Run(parsed.GetValue(json));
        });
        return command;
    }

    public static Command Rollback(SettingsSource source)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var command = new Command(
            "rollback", "Go back to the previous binary, if its data is still as it left it; the node must be stopped.") { yes };

        command.SetAction(parsed =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return new RollbackCommand(context.Home, context.Backups, context.News, context.Output, context.Ask).Run(parsed.GetValue(yes));
        });
        return command;
    }
}
