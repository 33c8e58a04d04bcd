namespace Cosmovisor.Chain;

/// <summary>Where a node's RPC can be asked.</summary>
/// <param name="Root">What questions are put behind.</param>
/// <param name="Socket">The socket's file, where the RPC listens on one; null for TCP.</param>
internal sealed record RpcAddress(Uri Root, string? Socket)
{
    private const string UnixScheme = "unix://";

    /// <param name="listens">As CometBFT's config.toml says it in <c>rpc.laddr</c>: <c>tcp://127.0.0.1:26657</c>, without scheme, or <c>unix:///a/file</c>.</param>
    public static Parsed<RpcAddress> Parse(string listens)
    {
        if (listens.Length == 0)
        {
            return Parsed.Invalid<RpcAddress>("rpc.laddr is empty, which switches the node's RPC off");
        }

        if (listens.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            return listens[UnixScheme.Length..] is ['/', ..] path ? Parsed.Ok(new RpcAddress(new Uri("http://localhost"), path)) : Wrong(listens);
        }

        var at = listens.IndexOf("://", StringComparison.Ordinal);
        var (scheme, address) = at < 0 ? ("tcp", listens) : (listens[..at], listens[(at + 3)..]);

        // Whoever listens everywhere can be asked at home. Go writes "everywhere" as no host at all, too.
        return scheme is "tcp" or "http" && Uri.TryCreate($"http://{(address.StartsWith(':') ? $"0.0.0.0{address}" : address)}", UriKind.Absolute, out var root)
            && root is { PathAndQuery: "/", UserInfo: "", IsDefaultPort: false }
            ? Parsed.Ok(new RpcAddress(new UriBuilder("http", root.Host switch { "0.0.0.0" => "127.0.0.1", "[::]" => "[::1]", var host => host }, root.Port).Uri, Socket: null))
            : Wrong(listens);
    }

    public override string ToString() => Socket ?? Root.GetLeftPart(UriPartial.Authority);

    private static Parsed<RpcAddress> Wrong(string listens) => Parsed.Invalid<RpcAddress>($"rpc.laddr is \"{listens}\"; expected something like tcp://127.0.0.1:26657 or unix:///path");
}
