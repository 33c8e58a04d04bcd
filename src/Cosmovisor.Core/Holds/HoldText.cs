using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cosmovisor.Logging;

namespace Cosmovisor.Holds;

/// <summary>A hold as its file has it (docs/schema/hold.schema.json): <c>{"version": 1, "who": …, "reason": …, "until": …}</c>.</summary>
internal static class HoldText
{
    private const int Version = 1;
    private const int LongestWords = 500;

    // "2026-11-28T10:00:00Z" is the shortest; the offset is the last one or the last six characters.
    private const int ShortestTime = 20;
    private const int OffsetLength = 6;

    /// <summary>Reads a file that anybody may have written, or says why it holds nothing.</summary>
    /// <param name="name">The file's, without its ending.</param>
    /// <param name="json">Any bytes.</param>
    public static Parsed<Hold> Parse(string name, ReadOnlyMemory<byte> json) => ForeignJson.Read(json, root =>
        root.ValueKind != JsonValueKind.Object ? Parsed.Invalid<Hold>("it is not a JSON object")
        : root.TryGetProperty("version", out var version)
            && !(version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == Version)
            ? Parsed.Invalid<Hold>($"its version is {ForeignText.Printable(version.GetRawText())}, and {Version} is known")
        : !root.TryGetProperty("until", out var until) ? Parsed.Invalid<Hold>("it has no \"until\": a hold must say when it ends")
        : Time(until) is not { } time ? Parsed.Invalid<Hold>(
            $"its \"until\" is {ForeignText.Printable(until.GetRawText())}; expected a time with its zone, such as \"2026-11-28T10:00:00Z\"")
        : Parsed.Ok(new Hold(name, Words(root, "who"), Words(root, "reason"), time)));

    public static string Write(Hold hold)
    {
        var bytes = new ArrayBufferWriter<byte>();

        using (var json = new Utf8JsonWriter(
            bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("who", hold.Who);
            json.WriteString("reason", hold.Reason);
            json.WriteString("until", TimeFormat.Utc(hold.Until));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // A time without a zone would mean another instant to another reader.
    private static DateTimeOffset? Time(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: >= ShortestTime } text
            && (text[^1] == 'Z' || text[^OffsetLength] is '+' or '-')
        && value.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;

    private static string Words(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? ForeignText.Printable(value.GetString()!, LongestWords) : "";
}
