using System.Buffers;

namespace Cosmovisor.Staging;

/// <summary>A link to a file, with go-getter's options taken out of its query.</summary>
/// <remarks>The rest of the query stays exactly as written: signed links break when it is touched.</remarks>
internal sealed record DownloadUrl
{
    private const int LongestLink = 16 * 1024;
    private const int LongestShown = 200;
    private const string OfThisMachine = "file://localhost/";

    private static readonly SearchValues<char> Blank = SearchValues.Create([.. Enumerable.Range(0, 33).Select(c => (char)c), '\x7f']);

    // What go-getter would fetch by other means than one GET; it guesses git from the bare names of code hosts.
    private static readonly string[] OtherGetters = ["git", "hg", "s3", "gcs", "ssh", "ftp", "ftps", "sftp", "smb"];
    private static readonly string[] CodeHosts = ["github.com/", "gitlab.com/", "bitbucket.org/", "git@"];

    private DownloadUrl(Uri address) => Address = address;

    /// <summary>An absolute http, https or file link.</summary>
    public Uri Address { get; }

    /// <summary>The link as it stands in the plan, options and secrets included. Not for people.</summary>
    public string Written { get; private init; } = "";

    public ChecksumRule? Checksum { get; private init; }

    /// <summary>What <c>archive=</c> says: null (tell by the bytes), "false" (never unpack), or a kind.</summary>
    public string? Archive { get; private init; }

    public bool IsFile => Address.IsFile;

    /// <summary>Anyone on the way could put another file in its place.</summary>
    public bool IsOpenToTampering => Address.Scheme == Uri.UriSchemeHttp && !Address.IsLoopback;

    /// <summary>For people: no password, and no query, which in signed links is one.</summary>
    public string Shown => Show(Address);

    public static string Show(Uri address) =>
        address.IsFile ? address.LocalPath
            : $"{address.Scheme}://{address.Authority}{address.AbsolutePath}{(address.Query.Length > 0 ? "?…" : "")}";

    /// <summary>The same for what is not a link, and may hold secrets all the same.</summary>
    public static string Masked(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var plain = end < 0 ? text : $"{text[..end]}{text[end]}…";
        var host = plain.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var path = plain.IndexOf('/', host);
        var login = plain.AsSpan(host, (path < 0 ? plain.Length : path) - host).LastIndexOf('@');
        var shown = login >= 0 ? $"{plain[..host]}…{plain[(host + login)..]}" : plain;
        return shown.Length <= LongestShown ? shown : $"{shown[..LongestShown]}…";
    }

    public static Parsed<DownloadUrl> Parse(string link)
    {
        var text = link.Trim();

        return text.Length == 0 ? Parsed.Invalid<DownloadUrl>("the link is empty")
            : text.Length > LongestLink ? Parsed.Invalid<DownloadUrl>($"a link of {text.Length} characters is too long")
            : text.AsSpan().IndexOfAny(Blank) is >= 0 and var at
                ? Parsed.Invalid<DownloadUrl>($"the link {ForeignText.Quote(Masked(text[..at]))}… has a space or line break in it")
            : WithoutGetter(text).IsOk(out var plain, out var reason)
                ? ParsePlain(plain).Then(url => Parsed.Ok(url with { Written = text }))
            : Parsed.Invalid<DownloadUrl>(reason);
    }

    /// <summary>The file published beside this one under the same name with an ending of its own.</summary>
    public DownloadUrl Beside(string ending) => new(new UriBuilder(Address) { Path = Address.AbsolutePath + ending }.Uri);

    private static Parsed<string> WithoutGetter(string text)
    {
        var forced = text.IndexOf("::", StringComparison.Ordinal);
        var getter = forced > 0 && text[..forced].All(char.IsAsciiLetterOrDigit) ? text[..forced].ToLowerInvariant() : null;
        var scheme = text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? text[..end].ToLowerInvariant() : null;

        return getter is not (null or "http" or "https" or "file") ? OtherGetter(getter)
            : getter is not null ? Parsed.Ok(text[(forced + 2)..])
            : scheme is not null && OtherGetters.Contains(scheme) ? OtherGetter(scheme)
            : CodeHosts.Any(host => text.StartsWith(host, StringComparison.OrdinalIgnoreCase)) ? OtherGetter("git")
            : Parsed.Ok(text);
    }

    private static Parsed<string> OtherGetter(string getter) =>
        Parsed.Invalid<string>(
            $"the link asks for go-getter's {ForeignText.Quote(getter)} getter, which is not supported; only http, https, file and absolute paths are");

    private static Parsed<DownloadUrl> ParsePlain(string text)
    {
        var fragment = text.IndexOf('#', StringComparison.Ordinal);
        var whole = fragment < 0 ? text : text[..fragment];
        var question = whole.IndexOf('?', StringComparison.Ordinal);
        var options = question < 0 ? [] : whole[(question + 1)..].Split('&').Select(Option).ToList();
        var kept = string.Join('&', options.Where(o => o.Name is not ("checksum" or "archive" or "filename")).Select(o => o.Written));
        var address = question < 0 ? whole : kept.Length == 0 ? whole[..question] : $"{whole[..question]}?{kept}";

        return AddressOf(address) is { } uri
            ? WithOptions(new DownloadUrl(uri), options)
            : Parsed.Invalid<DownloadUrl>(
                $"the link {ForeignText.Quote(Masked(address))} is not an http, https or file link, nor an absolute path");
    }

    private static (string Name, string Value, string Written) Option(string written)
    {
        var equals = written.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (written, "", written) : (written[..equals], Uri.UnescapeDataString(written[(equals + 1)..]), written);
    }

    private static Uri? AddressOf(string text)
    {
        if (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal))
        {
            return new UriBuilder
            {
                Scheme = Uri.UriSchemeFile,
                Host = "",
                Path = Uri.EscapeDataString(text)
                .Replace("%2F", "/", StringComparison.Ordinal)
            }.Uri;
        }

        // Uri reads "https:name" as a host; nobody who writes that means it.
        // With a host, and be it this one (RFC 8089), .NET makes a path of Windows of it.
        var hostless = text.StartsWith(OfThisMachine, StringComparison.OrdinalIgnoreCase) ? $"file:///{text[OfThisMachine.Length..]}" : text;

        return text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(hostless, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps ? uri.Host.Length > 0
                : uri.Scheme == Uri.UriSchemeFile && uri.Host.Length == 0 && uri.AbsolutePath.Length > 1)
            ? uri
            : null;
    }

    private static Parsed<DownloadUrl> WithOptions(DownloadUrl url, List<(string Name, string Value, string Written)> options)
    {
        foreach (var (name, value, _) in options)
        {
            if (name == "checksum")
            {
                if (!ChecksumOf(value).IsOk(out var checksum, out var reason))
                {
                    return Parsed.Invalid<DownloadUrl>($"{reason}, in the link {url.Shown}");
                }

                url = url with { Checksum = checksum };
            }

            if (name == "archive")
            {
                if (!ArchiveKinds.IsKnownOption(value))
                {
                    return Parsed.Invalid<DownloadUrl>(
                        $"the link {url.Shown} says archive={ForeignText.Printable(value)}; understood are false, {ArchiveKinds.KnownOptions}");
                }

                url = url with { Archive = ArchiveKinds.MeansNever(value) ? "false" : value };
            }
        }

        return Parsed.Ok(url);
    }

    private static Parsed<ChecksumRule> ChecksumOf(string value)
    {
        if (value.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            // Both file:https://… and file:///… are written; the second is itself a link.
            var rest = value["file:".Length..];
            var list = rest.StartsWith("//", StringComparison.Ordinal) ? value : rest;

            return !Parse(list).IsOk(out var url, out var reason) ? Parsed.Invalid<ChecksumRule>($"no checksum list: {reason}")
                : url.Checksum is ChecksumRule.ListedIn
                    ? Parsed.Invalid<ChecksumRule>("the checksum list asks for a checksum list of its own")
                : Parsed.Ok<ChecksumRule>(new ChecksumRule.ListedIn(url));
        }

        return Staging.Checksum.Parse(value).IsOk(out var sum, out var wrong)
            ? Parsed.Ok<ChecksumRule>(new ChecksumRule.Given(sum))
            : Parsed.Invalid<ChecksumRule>(wrong);
    }
}
