using System.Text;

namespace Cosmovisor.Plans;

/// <summary>An object written with other quotes, escaped quotes, or line breaks inside a text, made into JSON as far as it goes.</summary>
/// <param name="Text">Up to the end of the object; what stands behind it is kept.</param>
/// <param name="Slips">What was corrected.</param>
/// <param name="IsCut">The text ended inside the object.</param>
internal sealed record MendedJson(string Text, IReadOnlyList<string> Slips, bool IsCut)
{
    public static MendedJson Of(string text)
    {
        var slips = new List<string>();

        if (text.AsSpan(Math.Min(1, text.Length)).TrimStart().StartsWith("\\\"", StringComparison.Ordinal))
        {
            text = text.Replace("\\\"", "\"", StringComparison.Ordinal);
            slips.Add("quotes with a backslash before them");
        }

        var mended = new StringBuilder(text.Length);
        var closing = ('\0', '\0'); // of the text we are in
        var depth = 0;

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];

            if (closing == default && c == '\\' && i + 1 < text.Length && text[i + 1] is 'n' or 'r' or 't')
            {
                NoteOnce(slips, "line breaks written as \\n");
                _ = mended.Append(' ');
                i++;
            }
            else if (closing == default)
            {
                closing = ClosingOf(c, slips);
                depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
                _ = mended.Append(closing != default ? '"' : Blank(c, slips));

                if (depth <= 0 && c is '}' or ']')
                {
                    return new MendedJson(mended.Append(text.AsSpan(i + 1)).ToString(), slips, IsCut: false);
                }
            }
            else if (c == '\\' && i + 1 < text.Length)
            {
                _ = text[++i] == '\'' ? mended.Append('\'') : mended.Append(c).Append(text[i]);
            }
            else if (c == closing.Item1 || c == closing.Item2)
            {
                closing = default;
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

        return new MendedJson(mended.ToString(), slips, IsCut: depth > 0);
    }

    // The blanks of JSON are four; web pages and word processors know more, some of which nobody sees.
    private static char Blank(char c, List<string> slips)
    {
        if (c is ' ' or '\n' or '\r' or '\t' || !(char.IsWhiteSpace(c) || InfoText.IsInvisible(c)))
        {
            return c;
        }

        NoteOnce(slips, "blanks that JSON does not allow");
        return ' ';
    }

    // German and Polish open with the low one, and Germans close with the one that others open with.
    private static (char, char) ClosingOf(char opening, List<string> slips)
    {
        (char, char) closing = opening switch
        {
            '"' => ('"', '"'),
            '\'' => ('\'', '\''),
            '\u201c' or '\u201d' => ('\u201d', '\u201d'),
            '\u201e' => ('\u201c', '\u201d'),
            '\u2018' or '\u2019' => ('\u2019', '\u2019'),
            '\u00ab' => ('\u00bb', '\u00bb'),
            _ => default,
        };

        if (closing != default && opening != '"')
        {
            NoteOnce(slips, opening == '\'' ? "single quotes" : "typographic quotes");
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
