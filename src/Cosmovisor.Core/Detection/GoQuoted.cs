using System.Globalization;
using System.Text;

namespace Cosmovisor.Detection;

/// <summary>Text in double quotes as Go's <c>strconv.Quote</c> writes it, and so every logger the SDK has used.</summary>
internal static class GoQuoted
{
    /// <summary>
    /// Length of the quoted text, both quotes included, that <paramref name="text"/> begins with; 0 when it is never closed.
    /// </summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    return at + 1;
                case '\\':
                    at++;
                    break;
                default:
                    break;
            }
        }

        return 0;
    }

    /// <summary>What was quoted. An escape that Go does not write stays as it is.</summary>
    public static string Unescape(ReadOnlySpan<char> quoted)
    {
        var text = new StringBuilder(quoted.Length);

        while (quoted.IndexOf('\\') is >= 0 and var escape && escape + 1 < quoted.Length)
        {
            _ = text.Append(quoted[..escape]);
            var length = Append(text, quoted[escape..]);
            quoted = quoted[(escape + length)..];
        }

        return text.Append(quoted).ToString();
    }

    // Appends what the escape at the beginning stands for, and says how long it is.
    private static int Append(StringBuilder text, ReadOnlySpan<char> escape)
    {
        var digits = escape[1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && escape.Length >= 2 + digits
            && uint.TryParse(escape.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _ = text.Append((Rune.TryCreate(code, out var rune) ? rune : Rune.ReplacementChar).ToString());
            return 2 + digits;
        }

        _ = escape[1] switch
        {
            '"' or '\\' or '\'' => text.Append(escape[1]),
            'n' => text.Append('\n'),
            't' => text.Append('\t'),
            'r' => text.Append('\r'),
            _ => text.Append(escape[..2]),
        };
        return 2;
    }
}
