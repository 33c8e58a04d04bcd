using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Logging;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary><c>config</c> and <c>init</c>: what is set, and the first home.</summary>
internal static class SettingsCommands
{
    public static Command Config(InvokedAs call)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("config", "Print every setting, its value and where it came from.") { json };

        command.SetAction(parsed =>
        {
            var (settings, complaints) = CheckedSettings.Look(call);
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

            if (parsed.GetValue(json))
            {
                output.Write($"{ConfigReport.Json(settings, complaints)}\n");
            }
            else
            {
                ConfigText.Write(output, settings);
            }

            foreach (var remark in settings.IsContractAssumed && complaints.Count == 0 ? [.. settings.Warnings, settings.AssumedContract] : settings.Warnings)
            {
                error.Write($"{ProgramName.Of(call)}: {remark}\n");
            }

            return complaints.Count == 0 ? ExitCodes.Done : throw CheckedSettings.Refusal(complaints);
        });
        return command;
    }

    public static Command Init(InvokedAs call)
    {
        var path = new Argument<string>("PATH") { Description = "The daemon's first binary." };
        var yes = new Option<bool>("--yes") { Description = "Overwrite a config.toml without asking." };
        var command = new Command("init", "Make the folders of a home, put its first binary in place, and write its config.toml.") { path, yes };

        command.SetAction(parsed =>
        {
            var binary = InitCommand.Checked(parsed.GetRequiredValue(path));
            var (settings, complaints) = CheckedSettings.LookAtWords(call);

            if (complaints.Count > 0)
            {
                throw CheckedSettings.Refusal(complaints);
            }

            if (settings.IsContractAssumed)
            {
                parsed.InvocationConfiguration.Error.Write($"{ProgramName.Of(call)}: {settings.AssumedContract}\n");
            }

            new InitCommand(settings, StandardErrorLog.For(settings), question => parsed.GetValue(yes) || CommandContext.Ask(parsed.InvocationConfiguration.Error, question)).Make(binary);
            return ExitCodes.Done;
        });
        return command;
    }
}
