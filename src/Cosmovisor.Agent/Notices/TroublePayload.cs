using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Settings;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>What receivers get for which trouble is a state, opened and resolved under one key.</summary>
internal sealed class TroublePayload(NoticeSender sender)
{
    private const int LongestKey = 255;
    private const int LongestSummary = 1024;

    // An alert that is not sent again ends by itself after five minutes: an agent that is gone must not leave it standing.
    private static readonly TimeSpan AlertLasts = TimeSpan.FromMinutes(5);

    /// <summary>For Alertmanager's <c>/api/v2/alerts</c>.</summary>
    public byte[] Alerts(IReadOnlyList<Notice> notices, DateTimeOffset now) => NoticeBody.OfList(json =>
    {
        foreach (var notice in notices)
        {
            Alert(json, notice, now);
        }
    });

    /// <summary>For PagerDuty's Events API v2.</summary>
    public void PagerDutyEvent(Utf8JsonWriter json, NoticeAddress address, Notice notice)
    {
        json.WriteString("routing_key", address.Secret);
        json.WriteString("event_action", notice.Trouble is { IsOpen: false } ? "resolve" : "trigger");
        json.WriteString("dedup_key", Key(notice));
        json.WriteStartObject("payload");
        json.WriteString("summary", $"{sender.ChainId ?? sender.Home}: {ForeignText.Printable(notice.Says, 900)}" is var text
            && text.Length > LongestSummary ? text[..LongestSummary] : text);
        json.WriteString("source", sender.Host);
        json.WriteString("severity", notice.Level is "info" or "warning" ? notice.Level : "error");
        json.WriteString("timestamp", TimeFormat.Utc(notice.Trouble?.Since ?? notice.At));
        NoticeBody.Text(json, "component", sender.ChainId);
        json.WriteString("group", sender.Home);
        json.WriteString("class", notice.Trouble?.Kind ?? notice.Event);
        json.WriteStartObject("custom_details");
        Who(json);
        NoticeBody.Text(json, "plan", notice.Plan);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Alert(Utf8JsonWriter json, Notice notice, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteStartObject("labels");
        json.WriteString(
            "alertname",
            $"Cosmovisor{string.Concat((notice.Trouble?.Kind ?? notice.Event).Split('-').Select(word => word.Length == 0 ? "" : $"{char.ToUpperInvariant(word[0])}{word[1..]}"))}");
        json.WriteString("severity", notice.Level is "error" ? "critical" : notice.Level);

        // An alert is known by its labels: a fleet's must be the same whichever agent reports it.
        var fleet = notice.Trouble is { } news && TroubleKind.IsOfTheFleet(news.Kind)
            ? FleetNewsSource.FleetOf(news.Key, Trouble.NameOf(news.Kind, notice.Plan)) : null;
        NoticeBody.Text(json, "fleet", fleet);

        if (fleet is null)
        {
            Who(json);
        }

        NoticeBody.Text(json, "plan", notice.Plan);
        json.WriteEndObject();
        json.WriteStartObject("annotations");
        json.WriteString("summary", notice.Says);

        if (fleet is not null)
        {
            Who(json);
        }

        json.WriteEndObject();
        json.WriteString("startsAt", TimeFormat.Utc(notice.Trouble?.Since ?? notice.At));
        json.WriteString("endsAt", TimeFormat.Utc(notice.Trouble is { IsOpen: true } ? now + AlertLasts : notice.At));
        json.WriteEndObject();
    }

    private void Who(Utf8JsonWriter json)
    {
        json.WriteString("host", sender.Host);
        json.WriteString("home", sender.Home);
        NoticeBody.Text(json, "chain_id", sender.ChainId);
        NoticeBody.Text(json, "moniker", sender.Moniker);
    }

    private static string Key(Notice notice) => (notice.Trouble?.Key ?? notice.Id) is var key && key.Length <= LongestKey ? key
        : $"cosmovisor:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
}
