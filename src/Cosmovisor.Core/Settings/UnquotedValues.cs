using System.Buffers;

namespace Cosmovisor.Settings;

/// <summary>
/// Values of a config.toml that stand without quotes, or in those of a printed page: not TOML, and printed so in many a guide.
/// </summary>
/// <param name="Text">The file with quotes where they are missing.</param>
/// <param name="Found">What was corrected.</param>
internal sealed record UnquotedValues(string Text, IReadOnlyList<UnquotedValue> Found)
{
    private const string Export = "export ";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789_");

    /// <param name="text">Any text at all; only looked at when it is not TOML as it stands.</param>
    public static UnquotedValues Mend(string text)
    {
        var (lines, found) = (text.Split('\n'), new List<UnquotedValue>());

        for (var i = 0; i < lines.Length; i++)
        {
            if (Pair(lines[i]) is var (key, value, tail) && IsSetting(key) && Bare(value) is { } meant)
            {
                var one = new UnquotedValue(i + 1, key, value, meant);
                found.Add(one);
                lines[i] = $"{one.Cure}{tail}";
            }
        }

        return new UnquotedValues(string.Join('\n', lines), found);
    }

    private static (string Key, string Value, string Tail)? Pair(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);

        if (equals < 0)
        {
            return null;
        }

        var key = line[..equals].Trim();
        var rest = line[(equals + 1)..];
        var comment = rest.IndexOf('#', StringComparison.Ordinal);
        var end = (comment < 0 ? rest : rest[..comment]).TrimEnd().Length;
        return (key.StartsWith(Export, StringComparison.Ordinal) ? key[Export.Length..].TrimStart() : key, rest[..end].TrimStart(),
            rest[end..]);
    }

    private static bool IsSetting(string key) => SettingTable.Find(key) is not null;

    /// <summary>The value that is meant; null for one that is TOML, or that nobody can guess.</summary>
    private static string? Bare(string value) =>
        value is ['"' or '\'' or '[' or '{', ..] ? null
        : value is "true" or "false" || IsNumber(value) ? null
        : ValueSlips.InQuotes(value) ?? value;

    private static bool IsNumber(string value) =>
        value.AsSpan().TrimStart("+-") is [>= '0' and <= '9', ..] digits && digits.IndexOfAnyExcept(Digits) < 0;
}

/// <summary>One of them.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Key">As it is written.</param>
/// <param name="Written">The value as it is written.</param>
/// <param name="Value">The value as it is meant.</param>
internal sealed record UnquotedValue(int Line, string Key, string Written, string Value)
{
    /// <summary>The line as TOML wants it.</summary>
    public string Cure =>
        $"{Key} = \"{Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
