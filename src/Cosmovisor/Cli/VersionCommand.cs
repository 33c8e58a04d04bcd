using System.CommandLine;
using Cosmovisor.Commands;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Running;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

using Command = System.CommandLine.Command;

namespace Cosmovisor.Cli;

/// <summary><c>version [-o json] [--cosmovisor-only]</c>, as the SDK's cosmovisor has it: ours and the daemon's.</summary>
internal static class VersionCommand
{
    /// <param name="call">How we were called: the operator's tool, asked in plain text, speaks of us alone and at more length.</param>
    public static Command Of(InvokedAs call)
    {
        var format = new Option<string>("--output", "-o") { Description = "text or json.", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        _ = format.AcceptOnlyFromAmong("text", "json");
        var only = new Option<bool>("--cosmovisor-only") { Description = "Leave the daemon out; needs no settings." };
        var rest = new Argument<string[]>("ARGS") { Description = "For the daemon's own version command.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("version", "Print which cosmovisor this is, and which daemon it runs.") { format, only, rest };

        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            return (parsed.GetValue(format), parsed.GetValue(only)) switch
            {
                ("json", true) => Write(output, DaemonVersion.Text(BuildInfo.Version, app: null)),
                ("json", _) when Missing(call) is { } missing => Alone(parsed, call, DaemonVersion.Text(BuildInfo.Version, app: null), missing),
                ("json", false) => Write(output, Json(call)),
                (_, true) => Write(output, Ours),
                _ when call == InvokedAs.OperatorsTool => Write(output, BuildInfo.Text),
                _ when Missing(call) is { } missing => Alone(parsed, call, Ours, missing),
                _ => OursAndTheDaemons(output, parsed.GetValue(rest) ?? []),
            };
        });
        return command;
    }

    private static string Ours => $"cosmovisor version: {BuildInfo.Version}\n";

    // An image is asked for it before anything is set.
    private static string? Missing(InvokedAs call) => new[] { SettingTable.Home, SettingTable.Name }.FirstOrDefault(CheckedSettings.LookAtWords(call).Settings.IsMissing)?.Variable;

    private static int Alone(ParseResult parsed, InvokedAs call, string text, string missing)
    {
        parsed.InvocationConfiguration.Error.Write($"{ProgramName.Of(call)}: {missing} is not set, so no daemon was asked for its version\n");
        return Write(parsed.InvocationConfiguration.Output, text);
    }

    // The daemon answers in our place: its streams and its code are the command's.
    private static int OursAndTheDaemons(TextWriter output, string[] arguments)
    {
        _ = Write(output, Ours);
        output.Flush();
        return RunCommand.Run(CheckedSettings.Read(InvokedAs.Run), [NativeStrings.Bytes("version"), .. arguments.Select(NativeStrings.Bytes)], isRun: true);
    }

    private static string Json(InvokedAs call)
    {
        var home = CheckedSettings.Read(call).Home;
        return DaemonVersion.Json(home, new CurrentLink(home).Read(), BuildInfo.Version);
    }

    private static int Write(TextWriter output, string text)
    {
        output.Write(text);
        return ExitCodes.Done;
    }
}
