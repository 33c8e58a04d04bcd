using System.Reflection;

namespace Cosmovisor.Agent;

/// <summary>What the program says of itself.</summary>
internal static class Help
{
    public const string Text =
        """
        cosmovisor-agent shows what a cosmovisor does: it reads the files in DAEMON_HOME/cosmovisor, and changes nothing, except for a fleet.

        Usage: cosmovisor-agent [--home DIR]...
               cosmovisor-agent notify --test [ADDRESS] [--home DIR]...   sends one notice to each address, or to this one alone, and prints the result of each
               cosmovisor-agent fleet COMMAND, the same as cosmovisorctl fleet COMMAND

          --home DIR   the home of a node; several are allowed. Without one, DAEMON_HOME
          --version    the version
          --help       this text

        Environment (one of COSMOVISOR_LISTEN, _METRICS_FILE, _NOTIFY, _NOTIFY_FILE and _FLEET must be set):
          COSMOVISOR_LISTEN             where to listen: 127.0.0.1:26680, [::1]:26680 or unix:/path
          COSMOVISOR_LISTEN_TOKEN_FILE  a file with the token that clients must show; needed where other machines can reach it
          COSMOVISOR_LISTEN_HOSTS       names, with commas between, by which it may be called besides localhost and IP addresses
          COSMOVISOR_METRICS_FILE       a file into which the metrics are written, for node_exporter's textfile collector
          COSMOVISOR_NODE_RPC           where the node is asked, if not where its own config.toml says
          COSMOVISOR_NOTIFY             addresses for notices, with commas between; docs/agent.md has their forms
          COSMOVISOR_NOTIFY_FILE        a file with such addresses, a line each
          COSMOVISOR_NOTIFY_LEVEL       info, warning or error: the lowest level that is sent
          COSMOVISOR_NOTIFY_SECRET_FILE a file with the secret that signs the bodies of webhooks
          COSMOVISOR_AGENT_STATE        where the agent keeps its own files; without it, cosmovisor/agent in the home
          COSMOVISOR_CUSTOM_ROOT, COSMOVISOR_CUSTOM_CURRENT_LINK   as cosmovisor has them, where one home is shown
          COSMOVISOR_FLEET              etcd://HOST:2379/NAME makes the homes members of a fleet; docs/fleet.md has the rest

        """;

    public static string Version => $"cosmovisor-agent {Number}";

    public static string Number => Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";
}
