using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Settings;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>What is sent to each form of address. Pure; tests hold approved texts of all of them.</summary>
/// <param name="sender">Who says it.</param>
/// <param name="secret">Signs webhooks; null for no signature.</param>
internal sealed class NoticePayload(NoticeSender sender, string? secret)
{
    public const string SignatureHeader = "X-Cosmovisor-Signature";

    private readonly TroublePayload _trouble = new(sender);

    /// <param name="address">Where.</param>
    /// <param name="notice">What.</param>
    /// <param name="thread">Slack's thread of the same plan; null for none yet.</param>
    /// <param name="now">For its age.</param>
    public NoticeRequest Of(NoticeAddress address, Notice notice, string? thread, DateTimeOffset now) => address.Form switch
    {
        NoticeForm.Webhook => Webhook(address, notice, now),
        NoticeForm.SlackHook => Post(address.Url, NoticeBody.Of(json => json.WriteString("text", Slack(notice, now)))),
        NoticeForm.SlackChannel =>
            Post(address.Url, NoticeBody.Of(json => SlackMessage(json, address, notice, thread, now)), Bearer(address.Secret)),
        NoticeForm.Discord => Post(address.Url, NoticeBody.Of(json => DiscordMessage(json, notice, now))),
        NoticeForm.Telegram => Post(address.Url, NoticeBody.Of(json => TelegramMessage(json, address, notice, now))),
        NoticeForm.PagerDuty => Post(address.Url, NoticeBody.Of(json => _trouble.PagerDutyEvent(json, address, notice))),
        NoticeForm.Alertmanager => Alerts(address, [notice], now),
        NoticeForm.Exec => new NoticeRequest("EXEC", address.Url, Event(notice, now)),
        _ => Heartbeat(address),
    };

    /// <summary>The event with who says it: what webhooks and programs get.</summary>
    public byte[] Event(Notice notice, DateTimeOffset now) => NoticeBody.Of(json => EventFields(json, notice, now));

    /// <summary>All trouble that is open, as one call.</summary>
    public NoticeRequest Alerts(NoticeAddress address, IReadOnlyList<Notice> notices, DateTimeOffset now) =>
        Post(address.Url, _trouble.Alerts(notices, now), Basic(address.Secret));

    public static NoticeRequest Heartbeat(NoticeAddress address) => new("GET", address.Url, [], Basic(address.Secret));

    private NoticeRequest Webhook(NoticeAddress address, Notice notice, DateTimeOffset now)
    {
        var body = Event(notice, now);
        return secret is null ? Post(address.Url, body, Basic(address.Secret))
            : Post(address.Url, body, [.. Basic(address.Secret), (
                SignatureHeader, $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}")]);
    }

    private void EventFields(Utf8JsonWriter json, Notice notice, DateTimeOffset now)
    {
        string[] ours = ["id", "host", "home", "chainId", "moniker", "lateSeconds"];
        json.WriteString("id", notice.Id);
        json.WriteString("host", sender.Host);
        json.WriteString("home", sender.Home);
        NoticeBody.Text(json, "chainId", sender.ChainId);
        NoticeBody.Text(json, "moniker", sender.Moniker);

        if (NoticeText.Age(notice, now) is not null)
        {
            json.WriteNumber("lateSeconds", (long)(now - notice.At).TotalSeconds);
        }

        if (notice.Line is { } line)
        {
            foreach (var field in line.EnumerateObject().Where(field => !ours.Contains(field.Name)))
            {
                field.WriteTo(json);
            }

            return;
        }

        json.WriteNumber("version", 1);
        json.WriteString("at", TimeFormat.Utc(notice.At));
        json.WriteString("event", notice.Event);
        json.WriteString("level", notice.Level);
        json.WriteString("says", notice.Says);
        NoticeBody.Text(json, "plan", notice.Plan);

        if (notice.Trouble is { } trouble)
        {
            json.WriteString("trouble", trouble.Kind);
            json.WriteString("key", trouble.Key);
            json.WriteString("since", TimeFormat.Utc(trouble.Since));
        }
    }

    // & < > are all that Slack's text obeys.
    private string Slack(Notice notice, DateTimeOffset now) =>
        $"*{NoticeText.Head(notice)}* {Plain(NoticeText.Says(notice, now))}\n_{Plain(NoticeText.From(sender))}_";

    private static string Plain(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private void SlackMessage(Utf8JsonWriter json, NoticeAddress address, Notice notice, string? thread, DateTimeOffset now)
    {
        json.WriteString("channel", address.Target);
        json.WriteString("text", Slack(notice, now));
        json.WriteBoolean("unfurl_links", false);
        NoticeBody.Text(json, "thread_ts", thread);
    }

    private void DiscordMessage(Utf8JsonWriter json, Notice notice, DateTimeOffset now)
    {
        json.WriteString(
            "content",
            $"**{NoticeText.Head(notice)}** {Escaped(NoticeText.Says(notice, now))}\n{Escaped(NoticeText.From(sender))}" is var text
                && text.Length > 2000
                ? text[..2000] : text);
        json.WriteStartObject("allowed_mentions");
        json.WriteStartArray("parse");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Escaped(string text) => text.Aggregate(new StringBuilder(), (escaped, letter) =>
        (letter is '*' or '_' or '`' or '~' or '|' or '>' or '\\' or '[' ? escaped.Append('\\') : escaped).Append(letter)).ToString();

    // Plain text: without parse_mode nothing in it is obeyed.
    private void TelegramMessage(Utf8JsonWriter json, NoticeAddress address, Notice notice, DateTimeOffset now)
    {
        json.WriteString("chat_id", address.Target);
        json.WriteString("text", $"{NoticeText.Head(notice)} {NoticeText.Says(notice, now)}\n{NoticeText.From(sender)}" is var text
            && text.Length > 4096 ? text[..4096] : text);
        json.WriteStartObject("link_preview_options");
        json.WriteBoolean("is_disabled", true);
        json.WriteEndObject();
    }

    private static (string Name, string Value)[] Bearer(string? token) => [("Authorization", $"Bearer {token}")];

    private static (string Name, string Value)[] Basic(string? user) => user is null ? []
        : [("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}")];

    private static NoticeRequest Post(Uri url, byte[] body, params (string Name, string Value)[] headers) =>
        new("POST", url, body, headers);
}
