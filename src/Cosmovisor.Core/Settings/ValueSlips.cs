using System.Buffers;

namespace Cosmovisor.Settings;

/// <summary>
/// What a shell would have taken out of a value and a unit, an env file or a Dockerfile leaves in it: quotes, <c>~</c>, <c>$HOME</c>, a
/// Windows line end.
/// </summary>
internal static class ValueSlips
{
    private static readonly (char Open, char Close)[] Quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('`', '`')];
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \u00a0");

    /// <returns>The end of the sentence "DAEMON_HOME …", with what would be right; null when there is no such slip.</returns>
    public static string? Find(ValueFormat form, string value) =>
        value is [.., '\r' or '\n']
            ? "must not end in a Windows line end (\\r): the file it was read from has one in every line. Take them out: sed -i 's/\\r$//' FILE"
        : form.IsFreeText || value.Length == 0 ? null
        : InQuotes(value) is { } inner ? form.Shown is null ? $"must be {inner}, not {value}: nothing removes the quotes here"
            : "must be without quotes: nothing removes them here"
        : form.IsPath ? PathSlip(value)
        : null;

    /// <summary>What stands between quotes, straight ones or those of a printed page; null when none are around it.</summary>
    public static string? InQuotes(string value) =>
        value.Length >= 2 && Array.Exists(Quotes, pair => value[0] == pair.Open && value[^1] == pair.Close) ? value[1..^1] : null;

    private static string? PathSlip(string value) => value switch
    {
        ['~', ..] => $"must be a whole path, not \"{value}\": only a shell replaces ~. Write /home/USER{value[1..]}, or /root{value[1..]}",
        ['$', ..] => $"must be a whole path, not \"{value}\": only a shell replaces what begins with $",
        _ when Blanks.Contains(value[0]) || Blanks.Contains(value[^1]) =>
            $"must not begin or end with a blank, as \"{value}\" does: write {value.Trim()}",
        _ => null,
    };
}
