namespace Cosmovisor.Chain;

/// <summary>Where a node's RPC can be asked.</summary>
/// <param name="Root">What questions are put behind.</param>
/// <param name="Socket">The socket's file, where the RPC listens on one; null for TCP.</param>
internal sealed record RpcAddress(Uri Root, string? Socket)
{
    private const string UnixScheme = "unix://";

    /// <param name="listens">As CometBFT's config.toml says it in <c>rpc.laddr</c>: <c>tcp://127.0.0.1:26657</c>, without scheme, or
    /// <c>unix:///a/file</c>.</param>
    public static Parsed<RpcAddress> Parse(string listens)
    {
        if (listens.Length == 0)
        {
            return Parsed.Invalid<RpcAddress>("rpc.laddr is empty, which switches the node's RPC off");
        }

        if (listens.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            return listens[UnixScheme.Length..] is ['/', ..] path ? Parsed.Ok(new RpcAddress(new Uri("http://localhost"), path))
                : Wrong(listens);
        }

        var at = listens.IndexOf("://", StringComparison.Ordinal);
        var (scheme, address) = at < 0 ? ("tcp", listens) : (listens[..at], listens[(at + 3)..]);

        // Whoever listens everywhere can be asked at home. Go writes "everywhere" as no host at all, too.
        return scheme is "tcp" or "http" && Uri.TryCreate(
            $"http://{(address.StartsWith(':') ? $"0.0.0.0{address}" : address)}", UriKind.Absolute, out var root)
            && root is { PathAndQuery: "/", UserInfo: "", IsDefaultPort: false }
            ? Parsed.Ok(new RpcAddress(
                new UriBuilder("http", root.Host switch { "0.0.0.0" => "127.0.0.1", "[::]" => "[::1]", var host => host }, root.Port).Uri,
                Socket: null))
            : Wrong(listens);
    }

    /// <param name="url">Of another node of the chain, as its owner gives it: <c>https://rpc.example.org:443/a/token</c>.</param>
    public static Parsed<RpcAddress> ParseUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var root) && root is { Scheme: "http" or "https", Host.Length: > 0, Fragment: "" }
            ? Parsed.Ok(new RpcAddress(root, Socket: null))
            : Parsed.Invalid<RpcAddress>(
                $"{ForeignText.Printable(WithoutSecrets(root))} is not the address of an RPC; expected something like https://rpc.example.org");

    // Only what lies between "://" and the path cannot be a secret, and only where it is certain that this is a host.
    private static string WithoutSecrets(Uri? url) =>
        url is { Host.Length: > 0, Scheme: "ftp" or "ws" or "wss" or "http" or "https" or "tcp" }
            ? $"\"{url.Scheme}://{url.Authority}{(url.PathAndQuery is "/" or "" && url is { UserInfo: "", Fragment: "" } ? "" : "/***")}\""
        : "it (not repeated, for it may hold a secret)";

    /// <param name="address">Of this home's own node, as an operator gives it: <c>unix:///run/rpc.sock</c>, <c>tcp://127.0.0.1:26657</c>,
    /// or a URL with path, token or password.</param>
    /// <remarks>What is wrong with it is said without it: it may hold a secret.</remarks>
    public static Parsed<RpcAddress> ParseOwn(string address) =>
        (address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal)
            ? ParseUrl(address) : Parse(address)).IsOk(out var own, out _)
            ? Parsed.Ok(own)
            : Parsed.Invalid<RpcAddress>(
                "must be the address of the node's RPC, such as http://127.0.0.1:26657, https://HOST/PATH or unix:///run/node/rpc.sock");

    /// <summary>An address, or several with commas between, as may be shown: what follows the host is hidden.</summary>
    public static string Shown(string addresses) => string.Join(',', addresses.Split(',').Select(address =>
        address.Trim() is var one && ParseOwn(one).IsOk(out var rpc, out _)
            ? $"{(rpc.Socket is null ? rpc : $"unix://{rpc}")}{(rpc.Root is { PathAndQuery: "/", UserInfo: "" } ? "" : "/***")}"
            : "***"));

    /// <summary>Where a question is asked. An address may have a path of its own, and a token in its query.</summary>
    /// <param name="path">Begins with a slash.</param>
    public Uri Question(string path)
    {
        var own = Root.Query.TrimStart('?');
        var whole = own.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{own}";
        return new Uri($"{Root.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}{Root.AbsolutePath.TrimEnd('/')}{whole}");
    }

    /// <summary>Without path, query and password: they may be what only its user should know.</summary>
    public override string ToString() => Socket ?? Root.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static Parsed<RpcAddress> Wrong(string listens) =>
        Parsed.Invalid<RpcAddress>($"rpc.laddr is \"{listens}\"; expected something like tcp://127.0.0.1:26657 or unix:///path");
}
