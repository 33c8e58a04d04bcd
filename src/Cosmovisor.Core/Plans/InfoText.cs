namespace Cosmovisor.Plans;

/// <summary>A plan's info without what people put around it on its way into a proposal.</summary>
/// <param name="Text">What is inside.</param>
/// <param name="Slips">What was taken off.</param>
internal sealed record InfoText(string Text, IReadOnlyList<string> Slips)
{
    private const int MostLayers = 4; // a proposal that is quoted by a script and again by a shell has three
    private const string Fence = "```";

    public static InfoText Of(string info)
    {
        var slips = new List<string>();
        var text = WithoutEntities(Trim(info), slips);

        for (var layer = 0; layer < MostLayers && Inside(text, slips) is { } inner; layer++)
        {
            text = Trim(inner);
        }

        return new InfoText(text, slips);
    }

    /// <summary>Blanks off both ends, with those that take up no room: they stick to what is copied from a web page.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);

        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Zero-width blanks and joiners, soft hyphen, byte-order mark.</summary>
    public static bool IsInvisible(char c) => c is '\u00ad' or (>= '\u200b' and <= '\u200f') or (>= '\u2060' and <= '\u2064') or '\ufeff';

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || IsInvisible(c);

    private static string? Inside(string text, List<string> slips) =>
        text.StartsWith(Fence, StringComparison.Ordinal) ? Noting(slips, "a code fence around it", InsideFence(text))
        : text is ['{', ..] ? BeginsEscaped(text) && SloppyJson.TextOf($"\"{text}\"") is { } plain
            ? Noting(slips, "quotes with a backslash before them", plain) : null
        : ClosingOf(text) is { } closing ? InsideQuotes(text, closing, slips)
        : null;

    private static bool BeginsEscaped(string text) => text.AsSpan(1).TrimStart() is ['\\', '"' or 'n' or 'r' or 't', ..];

    private static char? ClosingOf(string text) => text switch
    {
        ['"' or '\'' or '`', ..] => text[0],
        ['\u201c' or '\u201d', ..] => '\u201d',
        ['\u2018' or '\u2019', ..] => '\u2019',
        _ => null,
    };

    private static string? InsideQuotes(string text, char closing, List<string> slips)
    {
        const string Slip = "quotes around the whole";

        return closing == '"' && SloppyJson.TextOf(text) is { } inner ? Noting(slips, Slip, inner)
            : text.Length > 1 && text[^1] == closing ? Noting(slips, Slip, text[1..^1])
            : text.AsSpan(1).TrimStart() is ['{', ..] ? Noting(slips, Slip, text[1..]) // cut, or with a logger's words behind it
            : null;
    }

    private static string InsideFence(string text)
    {
        var start = Fence.Length;

        while (start < text.Length && char.IsAsciiLetterOrDigit(text[start])) // the language's name
        {
            start++;
        }

        var end = text.LastIndexOf(Fence, StringComparison.Ordinal);
        return end >= start ? text[start..end] : text[start..];
    }

    private static string WithoutEntities(string text, List<string> slips) =>
        text.Contains('"', StringComparison.Ordinal)
            || !text.Contains("&quot;", StringComparison.Ordinal) && !text.Contains("&#34;", StringComparison.Ordinal)
            ? text
            : Noting(slips, "quotes as HTML writes them", text
                .Replace("&quot;", "\"", StringComparison.Ordinal)
                .Replace("&#34;", "\"", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal));

    private static string Noting(List<string> slips, string slip, string text)
    {
        if (!slips.Contains(slip))
        {
            slips.Add(slip);
        }

        return text;
    }
}
