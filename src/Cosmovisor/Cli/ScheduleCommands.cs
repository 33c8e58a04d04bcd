using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>
/// <c>add-upgrade</c>, <c>add-batch-upgrade</c>, <c>prepare-upgrade</c>, <c>show-upgrade-info</c> of the SDK's cosmovisor, and
/// <c>schedule</c>.
/// </summary>
/// <param name="source">Of the settings: called as the SDK's cosmovisor, its contract holds, whatever the home says.</param>
internal sealed class ScheduleCommands(SettingsSource source)
{
    private readonly Option<bool> _restart = new("--restart-now")
    {
        Description = "Restart the node that runs now, so that it is run up to the height."
    };

    public Command AddUpgrade()
    {
        var (name, path) = (
            new Argument<string>("NAME") { Description = "The upgrade's name." },
            new Argument<string>("PATH") { Description = "The new binary." });
        var force = new Option<bool>("--force") { Description = "Replace what is there under that name." };
        var height = NumberOption.Height(
            "--upgrade-height", "Run the node up to this height and upgrade it there; without it the upgrade waits for the chain's plan.");

        return On(new Command("add-upgrade", "Put the binary of an upgrade in place, and schedule it if a height is given.")
        {
            name,
            path,
            force,
            height,
            _restart
        }, (context, parsed, ct) =>
            new AddUpgradeCommand(context.Scheduling).RunAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(path),
                parsed.GetValue(height), parsed.GetValue(force), parsed.GetValue(_restart), ct));
    }

    public Command AddBatch()
    {
        var triples = new Argument<string[]>("NAME:PATH:HEIGHT")
        {
            Description = "Upgrades, one argument each.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var list = new Option<string?>("--upgrade-list")
        {
            Description = "The same in one word, with commas between.",
            HelpName = "NAME:PATH:HEIGHT,…"
        };
        var file = new Option<string?>("--upgrade-file")
        {
            Description = "A file of lines name,path,height, or a JSON list of {name, path, height}.",
            HelpName = "FILE"
        };
        var force = new Option<bool>("--force") { Description = "Replace even the binary of the version that runs." };

        return On(new Command("add-batch-upgrade", "Put the binaries of several upgrades in place and schedule them, all or none.")
        {
            triples,
            list,
            file,
            force,
            _restart
        }, (context, parsed, ct) =>
            new AddBatchUpgradeCommand(context.Scheduling).RunAsync(parsed.GetValue(triples) ?? [], parsed.GetValue(list),
                parsed.GetValue(file), parsed.GetValue(force), parsed.GetValue(_restart), ct));
    }

    public Command PrepareUpgrade() => On(new Command(
        "prepare-upgrade", "Download and check the binary of the upgrade that comes next, ahead of its height."), (context, _, ct) =>
        new PrepareUpgradeCommand(context.Home, context.Data, context.Node, context.Staging, context.StagingWork, context.News,
            context.Output, CommandContext.IsTerminal).PrepareAsync(ct));

    public Command ShowUpgradeInfo() => On(new Command(
        "show-upgrade-info", "Print the chain's plan file, or else the next upgrade that is known of."), (context, parsed) =>
        new ShowUpgradeInfoCommand(context.Home, context.Data, context.Output, warning => parsed.InvocationConfiguration.Error.Write(
            $"{ProgramName.Of(source.Call)}: {warning}\n")).Run());

    public Command Schedule()
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var name = new Argument<string>("NAME")
        {
            Description = "The name, as schedule list shows it.",
            CompletionSources = { new NamesInHome(source).Schedule }
        };

        return new Command("schedule", "What is to happen at heights of your own: list it, and take something off it.")
        {
            On(new Command("list", "List it, the next upgrade first.") { json },
                (context, parsed) => new ScheduleListCommand(context.Home, context.Output).Run(parsed.GetValue(json))),
            On(new Command("remove", "Take an upgrade off the schedule.") { name, _restart }, (context, parsed) =>
                new ScheduleRemoveCommand(context.Home, context.Data, context.News, context.Output) { Ask = context.AskAtATerminal }
                    .Run(parsed.GetRequiredValue(name), parsed.GetValue(_restart))),
        };
    }

    private Command On(Command command, Func<CommandContext, ParseResult, int> run) =>
        On(command, (context, parsed, _) => Task.FromResult(run(context, parsed)));

    private Command On(Command command, Func<CommandContext, ParseResult, CancellationToken, Task<int>> run)
    {
        command.SetAction(async (parsed, _) =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return await run(context, parsed, Interrupts.Token);
        });
        return command;
    }
}
