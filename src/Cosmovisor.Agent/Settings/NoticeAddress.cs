using System.Net;
using System.Text;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Settings;

/// <summary>Where notices are sent, told by the scheme of its address.</summary>
/// <param name="Form">What stands behind it.</param>
/// <param name="Url">What is called; the operator's program for <see cref="NoticeForm.Exec"/>. It may hold a secret and is never
/// shown.</param>
/// <param name="Secret">Token or key; null where none is needed. Never shown.</param>
/// <param name="Target">A channel or a chat; null where there is none.</param>
internal sealed record NoticeAddress(NoticeForm Form, Uri Url, string? Secret = null, string? Target = null)
{
    private const string LevelMark = "#level=";
    private const string ExecScheme = "exec:";

    /// <summary>The least level that is sent there; null for what is sent everywhere.</summary>
    public LogLevel? Level { get; init; }

    /// <summary>Its name in what is kept; says nothing of the secret.</summary>
    public required string Id { get; init; }

    /// <summary>As one word, such as <c>slack</c>.</summary>
    public string Kind => Form switch
    {
        NoticeForm.SlackHook or NoticeForm.SlackChannel => "slack",
        _ => Form.ToString().ToLowerInvariant(),
    };

    /// <summary>For people: form and host. Path, query and user are secrets with most of them.</summary>
    public override string ToString() => Form == NoticeForm.Exec ? $"exec {Url.LocalPath}" : $"{Kind} at {Url.Host}";

    /// <param name="text">As the operator gives it.</param>
    /// <returns>Never a word of the address itself where it is wrong, since it may hold a secret.</returns>
    public static Parsed<NoticeAddress> Parse(string text)
    {
        var mark = text.LastIndexOf(LevelMark, StringComparison.Ordinal);

        if (mark < 0)
        {
            return Address(text, text);
        }

        return LevelOf(text[(mark + LevelMark.Length)..])
            .Then(level => Address(text[..mark], text).Then(address => Parsed.Ok(address with { Level = level })));
    }

    /// <param name="word">info, warning or error.</param>
    public static Parsed<LogLevel> ParseLevel(string word) => LevelOf(word);

    private static Parsed<LogLevel> LevelOf(string word) => word switch
    {
        "info" => Parsed.Ok(LogLevel.Info),
        "warning" => Parsed.Ok(LogLevel.Warning),
        "error" => Parsed.Ok(LogLevel.Error),
        _ => Parsed.Invalid<LogLevel>($"the level {ForeignText.Quote(word, 20)} is not one of info, warning and error"),
    };

    private static Parsed<NoticeAddress> Address(string text, string whole)
    {
        var id = Sha256.Hex(Encoding.UTF8.GetBytes(whole))[..16];

        if (text.StartsWith(ExecScheme, StringComparison.Ordinal))
        {
            return text[ExecScheme.Length..] is ['/', _, ..] path
                ? Parsed.Ok(new NoticeAddress(NoticeForm.Exec, new Uri(
                    $"file://{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}"))
                { Id = id })
                : Wrong("exec: needs the absolute path of a program");
        }

        var at = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = at < 0 ? "" : text[..at];
        var (kind, plain) = scheme.Split('+') is [var word, var rest] ? (word, rest) : ("", scheme);

        if (at < 0
            || plain is not ("https" or "http")
            || !Uri.TryCreate($"{plain}{text[at..]}", UriKind.Absolute, out var url)
            || url.Host.Length == 0
            || url.Fragment.Length > 0)
        {
            return Wrong(
                "expected https://…, slack+https://…, discord+https://…, telegram+https://…, pagerduty+https://…, alertmanager+https://…, heartbeat+https://… or exec:/path");
        }

        return plain == "http" && !IsLoopback(url.Host)
            ? Wrong($"{url.Host} is not this machine: plain http would show everything to the network; use https")
            : Of(kind, url).Then(address => Parsed.Ok(address with { Id = id }));
    }

    private static Parsed<NoticeAddress> Of(string kind, Uri url)
    {
        var user = url.UserInfo.Length > 0 ? Uri.UnescapeDataString(url.UserInfo) : null;
        var bare = new UriBuilder(url) { UserName = "", Password = "" }.Uri;
        var last = Uri.UnescapeDataString(url.Segments[^1].TrimEnd('/'));
        return (kind, user) switch
        {
            ("", _) => Ok(NoticeForm.Webhook, bare, user),
            ("heartbeat", _) => Ok(NoticeForm.Heartbeat, bare, user),
            ("discord", _) => Ok(NoticeForm.Discord, bare),
            ("alertmanager", _) => Ok(NoticeForm.Alertmanager, bare, user),
            ("slack", null) => Ok(NoticeForm.SlackHook, bare),
            ("slack", { } token) when last.Length > 0 => Ok(NoticeForm.SlackChannel, new Uri(bare, "chat.postMessage"), token, last),
            ("telegram", { } token) when last.Length > 0 => Ok(NoticeForm.Telegram, new Uri(bare, $"/bot{token}/sendMessage"), null, last),
            ("pagerduty", { } key) => Ok(NoticeForm.PagerDuty, bare, key),
            ("slack", _) => Wrong("expected slack+https://hooks.slack.com/services/… or slack+https://TOKEN@slack.com/api/CHANNEL"),
            ("telegram", _) => Wrong("expected telegram+https://BOTTOKEN@api.telegram.org/CHAT"),
            ("pagerduty", _) => Wrong("expected pagerduty+https://KEY@events.pagerduty.com/v2/enqueue"),
            _ => Wrong($"{ForeignText.Quote(kind, 20)} is not a form of notice"),
        };
    }

    private static Parsed<NoticeAddress> Ok(NoticeForm form, Uri url, string? secret = null, string? target = null) =>
        Parsed.Ok(new NoticeAddress(form, url, secret, target) { Id = "" });

    private static Parsed<NoticeAddress> Wrong(string why) => Parsed.Invalid<NoticeAddress>(why);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
