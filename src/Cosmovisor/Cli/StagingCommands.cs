using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary><c>prepare</c> and <c>verify</c>: a new binary by hand, days ahead.</summary>
internal static class StagingCommands
{
    public static Command Prepare(SettingsSource source)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The upgrade's name, as the plan has it.",
            CompletionSources = { new NamesInHome(source).Upgrades }
        };
        var info = new Option<string?>("--info") { Description = "The plan's info: its JSON, or a link to it.", HelpName = "JSON|LINK" };
        var link = new Option<string?>("--link")
        {
            Description = "A link to the binary or archive itself, with ?checksum=.",
            HelpName = "URL"
        };
        var command = new Command("prepare", "Download, check and put in place the binary of an upgrade.") { name, info, link };

        command.SetAction(async (parsed, _) =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return await context.Prepare.RunAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(info), parsed.GetValue(link), Interrupts.Token);
        });
        return command;
    }

    public static Command Verify(SettingsSource source)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "An upgrade's name, or genesis.",
            CompletionSources = { new NamesInHome(source).Versions }
        };
        var command = new Command("verify", "Check whether the binary of an upgrade can be started here, and start it once.")
        {
            name
        };

        command.SetAction(parsed =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return new VerifyCommand(context.Home, context.Staging, context.StagingWork, context.News, context.Output)
                .Run(parsed.GetRequiredValue(name), Interrupts.Token);
        });
        return command;
    }
}
