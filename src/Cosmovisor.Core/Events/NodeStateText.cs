using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Events;

/// <summary><c>state.json</c> as text.</summary>
internal static class NodeStateText
{
    public static byte[] Write(NodeState state) => [.. JsonSerializer.SerializeToUtf8Bytes(state, NodeStateJson.Readable.NodeState), (byte)'\n'];

    /// <summary>Reads what an earlier run has left, or another process writes. Nothing whatever makes this throw.</summary>
    public static Parsed<NodeState> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, NodeStateJson.Default.NodeState) is not { } state ? Parsed.Invalid<NodeState>("it is empty")
                : state.Version != 1 ? Parsed.Invalid<NodeState>($"it has version {state.Version}, and 1 is known")
                : Parsed.Ok(state);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return Parsed.Invalid<NodeState>($"it is no state of ours ({ex.Message.ReplaceLineEndings(" ")})");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(NodeState))]
internal sealed partial class NodeStateJson : JsonSerializerContext
{
    /// <summary>For people too. It is never put into HTML as it stands.</summary>
    public static NodeStateJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
