using Tomlyn.Syntax;

namespace Cosmovisor.Chain;

/// <summary>What of a node's own config.toml (CometBFT's) is needed to ask the node, and to restore its data.</summary>
/// <param name="Rpc">Where its RPC listens.</param>
/// <param name="KeyFile">Who it is on the network; below the node's home, or absolute.</param>
/// <param name="SignStateFile">What its validator has signed; likewise.</param>
/// <param name="DatabaseFolder">Where its databases are; likewise.</param>
internal sealed record NodeToml(Parsed<RpcAddress> Rpc, string KeyFile, string SignStateFile, string DatabaseFolder)
{
    /// <summary>The validator's key; below the node's home, or absolute.</summary>
    public string ValidatorKeyFile { get; init; } = UsualValidatorKeyFile;

    /// <summary>Its key lies with a remote signer, which connects to this address; null where it signs by itself.</summary>
    public string? RemoteSigner { get; init; }

    /// <summary>A validator does not start while one of so many last commits bears its signature; 0 for never.</summary>
    public long? DoubleSignCheckHeight { get; init; }

    /// <summary>What its operator calls it; null for nothing.</summary>
    public string? Moniker { get; init; }

    /// <summary>A node without data would fetch a snapshot of another.</summary>
    public bool StateSync { get; init; }

    private const string UsualDatabaseFolder = "data";
    private const string UsualRpc = "tcp://127.0.0.1:26657";
    public const string UsualKeyFile = "config/node_key.json";
    public const string UsualValidatorKeyFile = "config/priv_validator_key.json";
    public const string UsualSignStateFile = "data/priv_validator_state.json";

    /// <param name="text">Any text at all.</param>
    public static Parsed<NodeToml> Parse(string text) => ForeignToml.Read(text, document =>
    {
        var rpc = document.Tables.Where(table => ForeignToml.Word(table.Name) == "rpc").SelectMany(table => table.Items);
        var validator = document.Tables.Where(table => ForeignToml.Word(table.Name) == "priv-validator").SelectMany(table => table.Items);

        // With dashes, and the validator's in a table of their own: Tendermint 0.35 and what came of it (Sei).
        return Parsed.Ok(new NodeToml(
            RpcAddress.Parse(Text(rpc, "laddr") ?? UsualRpc),
            Text(document.KeyValues, "node_key_file") ?? Text(document.KeyValues, "node-key-file") ?? UsualKeyFile,
            Text(document.KeyValues, "priv_validator_state_file") ?? Text(validator, "state-file") ?? UsualSignStateFile,
            Text(document.KeyValues, "db_dir") ?? Text(document.KeyValues, "db-dir") ?? UsualDatabaseFolder)
        {
            DoubleSignCheckHeight = Value(document, "consensus", "double_sign_check_height",
                "double-sign-check-height") is IntegerValueSyntax { Value: var height } ? height : null,
            ValidatorKeyFile = Text(document.KeyValues, "priv_validator_key_file") ?? Text(validator, "key-file") ?? UsualValidatorKeyFile,
            RemoteSigner = (Text(document.KeyValues, "priv_validator_laddr") ?? Text(validator, "laddr")) is { Length: > 0 } remote ? remote
                : null,
            Moniker = Text(document.KeyValues, "moniker") is { Length: > 0 } moniker ? moniker : null,
            StateSync = Value(document, "statesync", "enable") is BooleanValueSyntax { Value: true },
        });
    });

    private static ValueSyntax? Value(DocumentSyntax document, string table, params ReadOnlySpan<string> keys)
    {
        var pairs = document.Tables.Where(one => ForeignToml.Word(one.Name) == table).SelectMany(one => one.Items).ToList();

        foreach (var key in keys)
        {
            if (ForeignToml.Value(pairs, key) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static string? Text(IEnumerable<KeyValueSyntax> pairs, string key) =>
        ForeignToml.Value(pairs, key) is StringValueSyntax text ? text.Value : null;
}
