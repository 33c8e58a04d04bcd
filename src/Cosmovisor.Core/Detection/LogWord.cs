using System.Buffers;

namespace Cosmovisor.Detection;

/// <summary>The kinds of words loggers put before a message.</summary>
internal static class LogWord
{
    private static readonly SearchValues<char> TimeCharacters = SearchValues.Create("0123456789:.-/+|TZAPMapm,");

    private static readonly SearchValues<string> Levels = Words(
        "ERR", "ERRO", "ERROR", "WRN", "WARN", "WARNING", "INF", "INFO", "DBG", "DEBU", "DEBUG",
        "FTL", "FATA", "FATAL", "PNC", "PANI", "PANIC", "TRC", "TRAC", "TRACE");

    private static readonly SearchValues<string> Months =
        Words("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private static readonly SearchValues<string> Weekdays = Words("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    private static readonly SearchValues<string> Zones = Words(
        "AM", "PM", "Z", "UTC", "GMT", "WET", "WEST", "BST", "CET", "CEST", "EET", "EEST", "MSK", "IST", "WIB", "HKT",
        "SGT", "CST", "JST", "KST",
        "AEST", "AEDT", "EST", "EDT", "CDT", "MST", "MDT", "PST", "PDT");

    /// <summary>The next word, and what stands behind it. Empty at the end.</summary>
    public static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart();
        var word = trimmed[..KeyValue.WordLength(trimmed)];
        text = trimmed[word.Length..].TrimStart();
        return word;
    }

    /// <summary>A time, a date or a part of one: <c>1:00PM</c>, <c>2021-03-24T20:33:13Z</c>, <c>2021/03/24</c>, <c>7</c>.</summary>
    public static bool IsTime(ReadOnlySpan<char> word)
    {
        var bare = word.Trim("[]()");
        return !bare.IsEmpty && char.IsAsciiDigit(bare[0]) && !bare.ContainsAnyExcept(TimeCharacters);
    }

    public static bool IsDayOrMonth(ReadOnlySpan<char> word)
    {
        var bare = word.Trim("[](),");
        return IsOneOf(Months, bare) || IsOneOf(Weekdays, bare);
    }

    public static bool IsMonth(ReadOnlySpan<char> word) => IsOneOf(Months, word);

    /// <summary>What may follow a time: <c>UTC</c>, <c>PM</c>, <c>+0200</c>.</summary>
    public static bool IsZone(ReadOnlySpan<char> word)
    {
        var bare = word.Trim("[]()");
        return IsOneOf(Zones, bare) || (!bare.IsEmpty && bare[0] is '+' or '-' && IsTime(bare[1..]));
    }

    /// <summary>
    /// <c>ERR</c>, <c>error:</c>, <c>[ERROR]</c>, <c>&lt;error&gt;</c>, also with a time: <c>E[2021-01-02|03:04:05.678]</c>,
    /// <c>ERRO[0001]</c>.
    /// </summary>
    public static bool IsLevel(ReadOnlySpan<char> word)
    {
        // Go's own, and a message: `panic: UPGRADE "v2" NEEDED …` is a halt and no announcement.
        if (word.Equals("panic:", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var bracket = word.IndexOf('[');
        return bracket > 0
            ? word.EndsWith(']') && IsTime(word[bracket..]) && (IsOneOf(Levels, word[..bracket])
                || (bracket == 1 && char.IsAsciiLetter(word[0])))
            : IsOneOf(Levels, word.Trim("[]<>():|"));
    }

    private static SearchValues<string> Words(params ReadOnlySpan<string> words) =>
        SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);

    private static bool IsOneOf(SearchValues<string> words, ReadOnlySpan<char> word) => words.Contains(word.ToString());
}
