using System.Buffers;
using System.Text;

namespace Cosmovisor.Logging;

/// <summary>
/// Takes out of any text what the links in it may keep secret: the user before the <c>@</c>, and the query but for what every reader may
/// know of a download.
/// </summary>
internal static class LinkSecrets
{
    private const string Scheme = "://";
    private const string Hidden = "***";

    // Whatever a link stands in: a sentence, quotes, JSON, a list.
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>{}|\\^,;()[]");
    private static readonly string[] Harmless = ["checksum", "archive", "filename"];

    public static string Hide(string text)
    {
        var at = text.IndexOf(Scheme, StringComparison.Ordinal);

        if (at < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        var done = 0;

        while (at >= 0)
        {
            var start = at + Scheme.Length;
            var length = text.AsSpan(start).IndexOfAny(Ends);
            var end = length < 0 ? text.Length : start + length;
            _ = shown.Append(text, done, start - done);
            Add(shown, text.AsSpan(start, end - start));
            done = end;
            at = text.IndexOf(Scheme, end, StringComparison.Ordinal);
        }

        return shown.Append(text, done, text.Length - done).ToString();
    }

    // What follows "https://": user:password@host/path?a=b&c=d#fragment.
    private static void Add(StringBuilder shown, ReadOnlySpan<char> link)
    {
        var host = link.IndexOfAny('/', '?', '#') is >= 0 and var first ? link[..first] : link;
        var user = host.LastIndexOf('@');

        if (user >= 0)
        {
            _ = shown.Append(Hidden);
            link = link[user..];
        }

        var query = link.IndexOf('?');

        if (query < 0)
        {
            _ = shown.Append(link);
            return;
        }

        _ = shown.Append(link[..(query + 1)]);
        var separator = "";

        foreach (var range in link[(query + 1)..].Split('&'))
        {
            _ = shown.Append(separator);
            AddParameter(shown, link[(query + 1)..][range]);
            separator = "&";
        }
    }

    // The checksum of one link may itself be a link with a query (file:https://…?token=…).
    private static void AddParameter(StringBuilder shown, ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        var name = equals < 0 ? parameter : parameter[..equals];
        var isHarmless = false;

        foreach (var harmless in Harmless)
        {
            isHarmless |= name.Equals(harmless, StringComparison.OrdinalIgnoreCase);
        }

        _ = isHarmless && !parameter.Contains('?') && !parameter.Contains('@') ? shown.Append(parameter)
            : equals < 0 ? shown.Append(Hidden)
            : shown.Append(name).Append('=').Append(Hidden);
    }
}
