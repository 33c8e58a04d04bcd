namespace Cosmovisor.Detection;

/// <summary>Tells a plan's info from the fields a logger adds behind it on the same plain line.</summary>
internal static class KeyValueTail
{
    /// <summary>The text up to the logger's own <c>key=value</c> words at the end of the line.</summary>
    /// <remarks>
    /// Words in a JSON object that the info begins with are its own. Other info that ends in <c>word=word</c> loses it: nothing tells the
    /// two apart.
    /// </remarks>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed[..StartOfTail(trimmed, ObjectLength(trimmed))].TrimEnd();
    }

    /// <summary>
    /// The same where the logger is known to mark its fields with colours and none stands behind the info: only a JSON object with nothing
    /// but such words behind it is cut.
    /// </summary>
    public static ReadOnlySpan<char> CutBehindAnObject(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        var length = ObjectLength(trimmed);
        return length > 0 && trimmed[..StartOfTail(trimmed, length)].TrimEnd().Length == length ? trimmed[..length] : trimmed;
    }

    private static int StartOfTail(ReadOnlySpan<char> text, int from)
    {
        var at = from;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        while (at < text.Length)
        {
            var stopped = EndOfPairs(text, at);
            if (stopped == text.Length)
            {
                return at;
            }

            // No run that begins at a pair we have just passed could get further than this one did.
            at = NextWord(text, stopped);
        }

        return text.Length;
    }

    // Where the run of pairs that begins here stops: the end of the text, or a word that is not a pair.
    private static int EndOfPairs(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            var pair = KeyValue.PairLength(text[at..]);
            if (pair == 0)
            {
                return at;
            }

            at = NextWord(text, at + pair);
        }

        return at;
    }

    private static int NextWord(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    // Length of the JSON object the text begins with, or 0. Braces in strings do not count.
    private static int ObjectLength(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith('{'))
        {
            return 0;
        }

        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return at + 1;
                case '"' when GoQuoted.Length(text[at..]) is > 0 and var length:
                    at += length - 1;
                    break;
                case '"': // never closed, and no other way to read it could close the object
                    return 0;
                default:
                    break;
            }
        }

        return 0;
    }
}
