using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Logging;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary><c>config</c>, <c>version</c> and <c>init</c>: what is set, which programs these are, and the first home.</summary>
internal static class SettingsCommands
{
    public static Command Config(SettingsSource source)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("config", "Print every setting, its value and where it came from.") { json };

        command.SetAction(parsed =>
        {
            var (settings, complaints) = CheckedSettings.Look(source);
            return new ConfigCommand(settings, complaints, parsed.InvocationConfiguration.Output, Remarks(parsed, source))
                .Run(parsed.GetValue(json));
        });
        return command;
    }

    public static Command Version(SettingsSource source)
    {
        var format = new Option<string>("--output", "-o")
        {
            Description = "text or json.",
            HelpName = "text|json",
            DefaultValueFactory = _ => "text"
        };
        _ = format.AcceptOnlyFromAmong("text", "json");
        var only = new Option<bool>("--cosmovisor-only") { Description = "Leave the daemon out; needs no settings." };
        var rest = new Argument<string[]>("ARGS")
        {
            Description = "For the daemon's own version command.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command("version", "Print which cosmovisor this is, and which daemon it runs.") { format, only, rest };

        command.SetAction(parsed =>
            new VersionCommand(source, parsed.InvocationConfiguration.Output, Remarks(parsed, source))
                .Run(parsed.GetValue(format) == "json", parsed.GetValue(only), parsed.GetValue(rest) ?? []));
        return command;
    }

    public static Command Init(SettingsSource source)
    {
        var path = new Argument<string>("PATH") { Description = "The daemon's first binary." };
        var yes = new Option<bool>("--yes") { Description = "Overwrite a config.toml without asking." };
        var command = new Command("init", "Make the folders of a home, put its first binary in place, and write its config.toml.")
        {
            path,
            yes
        };

        command.SetAction(parsed =>
        {
            var binary = InitCommand.Checked(parsed.GetRequiredValue(path));
            var (settings, complaints) = CheckedSettings.LookAtWords(source);

            if (complaints.Count > 0)
            {
                throw CheckedSettings.Refusal(complaints);
            }

            if (settings.IsContractAssumed)
            {
                parsed.InvocationConfiguration.Error.Write($"{ProgramName.Of(source.Call)}: {settings.AssumedContract}\n");
            }

            new InitCommand(settings, StandardErrorLog.For(settings), question => parsed.GetValue(yes)
                || CommandContext.Ask(parsed.InvocationConfiguration.Error, question)).Make(binary);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Action<string> Remarks(ParseResult parsed, SettingsSource source) =>
        remark => parsed.InvocationConfiguration.Error.Write($"{ProgramName.Of(source.Call)}: {remark}\n");
}
