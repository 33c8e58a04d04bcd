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
        (await client.AskAsync(RpcAnswer.StatusPath, ct)).Then(answer => RpcAnswer.Status(answer)).IsOk(out var status, out _) ? status : null;

    /// <summary>The last block the application carried out, and its hash in hex; null while the node does not say.</summary>
    public async Task<(long Height, string Hash)?> ApplicationAsync(CancellationToken ct)
    {
        if (!(await client.AskAsync(RpcAnswer.AppHeightPath, ct)).IsOk(out var answer, out _) || !RpcAnswer.AppHeight(answer).IsOk(out var height, out _))
        {
            return null;
        }

        return ForeignJson.Read(answer, Hash).IsOk(out var hash, out _) ? (height, hash) : null;
    }

    /// <summary>SHA-256 (hex) of the public consensus key, where this node has signed with it; null for one that has not.</summary>
    public string? Signer()
    {
        // A node that does not sign leaves the height of its sign state at 0.
        if (RegularFile.Read(Path.Join(home.Path, NodeToml.UsualSignStateFile), LongestFile).IsOk(out var state, out _) && state is not null
            && SignState.Parse(state).IsOk(out var signed, out _) && signed.Height > 0
            && RegularFile.Read(Path.Join(home.Path, "config", "priv_validator_key.json"), LongestFile).IsOk(out var key, out _) && key is not null)
        {
            return ForeignJson.Read(key, PublicKey).IsOk(out var bytes, out _) ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) : null;
        }

        return null;
    }

    private static Parsed<string> Hash(JsonElement root) =>
        (root.TryGetProperty("result", out var result) ? result : root).TryGetProperty("response", out var response)
        && response.TryGetProperty("last_block_app_hash", out var hash) && hash.ValueKind == JsonValueKind.String && hash.TryGetBytesFromBase64(out var bytes)
            ? Parsed.Ok(Convert.ToHexString(bytes))
            : Parsed.Invalid<string>("it has no hash");

    private static Parsed<byte[]> PublicKey(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("pub_key", out var key) && key.ValueKind == JsonValueKind.Object
        && key.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)
            ? Parsed.Ok(bytes)
            : Parsed.Invalid<byte[]>("it has no pub_key.value");
}
