using System.Text;
using System.Text.Json;

namespace Cosmovisor.Plans;

/// <summary>JSON as people paste it into proposals. What can be read in one way only is read, and the slips are named.</summary>
internal static class SloppyJson
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    internal sealed record Result(JsonDocument Document, IReadOnlyList<string> Slips);

    /// <summary>Reads strictly first: what is right must never be mended.</summary>
    public static Parsed<Result> Read(string text)
    {
        if (TryParse(text, default, out _) is { } strict)
        {
            return Parsed.Ok(new Result(strict, []));
        }

        var slips = new List<string>();
        var mended = Mend(text, slips);

        if (TryParse(mended, default, out _) is { } afterMending)
        {
            return Parsed.Ok(new Result(afterMending, slips));
        }

        return TryParse(mended, Lenient, out var trouble) is { } lenient
            ? Parsed.Ok(new Result(lenient, [.. slips, "a trailing comma or a comment"]))
            : Parsed.Invalid<Result>(trouble);
    }

    /// <summary>The text of a quoted JSON string, or null when it is none.</summary>
    public static string? TextOf(string quoted)
    {
        using var document = TryParse(quoted, default, out _);
        return document?.RootElement.ValueKind is JsonValueKind.String ? TextOf(document.RootElement) : null;
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

    private static JsonDocument? TryParse(string text, JsonDocumentOptions options, out string trouble)
    {
        try
        {
            trouble = "";
            return JsonDocument.Parse(text, options);
        }
        catch (JsonException e)
        {
            trouble = e.Message;
            return null;
        }
        catch (ArgumentException) // a lone surrogate cannot be written as UTF-8
        {
            trouble = "it holds characters that are no text";
            return null;
        }
    }

    private static string Mend(string text, List<string> slips)
    {
        if (text.StartsWith("{\\\"", StringComparison.Ordinal))
        {
            text = text.Replace("\\\"", "\"", StringComparison.Ordinal);
            slips.Add("quotes with a backslash before them");
        }

        var mended = new StringBuilder(text.Length);
        var closing = '\0'; // of the string we are in

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];

            if (closing == '\0')
            {
                closing = ClosingOf(c, slips);
                _ = mended.Append(closing == '\0' ? c : '"');
            }
            else if (c == '\\' && i + 1 < text.Length)
            {
                _ = text[++i] == '\'' ? mended.Append('\'') : mended.Append(c).Append(text[i]);
            }
            else if (c == closing)
            {
                closing = '\0';
                _ = mended.Append('"');
            }
            else if (char.IsControl(c))
            {
                NoteOnce(slips, "a line break inside a text");
            }
            else
            {
                _ = c == '"' ? mended.Append("\\\"") : mended.Append(c);
            }
        }

        return mended.ToString();
    }

    private static char ClosingOf(char opening, List<string> slips)
    {
        var closing = opening switch { '"' => '"', '\'' => '\'', '\u201c' or '\u201d' => '\u201d', '\u2018' or '\u2019' => '\u2019', _ => '\0' };

        if (closing is not ('\0' or '"'))
        {
            NoteOnce(slips, closing == '\'' ? "single quotes" : "typographic quotes");
        }

        return closing;
    }

    private static void NoteOnce(List<string> slips, string slip)
    {
        if (!slips.Contains(slip))
        {
            slips.Add(slip);
        }
    }
}
