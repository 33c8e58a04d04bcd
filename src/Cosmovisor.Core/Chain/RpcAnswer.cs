using System.Globalization;
using System.Text.Json;
using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>Reads what a node's RPC answers (JSON-RPC 2.0, CometBFT's rpc/core): foreign text.</summary>
internal static class RpcAnswer
{
    /// <summary>How many headers a node gives at once.</summary>
    public const int MostBlocks = 20;

    /// <summary>The question for <see cref="AppHeight"/>.</summary>
    public const string AppHeightPath = "/abci_info";

    /// <summary>The question for <see cref="Status"/>.</summary>
    public const string StatusPath = "/status";

    /// <summary>
    /// The question for <see cref="CurrentPlan"/>, which every SDK from 0.40 on answers without its gRPC being switched on.
    /// </summary>
    public const string CurrentPlanPath = "/abci_query?path=%22/cosmos.upgrade.v1beta1.Query/CurrentPlan%22";

    public static Parsed<NodeStatus> Status(ReadOnlyMemory<byte> json) => Result(json, result =>
        Text(result, "node_info", "id") is { Length: > 0 } id
        && long.TryParse(Text(result, "sync_info", "latest_block_height"), NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? Parsed.Ok(new NodeStatus(id, height)
            {
                ChainId = Text(result, "node_info", "network") ?? "",
                CatchingUp = result.GetProperty("sync_info").TryGetProperty("catching_up", out var catchingUp)
                    && catchingUp.ValueKind == JsonValueKind.True,
                LastBlockTime = Time(Text(result, "sync_info", "latest_block_time")),
                Address = Text(result, "validator_info", "address"),
                Power = Number(Text(result, "validator_info", "voting_power")),
            })
            : Parsed.Invalid<NodeStatus>("it has no node_info.id and sync_info.latest_block_height"));

    /// <returns>Null when the chain has no plan.</returns>
    public static Parsed<UpgradePlan?> CurrentPlan(ReadOnlyMemory<byte> json) =>
        Query(json).Then(answer => answer.Read(CurrentPlanMessage.Parse));

    /// <summary>The answer to any <c>abci_query</c>.</summary>
    public static Parsed<QueryAnswer> Query(ReadOnlyMemory<byte> json) => Result(json, result =>
        !result.TryGetProperty("response", out var response) || response.ValueKind != JsonValueKind.Object
            ? Parsed.Invalid<QueryAnswer>("it has no response")
        : response.TryGetProperty("code", out var code)
            && code.ValueKind == JsonValueKind.Number
            && code.TryGetInt64(out var number)
            && number != 0
            ? Parsed.Ok(new QueryAnswer(number, Text(response, "log") ?? "", []))
        : !response.TryGetProperty("value", out var value) || value.ValueKind == JsonValueKind.Null ? Parsed.Ok(new QueryAnswer(0, "", []))
        : value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? Parsed.Ok(new QueryAnswer(0, "", bytes))
        : Parsed.Invalid<QueryAnswer>("its value is not base64"));

    /// <summary>The last block that the application has carried out; at a halt one less than <see cref="Status"/> says.</summary>
    public static Parsed<long> AppHeight(ReadOnlyMemory<byte> json) => Result(json, result =>
        Number(Text(result, "response", "last_block_height")) is { } height ? Parsed.Ok(height)
            : Parsed.Invalid<long>("it has no response.last_block_height"));

    /// <summary>The question for <see cref="BlockTimes"/>: blocks up to <paramref name="last"/>, as many as a node gives at once.</summary>
    public static string BlocksPath(long last) =>
        $"/blockchain?minHeight={Math.Max(1, last - MostBlocks + 1)}&maxHeight={last}";

    /// <summary>When the blocks were made; those that the node has pruned are not among them.</summary>
    public static Parsed<IReadOnlyList<BlockTime>> BlockTimes(ReadOnlyMemory<byte> json) => Result(json, result =>
        result.TryGetProperty("block_metas", out var blocks) && blocks.ValueKind == JsonValueKind.Array
            ? Parsed.Ok<IReadOnlyList<BlockTime>>([.. blocks.EnumerateArray()
                .Select(block => (Height: Number(Text(block, "header", "height")), Time: Time(Text(block, "header", "time"))))
                .Where(block => block is { Height: > 0, Time: not null })
                .Select(block => new BlockTime(block.Height!.Value, block.Time!.Value))
                .Take(MostBlocks)])
            : Parsed.Invalid<IReadOnlyList<BlockTime>>("it has no block_metas"));

    // Tendermint 0.35 and what came of it (Sei) answer a GET with the result alone, and with the error alone.
    public static Parsed<T> Result<T>(ReadOnlyMemory<byte> json, Func<JsonElement, Parsed<T>> read) => ForeignJson.Read(json, root =>
        root.ValueKind != JsonValueKind.Object ? Parsed.Invalid<T>("it is not a JSON object")
        : root.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? Refusal<T>(error)
        : root.TryGetProperty("result", out var result) ? result.ValueKind == JsonValueKind.Object ? read(result)
            : Parsed.Invalid<T>("it has no result")
        : IsResult(root) ? read(root)
        : root.TryGetProperty("code", out _) && root.TryGetProperty("message", out _) ? Refusal<T>(root)
        : Parsed.Invalid<T>("it has no result"));

    private static bool IsResult(JsonElement root) => root.TryGetProperty("response", out _)
        || root.TryGetProperty("node_info", out _)
        || root.TryGetProperty("block_metas", out _)
        || root.TryGetProperty("round_state", out _)
        || root.TryGetProperty("validators", out _)
        || root.TryGetProperty("signed_header", out _);

    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time) && time.Year > 1 ? time : null;

    private static Parsed<T> Refusal<T>(JsonElement error) => Parsed.Invalid<T>(
        error.ValueKind == JsonValueKind.Object ? $"it is an error: {Text(error, "message")} {Text(error, "data")}".TrimEnd()
            : $"it is an error: {error}");

    public static string? Text(JsonElement from, params ReadOnlySpan<string> path)
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
