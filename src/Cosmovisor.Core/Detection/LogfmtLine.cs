namespace Cosmovisor.Detection;

/// <summary>
/// A line of <c>key=value</c> words: slog's text form, logfmt, and what stands behind the message in tendermint's and zerolog's.
/// </summary>
internal static class LogfmtLine
{
    /// <summary>
    /// The fields of the line. Words that belong to no key are part of the value before them; before the first key they are skipped.
    /// </summary>
    public static LogFields Read(ReadOnlySpan<char> line)
    {
        var fields = new LogFields();
        var rest = line.TrimStart();

        while (!rest.IsEmpty)
        {
            var key = KeyValue.KeyLength(rest);
            if (key == 0)
            {
                rest = rest[KeyValue.WordLength(rest)..].TrimStart();
                continue;
            }

            var name = LogFields.Known(rest[..key]);
            rest = rest[(key + 1)..];
            var length = rest.StartsWith('"') ? QuotedLength(rest) : UnquotedLength(rest);
            if (name is not null)
            {
                fields.SetIfNew(name, Value(rest[..length]));
            }

            rest = rest[length..].TrimStart();
        }

        return fields;
    }

    // A node that dies in mid-line leaves the quote open: then the value is what there is.
    // What sticks to a closing quote goes with it: `a="b"msg="c"` has no field msg.
    private static int QuotedLength(ReadOnlySpan<char> text) =>
        GoQuoted.Length(text) is > 0 and var length ? length + KeyValue.WordLength(text[length..]) : text.Length;

    private static int UnquotedLength(ReadOnlySpan<char> text)
    {
        var at = KeyValue.WordLength(text);
        while (at < text.Length)
        {
            var next = at + (text.Length - at - text[at..].TrimStart().Length);
            if (KeyValue.KeyLength(text[next..]) > 0)
            {
                return at;
            }

            at = next + KeyValue.WordLength(text[next..]);
        }

        return at;
    }

    private static string Value(ReadOnlySpan<char> written)
    {
        if (!written.StartsWith('"'))
        {
            return written.Trim().ToString();
        }

        var closed = GoQuoted.Length(written);
        return GoQuoted.Unescape(closed > 0 ? written[1..(closed - 1)] : written[1..]);
    }
}
