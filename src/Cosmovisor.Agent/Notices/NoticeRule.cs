using System.Text.Json;
using Cosmovisor.Agent.Settings;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>What is reported where.</summary>
internal static class NoticeRule
{
    public const string Opened = "trouble-opened";
    public const string Resolved = "trouble-resolved";

    private const int LongestSentence = 4000;

    private static readonly string[] AboutPlans = ["plan-", "upgrade-", "readiness-", "schedule-", "network-"];
    private static readonly string[] Steps = ["step-began", "step-done", "step-done-before"];

    /// <returns>Null for a line that is not an event.</returns>
    /// <param name="id">Its place in the events.</param>
    /// <param name="line">As it was written.</param>
    public static Notice? Of(string id, JsonElement line) => Text(line, "event") is not { Length: > 0 } name ? null : new Notice
    {
        Id = id,
        At = line.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var time) ? time
            : DateTimeOffset.UnixEpoch,
        Event = name,
        Level = Text(line, "level") ?? "info",
        Says = Cut(Text(line, "says") ?? name),
        Plan = Text(line, "plan"),
        Height = line.TryGetProperty("height", out var height)
            && height.ValueKind == JsonValueKind.Number
            && height.TryGetInt64(out var number) ? number : null,
        Line = line,
    };

    /// <summary>Whether an address is told.</summary>
    /// <param name="notice">What.</param>
    /// <param name="address">Where.</param>
    /// <param name="floor">COSMOVISOR_NOTIFY_LEVEL; null where it is not set.</param>
    public static bool IsTold(Notice notice, NoticeAddress address, LogLevel? floor) => address.Form switch
    {
        NoticeForm.Heartbeat => false,
        NoticeForm.PagerDuty or NoticeForm.Alertmanager => notice.Trouble is not null && IsLoudEnough(notice, address.Level ?? floor),
        _ when !IsLoudEnough(notice, address.Level ?? floor) => false,
        NoticeForm.Webhook or NoticeForm.Exec => true,

        // People are told once: what an event has said is not said again as trouble, and a thread of steps is for those who asked for all
        // of it.
        _ when notice.Trouble is { } trouble => TroubleKind.IsTold(trouble),
        _ => (address.Level ?? floor) is not null || !Steps.Contains(notice.Event),
    };

    private static bool IsLoudEnough(Notice notice, LogLevel? floor) =>
        floor is { } least ? notice.Grade >= least : notice.Grade >= LogLevel.Warning || notice.Trouble is not null || IsAboutAPlan(notice);

    private static bool IsAboutAPlan(Notice notice) =>
        notice.Grade >= LogLevel.Info
            && (notice.Plan is not null || AboutPlans.Any(start => notice.Event.StartsWith(start, StringComparison.Ordinal)));

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Cut(string text) => text.Length <= LongestSentence ? text : text[..LongestSentence] + "…";
}
