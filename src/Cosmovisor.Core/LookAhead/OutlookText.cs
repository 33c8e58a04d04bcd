using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cosmovisor.LookAhead;

/// <summary><c>outlook.json</c> as text.</summary>
internal static class OutlookText
{
    public static byte[] Write(Outlook outlook) => JsonSerializer.SerializeToUtf8Bytes(outlook, OutlookJson.Readable.Outlook);

    /// <summary>Reads what an earlier look has left. An operator may have had it in an editor; nothing whatever makes this throw.</summary>
    public static Parsed<Outlook> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, OutlookJson.Default.Outlook) is not { } outlook
                ? Parsed.Invalid<Outlook>("it is empty")
                : outlook.Version != 1 ? Parsed.Invalid<Outlook>($"it has version {outlook.Version}, and 1 is known")
                : Parsed.Ok(outlook with { Plans = [.. outlook.Plans.OfType<ComingPlan>().Select(Whole)] });
        }
        catch (JsonException ex)
        {
            return Parsed.Invalid<Outlook>($"it is not an outlook ({ex.Message})");
        }
        catch (InvalidOperationException ex)
        {
            return Parsed.Invalid<Outlook>($"it holds invalid text ({ex.Message})");
        }
    }

    // What a text leaves out is null for the generated reader, whatever the property begins with.
    private static ComingPlan Whole(ComingPlan plan) =>
        plan with { Info = plan.Info ?? "", Checks = [.. (plan.Checks ?? []).OfType<ReadinessCheck>()] };

    /// <summary>The same with a height that was heard meanwhile; null when the text holds no outlook.</summary>
    public static byte[]? WithHeight(ReadOnlyMemory<byte> json, long height) =>
        Read(json).IsOk(out var outlook, out _) && outlook.Node is { IsForeign: false } node
            ? Write(outlook with { Node = node with { Height = height } }) : null;
}

/// <summary>Reading and writing of an outlook without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Outlook))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(DryRun))]
internal sealed partial class OutlookJson : JsonSerializerContext
{
    /// <summary>For people too: a plan's name and a sentence as they are. It is never put into HTML as it stands.</summary>
    public static OutlookJson Readable => field ??= new(
        new JsonSerializerOptions(Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Times in UTC with milliseconds.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime()
            : throw new JsonException("a time is not in the form of RFC 3339");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
