using System.Buffers;

namespace Cosmovisor.Detection;

/// <summary>
/// What syslog and journald put before a program's line: <c>Jun 7 11:28:40 host cosmovisor[245614]: </c>, or an ISO time instead.
/// </summary>
/// <remarks>The process id is asked for: without it, <c>TIME INF memo: …</c> would pass for a header.</remarks>
internal static class SyslogHeader
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/@");

    /// <summary>What stands behind the header; the whole line when there is none.</summary>
    public static ReadOnlySpan<char> Skip(ReadOnlySpan<char> line)
    {
        var rest = line;
        return TakeTime(ref rest) && IsHost(LogWord.Take(ref rest)) && IsTag(LogWord.Take(ref rest)) ? rest : line;
    }

    private static bool TakeTime(ref ReadOnlySpan<char> rest)
    {
        var first = LogWord.Take(ref rest);
        return LogWord.IsMonth(first)
            ? LogWord.IsTime(LogWord.Take(ref rest)) && LogWord.IsTime(LogWord.Take(ref rest))
            : LogWord.IsTime(first) && first.Contains('T') && first.Contains(':');
    }

    private static bool IsHost(ReadOnlySpan<char> word) => IsName(word) && !LogWord.IsLevel(word);

    private static bool IsTag(ReadOnlySpan<char> word)
    {
        var bracket = word.IndexOf('[');
        return bracket > 0 && word.EndsWith("]:", StringComparison.Ordinal) && IsName(word[..bracket])
            && word[(bracket + 1)..^2] is { IsEmpty: false } id && !id.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsName(ReadOnlySpan<char> word) => !word.IsEmpty && !word.ContainsAnyExcept(NameCharacters);
}
