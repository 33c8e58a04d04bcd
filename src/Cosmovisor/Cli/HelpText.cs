using System.CommandLine;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>What <c>help</c> prints. The commands come from their tree, the settings from their table.</summary>
internal static class HelpText
{
    public static void Write(TextWriter output, Command root)
    {
        output.Write(
            """
            cosmovisor runs a Cosmos node and upgrades it when its chain says so.

            Usage:
              cosmovisor ARGS...        run the current daemon with exactly ARGS (classic contract)
              cosmovisor run ARGS...    the same, with our log on standard error (sdk contract)
              cosmovisorctl [--node NAME] COMMAND
                                        one of cosmovisor's own, with the settings of the environment, or of the unit cosmovisor@NAME:

            """);

        foreach (var command in root.Subcommands.SelectMany(Leaves))
        {
            output.Write($"\n  {Usage(command.Command, command.Path)}\n      {command.Command.Description}\n");
        }

        output.Write(
            """

            With any of them, -c FILE or --cosmovisor-config FILE: that config.toml instead of the home's. help COMMAND prints more.

            cosmovisor add-upgrade, add-batch-upgrade, prepare-upgrade and show-upgrade-info are these too; init, config, version and help
            are the daemon's unless there is none yet, the home has a cosmovisor/config.toml, or COSMOVISOR_PROFILE is sdk.

            Settings (environment variables, or config.toml in lower case; a default in brackets):

            """);

        foreach (var setting in SettingTable.All)
        {
            var inSdk = setting.SdkDefault is { } sdk ? $"; {sdk} with run" : "";
            var fallback = setting.Default.Length > 0 ? $" [{setting.Default}{inSdk}]" : "";
            output.Write($"  {setting.Variable}\n      {setting.Summary}{fallback}\n");
        }

        output.Write(
            """

            Exit codes of our own: 64 misused, 66 no such binary, 70 upgrade failed, 75 another cosmovisor has this home, 78 wrong settings.
            All others are the daemon's; 128+N when signal N killed it.

            """);
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [(command.Name, command)] : command.Subcommands.Select(sub => ($"{command.Name} {sub.Name}", sub));

    private static string Usage(Command command, string path) =>
        string.Join(' ', [path, .. command.Arguments.Select(Shown), .. command.Options.Select(Shown)]);

    private static string Shown(Argument argument) => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}...]" : argument.Name;

    private static string Shown(Option option)
    {
        var value = option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? "N"}";
        return option.Required ? $"{option.Name}{value}" : $"[{option.Name}{value}]";
    }
}
