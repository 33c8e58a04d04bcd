using Cosmovisor.Chain;
using Cosmovisor.Fleet;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Settings;

/// <summary>The door for options and environment: behind it nobody sees a string of theirs.</summary>
/// <param name="variable">A variable of the environment; null when it is not set.</param>
/// <param name="readFile">The text of a file, or why it cannot be read.</param>
internal sealed class SettingsReader(Func<string, string?> variable, Func<string, Parsed<string>> readFile)
{
    private readonly List<string> _complaints = [];

    /// <summary>The settings, or everything that is wrong with them, a line each.</summary>
    /// <param name="arguments">Of the command line.</param>
    /// <param name="address">The only address for notices, in place of the environment's; null for those.</param>
    public Parsed<AgentSettings> Read(IReadOnlyList<string> arguments, string? address = null)
    {
        var homes = Homes(arguments);
        var listen = Listen();
        var token = Token();
        var hosts = (Variable("COSMOVISOR_LISTEN_HOSTS") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        if (listen is { IsPublic: true } && Variable("COSMOVISOR_LISTEN_TOKEN_FILE") is null)
        {
            _ = Complain<string>(
                "COSMOVISOR_LISTEN is an address that other machines can reach: it needs a token. Put one into a file and name it in COSMOVISOR_LISTEN_TOKEN_FILE");
        }

        var settings = new AgentSettings(homes, listen, token, [.. hosts.Select(host => host.ToLowerInvariant())])
        {
            MetricsFile = Path("COSMOVISOR_METRICS_FILE"),
            StateFolder = Path("COSMOVISOR_AGENT_STATE") ?? Variable("STATE_DIRECTORY")?.Split(':')[0],
            NodeRpc = NodeRpc(homes.Length),
            Notify = Notify(address),
            CustomRoot = OfOneHome("COSMOVISOR_CUSTOM_ROOT", homes.Length),
            CustomCurrentLink = OfOneHome("COSMOVISOR_CUSTOM_CURRENT_LINK", homes.Length),
            NotifyLevel = NotifyLevel(),
            NotifySecret = Variable("COSMOVISOR_NOTIFY_SECRET") ?? Secret(),
        };

        if (_complaints.Count == 0
            && settings is { Listen: null, MetricsFile: null, Notify: [] }
            && Variable(FleetVariables.Address) is null)
        {
            _ = Complain<string>(
                "nothing to do: set COSMOVISOR_LISTEN (127.0.0.1:26680 answers on this machine alone), COSMOVISOR_METRICS_FILE, COSMOVISOR_NOTIFY or COSMOVISOR_FLEET");
        }

        return _complaints.Count > 0 ? Parsed.Invalid<AgentSettings>(string.Join('\n', _complaints)) : Parsed.Ok(settings);
    }

    // No default: nothing listens on a machine because a program was installed there.
    private ListenAddress? Listen() => Variable("COSMOVISOR_LISTEN") is not { } text ? null
        : ListenAddress.Parse(text).IsOk(out var address, out var reason) ? address : Complain<ListenAddress>(reason);

    private string? Path(string name) => Variable(name) is not { } path ? null
        : path.StartsWith('/') ? path : Complain<string>($"{name} is {ForeignText.Quote(path)}; expected an absolute path");

    private RpcAddress? NodeRpc(int homes) => Variable("COSMOVISOR_NODE_RPC") is not { } text ? null
        : homes > 1 ? Complain<RpcAddress>(
            "COSMOVISOR_NODE_RPC names one node, and there are several homes; leave it out, each home's config.toml says where its node is")
        : RpcAddress.ParseOwn(text).IsOk(out var address, out var reason) ? address
        : Complain<RpcAddress>($"COSMOVISOR_NODE_RPC {reason}");

    private string? OfOneHome(string name, int homes) =>
        Variable(name) is not null && homes > 1
            ? Complain<string>($"{name} is for one home, and there are several; run an agent for each of them") : Path(name);

    private List<NoticeAddress> Notify(string? only)
    {
        var texts = (Variable("COSMOVISOR_NOTIFY")
            ?? "").Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select((text, i) => (Place: $"COSMOVISOR_NOTIFY, address {i + 1}", Text: text)).ToList();

        if (only is not null)
        {
            texts = [(Place: "the address", Text: only)];
        }
        else if (Variable("COSMOVISOR_NOTIFY_FILE") is { } file)
        {
            var lines = readFile(file).IsOk(out var content, out var reason) ? content
                : Complain<string>($"COSMOVISOR_NOTIFY_FILE: {file} {reason}") ?? "";
            texts.AddRange(lines.Split('\n').Select((line, i) => (Place: $"{file} line {i + 1}", Text: line.Trim())).Where(
                line => line.Text is not ("" or ['#', ..])));
        }

        var addresses = new List<NoticeAddress>();

        foreach (var (place, text) in texts)
        {
            if (NoticeAddress.Parse(text).IsOk(out var address, out var reason))
            {
                addresses.Add(address);
            }
            else
            {
                _ = Complain<string>($"{place}: {reason}");
            }
        }

        return [.. addresses.DistinctBy(address => address.Id)];
    }

    private LogLevel? NotifyLevel()
    {
        if (Variable("COSMOVISOR_NOTIFY_LEVEL") is not { } word)
        {
            return null;
        }

        if (NoticeAddress.ParseLevel(word).IsOk(out var level, out var reason))
        {
            return level;
        }

        _ = Complain<string>($"COSMOVISOR_NOTIFY_LEVEL: {reason}");
        return null;
    }

    private string? Secret() => Variable("COSMOVISOR_NOTIFY_SECRET_FILE") is not { } file ? null
        : !readFile(file).IsOk(out var text, out var reason) ? Complain<string>($"COSMOVISOR_NOTIFY_SECRET_FILE: {file} {reason}")
        : text.Trim() is { Length: > 0 } secret ? secret : Complain<string>($"COSMOVISOR_NOTIFY_SECRET_FILE: {file} is empty");

    private string[] Homes(IReadOnlyList<string> arguments)
    {
        var homes = new List<string>();

        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--home" && i + 1 < arguments.Count)
            {
                homes.Add(arguments[++i]);
            }
            else if (arguments[i].StartsWith("--home=", StringComparison.Ordinal))
            {
                homes.Add(arguments[i]["--home=".Length..]);
            }
            else
            {
                _ = Complain<string>(
                    $"{ForeignText.Quote(arguments[i])} is not an option of cosmovisor-agent, or lacks its value; see cosmovisor-agent --help");
            }
        }

        if (homes.Count == 0 && Variable("DAEMON_HOME") is { } home)
        {
            homes.Add(home);
        }

        if (homes.Count == 0 && _complaints.Count == 0)
        {
            _ = Complain<string>("no home: give one by --home DIR (several are allowed), or set DAEMON_HOME");
        }

        foreach (var relative in homes.Where(path => !path.StartsWith('/')))
        {
            _ = Complain<string>($"the home {ForeignText.Quote(relative)} is not an absolute path");
        }

        return [.. homes.Select(path => path.Length > 1 ? path.TrimEnd('/') : path).Distinct(StringComparer.Ordinal)];
    }

    private string? Token()
    {
        if (Variable("COSMOVISOR_LISTEN_TOKEN_FILE") is not { } file)
        {
            return null;
        }

        return !readFile(file).IsOk(out var text, out var reason) ? Complain<string>($"COSMOVISOR_LISTEN_TOKEN_FILE: {file} {reason}")
            : text.Trim() is { Length: >= 16 } token && token.All(letter => letter is > ' ' and < '\x7f') ? token
            : Complain<string>(
                $"COSMOVISOR_LISTEN_TOKEN_FILE: {file} must hold one word of 16 letters or more; openssl rand -hex 32 makes one");
    }

    // An empty variable is one that is not set, as everywhere in this product.
    private string? Variable(string name) => variable(name) is { Length: > 0 } value ? value : null;

    private T? Complain<T>(string complaint)
        where T : class
    {
        _complaints.Add(complaint);
        return null;
    }
}
