using System.Security.Cryptography;
using System.Text.Json;

namespace Cosmovisor.SimNode.Rpc;

/// <summary>Who the node is: the first 20 bytes of the hash of its public key, from <c>config/node_key.json</c>.</summary>
internal sealed record NodeKey(string Id)
{
    private const int PublicKeyAt = 32;
    private const int IdLength = 20;

    public static NodeKey Of(string home)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(home, "config", "node_key.json")));
            var key = document.RootElement.GetProperty("priv_key").GetProperty("value").GetBytesFromBase64();
            return new NodeKey(Convert.ToHexStringLower(SHA256.HashData(key.AsSpan(PublicKeyAt))[..IdLength]));
        }
        catch (Exception ex) when (ex is IOException
            or JsonException
            or InvalidOperationException
            or KeyNotFoundException
            or FormatException
            or ArgumentOutOfRangeException)
        {
            // Most tests have none.
            return new NodeKey(new string('0', 2 * IdLength));
        }
    }
}
