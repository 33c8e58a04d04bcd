using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Events;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary><c>status</c>, <c>look-ahead</c> and <c>doctor</c>: what upgrades come, and whether they would succeed here.</summary>
internal static class LookAheadCommands
{
    public static Command LookAhead(SettingsSource source)
    {
        var json = new Option<bool>("--json") { Description = "As outlook.json has it." };
        var command = new Command(
            "look-ahead", "Ask the chain what upgrades come, get ready for the decided ones, and say what would stop them.") { json };

        command.SetAction(async (parsed, _) =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return await LookAheadCommand.RunAsync(context.Looking, parsed.GetValue(json), context.Output, Interrupts.Token);
        });
        return command;
    }

    public static Command Status(SettingsSource source)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var watch = new Option<bool>("--watch") { Description = "Draw it again whenever it changes, until Ctrl-C." };
        var all = new Option<string[]>("--all")
        {
            Description = "A line for each home below these folders.",
            HelpName = "DIR",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore
        };
        var alive = new Option<bool>("--alive")
        {
            Description = "One word: ok, with 0, while the supervisor lives and the node runs, is started again or is upgraded."
        };
        var command = new Command("status", "Print the state of this home: node, next upgrade, last upgrade.") { json, watch, alive, all };

        command.SetAction(parsed =>
        {
            if (parsed.GetValue(all) is { Length: > 0 } folders)
            {
                return new StatusAllCommand(parsed.InvocationConfiguration.Output).Run(folders, parsed.GetValue(json));
            }

            // A folder that has gone since the start makes a setting wrong, and no supervisor dead.
            if (parsed.GetValue(alive) && CheckedSettings.LookAtWords(source).Settings is var settings
                && SettingTable.Home.WhatIsWrong(settings.Text(SettingTable.Home)) is null)
            {
                return new StatusCommand(new StatusFacts(settings.Home, placing: null, new News()), parsed.InvocationConfiguration.Output)
                    .RunAlive();
            }

            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            var status = new StatusCommand(new StatusFacts(context.Home, context.Backups.Placing, context.News), context.Output);
            return parsed.GetValue(watch) ? status.Watch(Interrupts.Token) : status.Run(parsed.GetValue(json));
        });
        return command;
    }

    public static Command Doctor(SettingsSource source)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "An upgrade's name; the next one that comes when it is left out.",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { new NamesInHome(source).Upgrades }
        };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("doctor", "Check whether an upgrade would succeed here, and say how to correct what would stop it.")
        {
            name,
            json
        };

        command.SetAction(async (parsed, _) =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return await DoctorCommand.RunAsync(
                context.Examination, parsed.GetValue(name), parsed.GetValue(json), context.Output, Interrupts.Token);
        });
        return command;
    }
}
