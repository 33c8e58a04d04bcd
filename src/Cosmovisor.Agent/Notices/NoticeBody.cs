using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cosmovisor.Agent.Notices;

/// <summary>Writes the JSON of a call.</summary>
internal static class NoticeBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Action<Utf8JsonWriter> fields) => Write(json =>
    {
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    });

    public static byte[] OfList(Action<Utf8JsonWriter> items) => Write(json =>
    {
        json.WriteStartArray();
        items(json);
        json.WriteEndArray();
    });

    /// <summary>A field that is left out where there is nothing to say.</summary>
    public static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>(512);

        using (var json = new Utf8JsonWriter(text, Options))
        {
            write(json);
        }

        return text.WrittenSpan.ToArray();
    }
}
