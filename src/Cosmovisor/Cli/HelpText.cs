using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>What <c>cosmovisorctl help</c> prints. The settings come from their table.</summary>
internal static class HelpText
{
    public static void Write(TextWriter output)
    {
        output.Write(
            """
            cosmovisor runs a Cosmos node and upgrades it when its chain says so.

            Usage:
              cosmovisor ARGS...            run the current daemon with exactly ARGS (classic contract)
              cosmovisor run ARGS...        the same, with our log on standard error (sdk contract)
              cosmovisorctl version         which cosmovisor this is
              cosmovisorctl config          every setting, its value and where it came from
              cosmovisorctl prepare NAME [--info JSON|LINK] [--link URL]
                                            download, check and put in place the binary of an upgrade, days ahead
              cosmovisorctl verify NAME     whether that binary could be started here
              cosmovisorctl backup create [--name NAME] | list [--json] | verify NAME [--deep] |
                                   restore NAME [--yes] | prune --keep N
              cosmovisorctl help            this text

            Settings (environment variables; a default in brackets):

            """);

        foreach (var setting in SettingTable.All)
        {
            var inSdk = setting.SdkDefault is { } sdk ? $"; {sdk} with run" : "";
            var fallback = setting.Default.Length > 0 ? $" [{setting.Default}{inSdk}]" : "";
            output.Write($"  {setting.Variable}\n      {setting.Summary}{fallback}\n");
        }

        output.Write(
            """

            Exit codes of our own: 66 no such binary, 70 upgrade failed, 75 another cosmovisor has this home, 78 wrong settings.
            All others are the daemon's; 128+N when signal N killed it.

            """);
    }
}
