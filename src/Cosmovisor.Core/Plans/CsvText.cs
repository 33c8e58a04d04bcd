using System.Text;

namespace Cosmovisor.Plans;

/// <summary>
/// Comma-separated values as RFC 4180 has them: a field in double quotes may hold commas, line ends and doubled quotes. Blank lines are
/// none.
/// </summary>
internal static class CsvText
{
    public static Parsed<IReadOnlyList<IReadOnlyList<string>>> Rows(string text)
    {
        var rows = new List<IReadOnlyList<string>>();
        var (at, line, counted) = (0, 1, 0);

        while (at < text.Length)
        {
            line += text.AsSpan(counted, at - counted).Count('\n');
            counted = at;
            var row = new List<string>();

            do
            {
                if (!Field(text, ref at, out var field))
                {
                    return Parsed.Invalid<IReadOnlyList<IReadOnlyList<string>>>(
                        $"line {line} has a quoted field that does not end, or goes on behind its closing quote");
                }

                row.Add(field);
            }
            while (at < text.Length && text[at++] == ',');

            if (row is not [var only] || only.Trim().Length > 0)
            {
                rows.Add(row);
            }
        }

        return Parsed.Ok<IReadOnlyList<IReadOnlyList<string>>>(rows);
    }

    // Leaves `at` on the comma or the line end behind the field, or at the end of the text.
    private static bool Field(string text, ref int at, out string field)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++; // Go's reader trims these too, as the SDK sets it up
        }

        return at < text.Length && text[at] == '"' ? Quoted(text, ref at, out field) : Plain(text, ref at, out field);
    }

    private static bool Plain(string text, ref int at, out string field)
    {
        var end = text.AsSpan(at).IndexOfAny(',', '\n') is >= 0 and var length ? at + length : text.Length;
        field = text[at..end].TrimEnd('\r');
        at = end;
        return true;
    }

    private static bool Quoted(string text, ref int at, out string field)
    {
        var content = new StringBuilder();

        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                _ = content.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                _ = content.Append(text[at++]);
            }
            else
            {
                at++;
                at += at < text.Length && text[at] == '\r' ? 1 : 0;
                field = content.ToString();
                return at == text.Length || text[at] is ',' or '\n';
            }
        }

        field = "";
        return false;
    }
}
