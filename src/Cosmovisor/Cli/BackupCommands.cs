using System.CommandLine;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary><c>backup create | list | verify | restore | prune</c>.</summary>
/// <param name="source">Of the settings.</param>
internal sealed class BackupCommands(SettingsSource source)
{
    public Command Backup() => new(
        "backup", "Take, list, check, restore and remove backups of the node's data.") { Create(), List(), Verify(), Restore(), Prune() };

    private Command Create()
    {
        var name = new Option<string?>("--name") { Description = "The name of the backup; without it, the time.", HelpName = "NAME" };
        return On(new Command("create", "Take a backup now; the node must be stopped.") { name }, (context, parsed, ct) =>
        {
            using var progress = new ProgressLine(context.Output, CommandContext.IsTerminal);
            return new BackupCreateCommand(context.Home, context.Backups, context.News, context.Output, context.Commands)
                .Run(parsed.GetValue(name), DateTimeOffset.UtcNow, progress, ct);
        });
    }

    private Command List()
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        return On(new Command("list", "List the backups.") { json },
            (context, parsed) => new BackupListCommand(context.Home, context.Backups, context.Output).Run(parsed.GetValue(json)));
    }

    private Command Verify()
    {
        var name = Name();
        var deep = new Option<bool>("--deep") { Description = "Read shared files too." };
        return On(new Command("verify", "Compare a backup with its manifest, which was written when it was taken.") { name, deep }, (
            context, parsed, ct) =>
            new BackupVerifyCommand(context.Home, context.Backups, context.Output)
                .Run(parsed.GetRequiredValue(name), parsed.GetValue(deep), ct));
    }

    private Command Restore()
    {
        var name = Name();
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var oldSignState = new Option<bool>("--unsafe-old-sign-state")
        {
            Description = "Take the backup's priv_validator_state.json even if a newer one is here. Invites double-signing."
        };
        var to = new Option<string?>("--to")
        {
            Description = "The folder to replace, where it is not this home's data folder.",
            HelpName = "FOLDER"
        };
        var half = new Option<bool>("--half")
        {
            Description = "Restore it although databases that the node keeps elsewhere are not in it."
        };
        return On(new Command(
            "restore",
            "Put a backup back in its place; the node must be stopped.") { name, yes, oldSignState, to, half }, (context, parsed, ct) =>
        {
            using var progress = new ProgressLine(context.Output, CommandContext.IsTerminal);
            var old = parsed.GetValue(oldSignState);
            var options = new RestoreOptions(old, context.Backups.Mode, old ? SignState.FileName
                : context.NodeConfig.SignStateBelow(context.Data))
            {
                To = parsed.GetValue(to) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
                Half = parsed.GetValue(half),
            };
            return new BackupRestoreCommand(context.Home, context.Backups, context.News, context.Output, context.Ask)
                .Run(parsed.GetRequiredValue(name), options, parsed.GetValue(yes), progress, ct);
        });
    }

    private Command Prune()
    {
        var keep = NumberOption.Count("--keep", "How many of the newest stay.");
        return On(new Command("prune", "Remove the oldest backups.") { keep }, (context, parsed) =>
            new BackupPruneCommand(context.Home, context.Backups, context.News, context.Output).Run(parsed.GetRequiredValue(keep)));
    }

    private Argument<string> Name() =>
        new("NAME") { Description = "The name, as backup list shows it.", CompletionSources = { new NamesInHome(source).Backups } };

    private Command On(Command command, Func<CommandContext, ParseResult, int> run)
    {
        command.SetAction(parsed =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return run(context, parsed);
        });
        return command;
    }

    // Those that end at once when they are asked to.
    private Command On(Command command, Func<CommandContext, ParseResult, CancellationToken, int> run) =>
        On(command, (context, parsed) => run(context, parsed, Interrupts.Token));
}
