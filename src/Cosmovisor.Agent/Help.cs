using System.Reflection;

namespace Cosmovisor.Agent;

/// <summary>What the program says of itself.</summary>
internal static class Help
{
    public const string Text =
        """
        cosmovisor-agent shows what a cosmovisor does: it reads the files in DAEMON_HOME/cosmovisor, and changes nothing.

        Usage: cosmovisor-agent [--home DIR]...

          --home DIR   the home of a node; several are allowed. Without one, DAEMON_HOME
          --version    the version
          --help       this text

        Environment:
          COSMOVISOR_LISTEN             where to listen: 127.0.0.1:26680, [::1]:26680 or unix:/path; it must be set
          COSMOVISOR_LISTEN_TOKEN_FILE  a file with the token that clients must show; needed where other machines can reach it
          COSMOVISOR_LISTEN_HOSTS       names, with commas between, by which it may be called besides localhost and IP addresses

        """;

    public static string Version => $"cosmovisor-agent {Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}";
}
