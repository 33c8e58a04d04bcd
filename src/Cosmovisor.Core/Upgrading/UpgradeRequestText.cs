using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary><c>upgrade-request.json</c> as text (docs/schema/request.schema.json).</summary>
internal static class UpgradeRequestText
{
    private const int LongestWords = 4000;

    public static string Write(UpgradeRequest request) =>
        Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(request, UpgradeRequestJson.Readable.UpgradeRequest));

    /// <summary>Reads what a command has left, or says why it asks for nothing. No bytes whatever make it throw.</summary>
    public static Parsed<UpgradeRequest> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, UpgradeRequestJson.Default.UpgradeRequest) is not { } request
                ? Parsed.Invalid<UpgradeRequest>("it is empty")
                : request.Version != 1 ? Parsed.Invalid<UpgradeRequest>($"it has version {request.Version}, and 1 is known")
                : !UpgradeRequest.IsId(request.Id) ? Parsed.Invalid<UpgradeRequest>("its id is not one of cosmovisor")
                : UpgradeName.WhatIsWrong(request.Name) is { } wrong ? Parsed.Invalid<UpgradeRequest>(wrong)
                : request.From.Length == 0 ? Parsed.Invalid<UpgradeRequest>("it does not say what current pointed to")
                : Parsed.Ok(request with
                {
                    Who = ForeignText.Printable(request.Who),
                    Answer = request.Answer is { } answer
                    ? answer with { Says = Cut(answer.Says) } : null
                });
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return Parsed.Invalid<UpgradeRequest>($"it is not a request of cosmovisor ({ex.Message.ReplaceLineEndings(" ")})");
        }
    }

    // Our own sentences, of several lines.
    private static string Cut(string words) => words.Length <= LongestWords ? words : words[..LongestWords];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(UpgradeRequest))]
internal sealed partial class UpgradeRequestJson : JsonSerializerContext
{
    /// <summary>For people too. It is never put into HTML as it stands.</summary>
    public static UpgradeRequestJson Readable => field ??= new(
        new JsonSerializerOptions(Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
