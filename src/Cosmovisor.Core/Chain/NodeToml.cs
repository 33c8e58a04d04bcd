using Tomlyn.Syntax;

namespace Cosmovisor.Chain;

/// <summary>What of a node's own config.toml (CometBFT's) is needed to ask the node.</summary>
/// <param name="Rpc">Where its RPC listens.</param>
/// <param name="KeyFile">Who it is on the network; below the node's home, or absolute.</param>
internal sealed record NodeToml(RpcAddress Rpc, string KeyFile)
{
    private const string UsualRpc = "tcp://127.0.0.1:26657";
    private const string UsualKeyFile = "config/node_key.json";

    /// <param name="text">Any text at all.</param>
    public static Parsed<NodeToml> Parse(string text) => ForeignToml.Read(text, document =>
    {
        var rpc = document.Tables.Where(table => ForeignToml.Word(table.Name) == "rpc").SelectMany(table => table.Items);
        return RpcAddress.Parse(Text(rpc, "laddr") ?? UsualRpc).Then(address => Parsed.Ok(new NodeToml(address, Text(document.KeyValues, "node_key_file") ?? UsualKeyFile)));
    });

    private static string? Text(IEnumerable<KeyValueSyntax> pairs, string key) => ForeignToml.Value(pairs, key) is StringValueSyntax text ? text.Value : null;
}
