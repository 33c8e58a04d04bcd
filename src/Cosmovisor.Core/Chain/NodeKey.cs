using System.Security.Cryptography;
using System.Text.Json;

namespace Cosmovisor.Chain;

/// <summary>Who a node is to its peers.</summary>
internal static class NodeKey
{
    private const int PublicKeySize = 32;
    private const int PrivateKeySize = 64; // an Ed25519 key as Go keeps it: the seed, then the public key
    private const int IdSize = 20;

    /// <summary>
    /// The node's id, from its node_key.json: the address of its public key, as <c>tendermint show-node-id</c> prints it.
    /// </summary>
    /// <remarks>CometBFT, p2p/key.go. Nothing but the public half of the key is looked at.</remarks>
    public static Parsed<string> IdOf(ReadOnlyMemory<byte> json) => ForeignJson.Read(json, root =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("priv_key", out var key) && key.ValueKind == JsonValueKind.Object
        && key.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
        && value.TryGetBytesFromBase64(out var both) && both.Length == PrivateKeySize
            ? Parsed.Ok(Convert.ToHexStringLower(SHA256.HashData(both.AsSpan(PrivateKeySize - PublicKeySize)).AsSpan(0, IdSize)))
            : Parsed.Invalid<string>("it has no Ed25519 key in priv_key.value"));
}
