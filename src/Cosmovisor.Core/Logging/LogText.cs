using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cosmovisor.Logging;

/// <summary>How one event of ours looks as a line: time, level, words, then facts as <c>name=value</c>.</summary>
internal static class LogText
{
    // What would make a value look like two, or one line like two.
    private static readonly SearchValues<char> NeedQuotes =
        SearchValues.Create([' ', '"', '=', '\\', .. Enumerable.Range(0, 32).Select(c => (char)c), '\x7f']);

    // Of the eight colours of every terminal: what is grave stands out, what is the same in every line recedes.
    private const string Grey = "\e[90m";
    private const string Cyan = "\e[36m";
    private const string Plain = "\e[0m";

    /// <summary>As in our file, whose lines are compared for years: UTC with milliseconds, no colour.</summary>
    /// <param name="time">When it happened.</param>
    /// <param name="level">How grave it is.</param>
    /// <param name="text">What happened, in words that never vary, so that operators can search for them.</param>
    /// <param name="facts">Plan, height, from, to, durations …; durations are written for people.</param>
    public static string Line(DateTimeOffset time, LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Line(TimeFormat.Utc(time), isColoured: false, level, text, facts);

    /// <summary>As the operator wants to see it.</summary>
    /// <param name="time">Written already; empty for none.</param>
    /// <param name="isColoured">Whether a terminal shows it.</param>
    /// <param name="level">How grave it is.</param>
    /// <param name="text">What happened.</param>
    /// <param name="facts">As above.</param>
    public static string Line(
        string time, bool isColoured, LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var line = new StringBuilder(128);
        var blank = time.Length > 0 ? " " : "";
        _ = isColoured
            ? line.Append(blank.Length > 0 ? Grey : "").Append(time).Append(blank.Length > 0
                ? Plain : "").Append(blank).Append(Colour(level)).Append(Word(level)).Append(Plain)
            : line.Append(time).Append(blank).Append(Word(level));
        return With(line.Append(' '), isColoured, text, facts);
    }

    /// <summary>The words and their facts alone, for a log that has time and level itself.</summary>
    public static string Message(string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        With(new StringBuilder(128), isColoured: false, text, facts);

    private static string With(StringBuilder line, bool isColoured, string text, ReadOnlySpan<(string Name, object? Value)> facts)
    {
        _ = line.Append(OneLine(text));

        foreach (var (name, value) in facts)
        {
            if (value is not null)
            {
                _ = line.Append(' ').Append(isColoured ? Cyan : "").Append(name).Append('=').Append(isColoured ? Plain : "")
                    .Append(Quoted(Written(value)));
            }
        }

        return line.ToString();
    }

    private static string Colour(LogLevel level) => level switch
    {
        LogLevel.Debug => Grey,
        LogLevel.Info => "\e[32m",
        LogLevel.Warning => "\e[33m",
        _ => "\e[1;31m",
    };

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Debug => "DEBUG",
        LogLevel.Info => "INFO ",
        LogLevel.Warning => "WARN ",
        _ => "ERROR",
    };

    /// <summary>A fact's value as text.</summary>
    public static string Written(object value) => value switch
    {
        DateTimeOffset time => TimeFormat.Utc(time),
        TimeSpan duration => DurationText.Of(duration),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Quoted(string value) =>
        value.Length > 0 && value.AsSpan().IndexOfAny(NeedQuotes) < 0 ? OneLine(value)
            : $"\"{OneLine(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";

    // A plan's info, a file name or a hook's output must not be able to forge a line of ours, and a link in it must not tell a token.
    private static string OneLine(string text) => SafeText.OneLine(LinkSecrets.Hide(text));
}
