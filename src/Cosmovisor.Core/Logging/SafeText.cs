using System.Globalization;
using System.Text;

namespace Cosmovisor.Logging;

/// <summary>
/// Text from outside (a mirror, a plan, a hook, a chain) as it may be shown on a terminal: what would move the cursor, colour, hide or turn
/// round our words is written out.
/// </summary>
internal static class SafeText
{
    /// <summary>For a line of ours: it stays one line, in every reader.</summary>
    public static string OneLine(string text) => Escaped(text, keepLines: false);

    /// <summary>For words of ours that may have several lines.</summary>
    public static string Lines(string text) => Escaped(text, keepLines: true);

    /// <summary>Whether a character does something to a terminal or a reader instead of being seen.</summary>
    public static bool IsHarmful(char c) => char.IsControl(c) || c is
        '\u2028' or '\u2029' // line and paragraph separator: a line's end for many readers
                             // the direction of what follows
        or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
        or '\ufeff';

    private static string Escaped(string text, bool keepLines)
    {
        if (!text.Any(c => IsHarmful(c) && !(keepLines && c is '\n' or '\t')))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);

        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' or '\t' when keepLines => safe.Append(c),
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                _ when !IsHarmful(c) => safe.Append(c),
                < '\u0100' => safe.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        return safe.ToString();
    }
}
