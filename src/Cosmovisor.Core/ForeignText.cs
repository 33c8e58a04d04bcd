using System.Globalization;
using System.Text;

namespace Cosmovisor;

/// <summary>Foreign text (a plan's info, names in an archive, what a program printed) as it may stand in a message.</summary>
/// <remarks>
/// A terminal obeys escape sequences, and some characters hide or turn round what stands beside them. Nothing of that gets through.
/// </remarks>
internal static class ForeignText
{
    private const int Longest = 160;

    /// <summary>In double quotes, on one line, cut when it is long.</summary>
    public static string Quote(string text, int longest = Longest) => $"\"{Printable(text, longest)}\"";

    /// <summary>On one line, cut when it is long; what cannot be seen is shown by its number.</summary>
    public static string Printable(string text, int longest = Longest)
    {
        var shown = new StringBuilder();
        var length = Math.Min(text.Length, longest);

        for (var i = 0; i < length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                _ = IsVisible(rune) ? shown.Append(rune.ToString()) : Escape(shown, rune.Value);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                _ = Escape(shown, text[i]);
            }
        }

        return text.Length > longest ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>It takes up room of its own, and changes nothing around it.</summary>
    public static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static StringBuilder Escape(StringBuilder shown, int value) => value switch
    {
        '\n' => shown.Append("\\n"),
        '\r' => shown.Append("\\r"),
        '\t' => shown.Append("\\t"),
        <= 0xff => shown.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        _ => shown.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
    };
}
