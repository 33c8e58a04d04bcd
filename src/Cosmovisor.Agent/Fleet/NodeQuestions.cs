using System.Text.Json;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Backups;
using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Fleet;

/// <summary>What the fleet wants to know of the node itself: its height, its application's hash, and whether it signs.</summary>
/// <param name="home">Its files say whether it signs.</param>
/// <param name="client">Asks it.</param>
internal sealed class NodeQuestions(HomeFiles home, NodeClient client)
{
    private const int LongestFile = 1024 * 1024;

    public async Task<NodeStatus?> StatusAsync(CancellationToken ct) =>
        (await client.AskAsync(RpcAnswer.StatusPath, ct)).Then(answer => RpcAnswer.Status(answer)).IsOk(out var status, out _) ? status
            : null;

    /// <summary>The last block the application carried out, and its hash in hex; null while the node does not say.</summary>
    public async Task<(long Height, string Hash)?> ApplicationAsync(CancellationToken ct)
    {
        if (!(await client.AskAsync(RpcAnswer.AppHeightPath, ct)).IsOk(out var answer, out _)
            || !RpcAnswer.AppHeight(answer).IsOk(out var height, out _))
        {
            return null;
        }

        return ForeignJson.Read(answer, Hash).IsOk(out var hash, out _) ? (height, hash) : null;
    }

    /// <summary>Whether and with which key this node signs; null for one that does not.</summary>
    public SigningRole? Signing()
    {
        var config = Config();

        if (config?.RemoteSigner is not null)
        {
            return new SigningRole(null, null, 0);
        }

        // A node that does not sign leaves the height of its sign state at 0; a home without one has not signed yet.
        var signed = Read(config?.SignStateFile ?? NodeToml.UsualSignStateFile) is { } state
            && SignState.Parse(state).IsOk(out var known, out _) ? known.Height : 0;
        return Read(config?.ValidatorKeyFile ?? NodeToml.UsualValidatorKeyFile) is { } key && ForeignJson.Read(key, PublicKey)
            .IsOk(out var found, out _)
            ? new SigningRole(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(found.Key)), found.Address, signed)
            : null;
    }

    private NodeToml? Config() =>
        RegularFile.Read(home.NodeConfig, LongestFile).IsOk(out var bytes, out _)
            && bytes is not null
            && NodeToml.Parse(System.Text.Encoding.UTF8.GetString(bytes)).IsOk(out var config, out _) ? config : null;

    private byte[]? Read(string file) =>
        RegularFile.Read(Path.Combine(home.Path, file), LongestFile).IsOk(out var bytes, out _) ? bytes : null;

    private static Parsed<string> Hash(JsonElement root) =>
        (root.TryGetProperty("result", out var result) ? result : root).TryGetProperty("response", out var response)
        && response.TryGetProperty("last_block_app_hash", out var hash)
        && hash.ValueKind == JsonValueKind.String
        && hash.TryGetBytesFromBase64(out var bytes)
            ? Parsed.Ok(Convert.ToHexString(bytes))
            : Parsed.Invalid<string>("it has no hash");

    private static Parsed<(byte[] Key, string? Address)> PublicKey(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("pub_key", out var key) && key.ValueKind == JsonValueKind.Object
        && key.TryGetProperty("value", out var value)
        && value.ValueKind == JsonValueKind.String
        && value.TryGetBytesFromBase64(out var bytes)
            ? Parsed.Ok((bytes, RpcAnswer.Text(root, "address")))
            : Parsed.Invalid<(byte[], string?)>("it has no pub_key.value");
}

/// <summary>How a node signs.</summary>
/// <param name="Key">SHA-256 (hex) of its public consensus key; null where a remote signer has it, which takes care itself that nothing is
/// signed twice.</param>
/// <param name="Address">The validator's, in hex.</param>
/// <param name="Signed">Up to which height this home has signed; 0 for nothing.</param>
internal sealed record SigningRole(string? Key, string? Address, long Signed)
{
    public bool IsRemote => Key is null;

    /// <summary>It has signed, or another signs for it. A key alone says neither: every node has one.</summary>
    public bool Signs => IsRemote || Signed > 0;
}
