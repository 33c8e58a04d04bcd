using System.Text;

namespace Cosmovisor.SimNode.Logging;

/// <summary>Text between quotes, with the escapes of Go's strconv and of the JSON encoders that the loggers use.</summary>
internal static class Quoting
{
    /// <summary>strconv.Quote, as zerolog's console and slog's text form use it.</summary>
    public static string Go(string text) => Quote(text, character => character switch
    {
        '\a' => "\\a",
        '\v' => "\\v",
        '\x7f' or < ' ' => $"\\x{(int)character:x2}",
        _ => null,
    });

    /// <summary>JSON as zerolog and logfmt write it.</summary>
    public static string Json(string text) => Quote(text, JsonEscape);

    /// <summary>JSON as encoding/json writes it: safe inside HTML, too.</summary>
    public static string HtmlSafeJson(string text) => Quote(
        text,
        character => character is '<' or '>' or '&' ? Unicode(character) : JsonEscape(character));

    private static string? JsonEscape(char character) => character < ' ' ? Unicode(character) : null;

    private static string Unicode(char character) => $"\\u{(int)character:x4}";

    private static string Quote(string text, Func<char, string?> escape)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');

        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                _ => escape(character) is { } escaped ? quoted.Append(escaped) : quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
