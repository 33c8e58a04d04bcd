using System.Globalization;
using System.Text.Json;
using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>Reads what a node's RPC answers (JSON-RPC 2.0, CometBFT's rpc/core): foreign text.</summary>
internal static class RpcAnswer
{
    /// <summary>The question for <see cref="Status"/>.</summary>
    public const string StatusPath = "/status";

    /// <summary>The question for <see cref="CurrentPlan"/>, which every SDK from 0.40 on answers without its gRPC being switched on.</summary>
    public const string CurrentPlanPath = "/abci_query?path=%22/cosmos.upgrade.v1beta1.Query/CurrentPlan%22";

    public static Parsed<NodeStatus> Status(ReadOnlyMemory<byte> json) => Result(json, result =>
        Text(result, "node_info", "id") is { Length: > 0 } id
        && long.TryParse(Text(result, "sync_info", "latest_block_height"), NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? Parsed.Ok(new NodeStatus(id, height))
            : Parsed.Invalid<NodeStatus>("it has no node_info.id and sync_info.latest_block_height"));

    /// <returns>Null when the chain has no plan.</returns>
    public static Parsed<UpgradePlan?> CurrentPlan(ReadOnlyMemory<byte> json) => Result(json, result =>
        !result.TryGetProperty("response", out var response) || response.ValueKind != JsonValueKind.Object ? Parsed.Invalid<UpgradePlan?>("it has no response")
        : response.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt64(out var number) && number != 0
            ? Parsed.Invalid<UpgradePlan?>($"it refuses the question with code {number}: {Text(response, "log")}")
        : !response.TryGetProperty("value", out var value) || value.ValueKind == JsonValueKind.Null ? Parsed.Ok<UpgradePlan?>(null)
        : value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? CurrentPlanMessage.Parse(bytes)
        : Parsed.Invalid<UpgradePlan?>("its value is not base64"));

    // Tendermint 0.35 and what came of it (Sei) answer a GET with the result alone, and with the error alone.
    private static Parsed<T> Result<T>(ReadOnlyMemory<byte> json, Func<JsonElement, Parsed<T>> read) => ForeignJson.Read(json, root =>
        root.ValueKind != JsonValueKind.Object ? Parsed.Invalid<T>("it is not a JSON object")
        : root.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? Refusal<T>(error)
        : root.TryGetProperty("result", out var result) ? result.ValueKind == JsonValueKind.Object ? read(result) : Parsed.Invalid<T>("it has no result")
        : IsResult(root) ? read(root)
        : root.TryGetProperty("code", out _) && root.TryGetProperty("message", out _) ? Refusal<T>(root)
        : Parsed.Invalid<T>("it has no result"));

    private static bool IsResult(JsonElement root) => root.TryGetProperty("response", out _) || root.TryGetProperty("node_info", out _);

    private static Parsed<T> Refusal<T>(JsonElement error) => Parsed.Invalid<T>(
        error.ValueKind == JsonValueKind.Object ? $"it is an error: {Text(error, "message")} {Text(error, "data")}".TrimEnd() : $"it is an error: {error}");

    private static string? Text(JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
            {
                return null;
            }
        }

        return from.ValueKind == JsonValueKind.String ? from.GetString() : null;
    }
}
