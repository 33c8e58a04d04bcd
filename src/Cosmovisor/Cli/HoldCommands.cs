using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary><c>hold</c> and <c>release</c>: the supervisor waits before it starts the node.</summary>
internal static class HoldCommands
{
    public static Command Hold(SettingsSource source)
    {
        var name = new Argument<string>("NAME") { Description = "The hold's own name, to release it by." };
        var time = new Option<TimeSpan>("--for")
        {
            Description = "How long, such as 10m; a day at most.",
            HelpName = "TIME",
            Required = true,
            CustomParser = result =>
            {
                if (!GoDuration.Parse(result.Tokens[0].Value).IsOk(out var parsed, out var reason))
                {
                    result.AddError($"--for: {reason}.");
                }

                return parsed;
            },
        };
        var why = new Option<string>("--why")
        {
            Description = "The reason, which the log and status show.",
            HelpName = "TEXT",
            Required = true
        };
        var command = new Command("hold", "Let the supervisor wait before it starts the node again, until a time.") { name, time, why };

        command.SetAction(parsed =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return new HoldCommand(context.Home, TimeProvider.System, context.Output)
                .Run(parsed.GetRequiredValue(name), parsed.GetValue(time), parsed.GetRequiredValue(why));
        });
        return command;
    }

    public static Command Release(SettingsSource source)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The name that hold was given; status lists the holds in force.",
            CompletionSources = { new NamesInHome(source).Holds }
        };
        var command = new Command("release", "Take a hold away before its time.") { name };

        command.SetAction(parsed =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);
            return new ReleaseCommand(context.Home, TimeProvider.System, context.Output).Run(parsed.GetRequiredValue(name));
        });
        return command;
    }
}
