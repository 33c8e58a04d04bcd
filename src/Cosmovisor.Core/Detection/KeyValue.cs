namespace Cosmovisor.Detection;

/// <summary>One <c>key=value</c> or <c>key="quoted value"</c> of a log line.</summary>
internal static class KeyValue
{
    /// <summary>Length of the key when the text begins with <c>key=</c>, else 0.</summary>
    public static int KeyLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            return 0;
        }

        var length = 1;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '.' or '-'))
        {
            length++;
        }

        return length < text.Length && text[length] == '=' ? length : 0;
    }

    /// <summary>Length of the pair the text begins with, when it ends at a blank or with the text; else 0.</summary>
    public static int PairLength(ReadOnlySpan<char> text)
    {
        var key = KeyLength(text);
        if (key == 0)
        {
            return 0;
        }

        var value = text[(key + 1)..];
        var length = value.StartsWith('"') ? GoQuoted.Length(value) : WordLength(value);
        var isWhole = (length > 0 || !value.StartsWith('"')) && (length == value.Length || char.IsWhiteSpace(value[length]));
        return isWhole ? key + 1 + length : 0;
    }

    public static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]))
        {
            length++;
        }

        return length;
    }
}
