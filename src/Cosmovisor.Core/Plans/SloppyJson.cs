using System.Text;
using System.Text.Json;

namespace Cosmovisor.Plans;

/// <summary>JSON as people paste it into proposals. What can be read in one way only is read, and the slips are named.</summary>
internal static class SloppyJson
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    internal sealed record Result(JsonDocument Document, IReadOnlyList<string> Slips);

    /// <summary>Reads strictly first: what is right must never be corrected.</summary>
    /// <remarks>What stands behind the value does not count: a logger's own words, or a sentence.</remarks>
    public static Parsed<Result> Read(string text)
    {
        if (TryRead(text, default, out _) is { } strict)
        {
            return Taken(strict, []);
        }

        if (TryRead(text, Lenient, out _) is { } lenient)
        {
            return Taken(lenient, ["a trailing comma or a comment"]);
        }

        var mended = MendedJson.Of(text);

        return TryRead(mended.Text, default, out _) is { } afterMending ? Taken(afterMending, mended.Slips)
            : TryRead(mended.Text, Lenient, out var trouble) is { } afterBoth
                ? Taken(afterBoth, [.. mended.Slips, "a trailing comma or a comment"])
            : Parsed.Invalid<Result>(mended.IsCut ? "it ends before its JSON does" : trouble);
    }

    /// <summary>It begins like an object, and ends before the object does: the rest was lost on the way.</summary>
    public static bool IsCut(string text) => text is ['{', ..] && TryRead(text, Lenient, out _) is not { } && MendedJson.Of(text).IsCut;

    /// <summary>The text of a quoted JSON string, or null when it is none.</summary>
    public static string? TextOf(string quoted)
    {
        var read = TryRead(quoted, default, out _);

        using (read?.Document)
        {
            return read is { Document.RootElement: { ValueKind: JsonValueKind.String } text, HasMore: false } ? TextOf(text) : null;
        }
    }

    /// <summary>The text of a JSON string, or null when its escapes make no text (half of a surrogate pair).</summary>
    public static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException) // what GetString says of \ud800 alone
        {
            return null;
        }
    }

    private static Parsed<Result> Taken(Value value, IReadOnlyList<string> slips) =>
        Parsed.Ok(new Result(value.Document, value.HasMore ? [.. slips, "text behind the JSON"] : slips));

    private static Value? TryRead(string text, JsonReaderOptions options, out string trouble)
    {
        try
        {
            var bytes = Strict.GetBytes(text);
            var reader = new Utf8JsonReader(bytes, options);
            trouble = "";
            var document = JsonDocument.ParseValue(ref reader);
            return new Value(document, !string.IsNullOrWhiteSpace(Strict.GetString(bytes.AsSpan((int)reader.BytesConsumed))));
        }
        catch (JsonException e)
        {
            trouble = e.Message;
            return null;
        }
        catch (ArgumentException) // a lone surrogate cannot be written as UTF-8
        {
            trouble = "it holds characters that are not text";
            return null;
        }
    }

    private sealed record Value(JsonDocument Document, bool HasMore);
}
