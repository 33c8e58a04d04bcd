using System.Text;

namespace Cosmovisor.Settings;

/// <summary>The text of an <c>EnvironmentFile=</c>, read as systemd reads it.</summary>
/// <remarks>
/// No shell reads it: nothing is expanded, and <c>export</c> makes a line mean nothing. Quotes join what stands beside them, a backslash
/// takes the next sign as it is and carries a line on, and what is no variable's name or value is left out.
/// </remarks>
internal static class EnvironmentFile
{
    private const string Blank = " \t\n\r";
    private const string EscapedInQuotes = "\"\\`$";

    private enum Place
    {
        BeforeKey,
        Key,
        BeforeValue,
        Value,
        Escaped,
        Single,
        Double,
        EscapedInDouble,
        Comment,
        EscapedInComment,
    }

    /// <returns>The last value of each variable.</returns>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var (key, value) = (new StringBuilder(), new StringBuilder());
        var kept = 0; // how much of the value is not blanks at its end
        var place = Place.BeforeKey;

        // The end of the text ends its last line.
        foreach (var c in text.Append('\n'))
        {
            var isLineEnd = c is '\n' or '\r';

            switch (place)
            {
                case Place.BeforeKey when c is '#' or ';':
                    place = Place.Comment;
                    break;
                case Place.BeforeKey when !Blank.Contains(c, StringComparison.Ordinal):
                    (place, kept) = (Place.Key, 0);
                    _ = key.Clear().Append(c);
                    _ = value.Clear();
                    break;
                case Place.Key when c == '=':
                    place = Place.BeforeValue;
                    break;
                case Place.Key when !isLineEnd:
                    _ = key.Append(c);
                    break;
                case Place.BeforeValue or Place.Value when isLineEnd:
                    Add(found, key.ToString().TrimEnd(' ', '\t'), value.ToString(0, kept));
                    place = Place.BeforeKey;
                    break;
                case Place.BeforeValue when c is '\'' or '"':
                    place = c == '"' ? Place.Double : Place.Single;
                    break;
                case Place.BeforeValue or Place.Value when c == '\\':
                    (place, kept) = (Place.Escaped, value.Length);
                    break;
                case Place.BeforeValue when Blank.Contains(c, StringComparison.Ordinal):
                    break;
                case Place.BeforeValue or Place.Value:
                    place = Place.Value;
                    _ = value.Append(c);
                    kept = Blank.Contains(c, StringComparison.Ordinal) ? kept : value.Length;
                    break;
                case Place.Escaped:
                    place = Place.Value;
                    kept = isLineEnd ? kept : value.Append(c).Length;
                    break;
                case Place.Single when c == '\'':
                case Place.Double when c == '"':
                    (place, kept) = (Place.BeforeValue, value.Length);
                    break;
                case Place.Double when c == '\\':
                    place = Place.EscapedInDouble;
                    break;
                case Place.EscapedInDouble:
                    place = Place.Double;
                    _ = EscapedInQuotes.Contains(c, StringComparison.Ordinal) ? value.Append(c)
                        : c == '\n' ? value
                        : value.Append('\\').Append(c);
                    break;
                case Place.Single or Place.Double:
                    _ = value.Append(c);
                    break;
                case Place.Comment when c == '\\':
                    place = Place.EscapedInComment;
                    break;
                case Place.EscapedInComment when !isLineEnd:
                    place = Place.Comment;
                    break;
                case Place.BeforeKey:
                case Place.Comment when !isLineEnd:
                    break;
                default: // a line without a value ends here, and so does a comment
                    place = Place.BeforeKey;
                    break;
            }
        }

        // A value that its quotes, or the last backslash, leave open counts all the same.
        if (place is Place.Single or Place.Double or Place.Value)
        {
            Add(found, key.ToString().TrimEnd(' ', '\t'), value.ToString(0, place == Place.Value ? kept : value.Length - 1));
        }

        return found;
    }

    private static void Add(Dictionary<string, string> found, string key, string value)
    {
        if (key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && !value.Any(c => c is (< ' ' and not ('\t' or '\n')) or '\x7f'))
        {
            found[key] = value;
        }
    }
}
