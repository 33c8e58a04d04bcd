namespace Cosmovisor.Staging;

/// <summary>
/// Where a server may send a download to. What it says is foreign text, and .NET would follow some of it, and die of some.
/// </summary>
internal static class Redirect
{
    /// <summary>Redirects of one download.</summary>
    public const int Most = 10;

    private const int Longest = 8 * 1024;

    /// <summary>Reads a <c>Location</c>.</summary>
    /// <param name="from">The address that answered with it.</param>
    /// <param name="location">As it came; null when there was none.</param>
    /// <param name="hasChecksum">The download has a checksum that came another way.</param>
    /// <returns>The address to ask next, or why not.</returns>
    public static Parsed<Uri> Follow(Uri from, string? location, bool hasChecksum) =>
        location is null or "" ? Refused(from, "without saying where to")
        : location.Length > Longest ? Refused(from, $"to an address of {location.Length} characters")
        : location.Any(c => c is <= ' ' or '\\' || char.IsControl(c) || char.IsSurrogate(c))
            ? Refused(from, $"to something that is not an address ({ForeignText.Quote(location)})")
        : Next(from, location) is not { } next
            ? Refused(from, $"to something that is not an http or https address ({ForeignText.Quote(location)})")
        : next.UserInfo.Length > 0 ? Refused(from, $"to {next.Host} with a login in the address, which a server must not set")
        : from.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp
            ? Refused(from, $"from https to plain http ({DownloadUrl.Show(next)}), which is never followed")
        : next is { Scheme: "http", IsLoopback: false } && !hasChecksum
            ? Refused(from, $"to plain http ({DownloadUrl.Show(next)}) and has no checksum: anyone on the way could send another file")
        : Parsed.Ok(next);

    // An absolute address, or a path on the same server. "//host/path" is the first with the scheme left out; "https:name" and "//" are
    // neither.
    private static Uri? Next(Uri from, string location)
    {
        var scheme = location.IndexOf(':', StringComparison.Ordinal);
        var isAbsolute = scheme > 0
            && location[..scheme].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            && char.IsAsciiLetter(location[0]);
        var text = isAbsolute ? location : location.StartsWith("//", StringComparison.Ordinal) ? $"{from.Scheme}:{location}" : null;

        return text is not null
            ? HasHost(text) && Uri.TryCreate(text, UriKind.Absolute, out var absolute) && IsWeb(absolute) ? absolute : null
            : location.IndexOfAny([':', '/', '?', '#']) is >= 0 and var first && location[first] == ':' ? null // a scheme that is none
            : Uri.TryCreate(from, location, out var relative) && IsWeb(relative) && relative.Authority == from.Authority ? relative : null;
    }

    private static bool HasHost(string text) =>
        text.IndexOf("://", StringComparison.Ordinal) is > 0 and var at && at + 3 < text.Length && text[at + 3] is not ('/' or '?' or '#');

    private static bool IsWeb(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.Host.Length > 0;

    private static Parsed<Uri> Refused(Uri from, string words) => Parsed.Invalid<Uri>($"{DownloadUrl.Show(from)} redirects {words}");
}
