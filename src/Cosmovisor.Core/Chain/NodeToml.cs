using Tomlyn;
using Tomlyn.Parsing;
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
    public static Parsed<NodeToml> Parse(string text)
    {
        try
        {
            var document = SyntaxParser.Parse(text);

            if (document.Diagnostics.FirstOrDefault(found => found.Kind == DiagnosticMessageKind.Error) is { } wrong)
            {
                return Parsed.Invalid<NodeToml>($"line {wrong.Span.Start.Line + 1} is not TOML: {wrong.Message}");
            }

            var rpc = document.Tables.Where(table => Word(table.Name) == "rpc").SelectMany(table => table.Items);
            return RpcAddress.Parse(Text(rpc, "laddr") ?? UsualRpc).Then(address => Parsed.Ok(new NodeToml(address, Text(document.KeyValues, "node_key_file") ?? UsualKeyFile)));
        }
        catch (Exception ex) when (ex is TomlException or ArgumentException)
        {
            return Parsed.Invalid<NodeToml>($"it is not TOML that can be read: {ex.Message}");
        }
    }

    private static string? Text(IEnumerable<KeyValueSyntax> pairs, string key) => pairs.FirstOrDefault(pair => Word(pair.Key) == key)?.Value is StringValueSyntax text ? text.Value : null;

    private static string? Word(KeySyntax? key) => key is { DotKeys.ChildrenCount: 0 } ? key.Key?.ToString().Trim(' ', '"', '\'') : null;
}
