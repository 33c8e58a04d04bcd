using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cosmovisor.Events;

/// <summary><c>state.json</c> as text.</summary>
/// <remarks>
/// Written and read field by field: the metadata that a serializer builds for these records would cost every start 0.6 MB and a
/// millisecond. A test compares the text with what a serializer makes of the same value, so no field can be forgotten.
/// </remarks>
internal static class NodeStateText
{
    // For people too. It is never put into HTML as it stands.
    private static readonly JsonWriterOptions ForPeople = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(NodeState state)
    {
        var text = new ArrayBufferWriter<byte>(1024);

        using (var json = new Utf8JsonWriter(text, ForPeople))
        {
            NodeStateWriting.Write(json, state);
        }

        text.Write("\n"u8);
        return text.WrittenSpan.ToArray();
    }

    /// <summary>Reads what an earlier run has left, or another process writes. Nothing whatever makes this throw.</summary>
    public static Parsed<NodeState> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var version = document.RootElement.GetProperty("version").GetInt32();
            return version == 1 ? Parsed.Ok(NodeStateReading.Of(document.RootElement))
                : Parsed.Invalid<NodeState>($"it has version {version}, and 1 is known");
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return Parsed.Invalid<NodeState>($"it is not a state of cosmovisor ({ex.Message.ReplaceLineEndings(" ")})");
        }
    }
}
