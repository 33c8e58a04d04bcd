using System.CommandLine;
using System.Globalization;
using Cosmovisor.Commands;
using Cosmovisor.LookAhead;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary><c>upgrade NAME --now</c>: a version that needs no height.</summary>
internal static class UpgradeNowCommands
{
    private const int ShortestTime = 20; // "2026-11-28T10:00:00Z"
    private const int OffsetLength = 6;

    public static Command Upgrade(SettingsSource source)
    {
        var name = new Argument<string>("NAME") { Description = "The version's name: its folder is upgrades/NAME." };
        var now = new Option<bool>("--now") { Description = "Let the running supervisor carry it out now: stop, switch, start." };
        var link = new Option<string?>("--link")
        {
            Description = "A link to the binary or archive, with ?checksum=, where it is not in place.",
            HelpName = "URL"
        };
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description = "Not before this time of this machine's clock, such as 2026-11-28T10:00:00Z.",
            HelpName = "TIME",
            CustomParser = Time
        };
        var force = new Option<bool>("--force") { Description = "Even if an upgrade of the chain is near." };
        var takeBack = new Option<bool>("--take-back")
        {
            Description = "The old version can read the new one's data: take the switch back if the new one dies."
        };
        var cancel = new Option<bool>("--cancel") { Description = "Cancel a request that has not begun." };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Say what an upgrade to it would do here, and what would stop it; nothing is changed."
        };
        var json = new Option<bool>("--json") { Description = "What --dry-run says, as JSON." };
        var command = new Command("upgrade", "Change to a version that needs no height, such as a patch release.")
        {
            name,
            now,
            link,
            at,
            force,
            takeBack,
            cancel,
            dryRun,
            json
        };

        command.SetAction(async (parsed, _) =>
        {
            using var context = new CommandContext(parsed.InvocationConfiguration.Output, source);

            if (parsed.GetValue(dryRun))
            {
                return new Option[] { now, link, at, force, takeBack, cancel }
                    .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { Name: var other }
                    ? throw new RefusedException($"--dry-run changes nothing, and {other} would; give one of them")
                    {
                        ExitCode = ExitCodes.Usage
                    }
                    : await new DryRunCommand(context.Home, context.Examination, context.DryRun, context.News, context.Output)
                        .RunAsync(parsed.GetRequiredValue(name), parsed.GetValue(json), Interrupts.Token);
            }

            if (parsed.GetValue(json))
            {
                throw new RefusedException("--json goes with --dry-run") { ExitCode = ExitCodes.Usage };
            }

            var upgrade = new UpgradeCommand(context.Home, new PlansNearby(context.Home, context.Data, TimeProvider.System),
                context.Prepare, context.Staging, context.News, context.Output);

            return parsed.GetValue(cancel) ? upgrade.Cancel(parsed.GetRequiredValue(name))
                : !parsed.GetValue(now)
                    ? throw new RefusedException(
                        "say what is to be done: --now lets the running supervisor change to it, --dry-run says what that would do. For an upgrade at a height use add-upgrade")
                    {
                        ExitCode = ExitCodes.Usage
                    }
                : await upgrade.RunAsync(parsed.GetRequiredValue(name), new UpgradeCommand.Wishes(
                    parsed.GetValue(link), parsed.GetValue(at), parsed.GetValue(force), parsed.GetValue(takeBack)), Interrupts.Token);
        });
        return command;
    }

    // Without its zone it would be another time to another reader.
    private static DateTimeOffset? Time(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;

        if (text.Length >= ShortestTime && (text[^1] == 'Z' || text[^OffsetLength] is '+' or '-')
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        result.AddError($"--at \"{text}\" is not a time with its zone, such as 2026-11-28T10:00:00Z.");
        return null;
    }
}
