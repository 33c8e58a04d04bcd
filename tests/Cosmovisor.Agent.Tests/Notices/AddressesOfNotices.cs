using Cosmovisor.Agent.Settings;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

public static class AddressesOfNotices
{
    [Theory]
    [InlineData("https://example.org/a?b=SECRET", "Webhook", "https://example.org/a?b=SECRET", null, null)]
    [InlineData("https://me:SECRET@example.org/a", "Webhook", "https://example.org/a", "me:SECRET", null)]
    [InlineData("http://127.0.0.1:8080/a", "Webhook", "http://127.0.0.1:8080/a", null, null)]
    [InlineData("http://[::1]:8080/a", "Webhook", "http://[::1]:8080/a", null, null)]
    [InlineData(
        "slack+https://hooks.slack.com/services/T/B/SECRET", "SlackHook", "https://hooks.slack.com/services/T/B/SECRET", null, null)]
    [InlineData(
        "slack+https://xoxb-SECRET@slack.com/api/C123", "SlackChannel", "https://slack.com/api/chat.postMessage", "xoxb-SECRET", "C123")]
    [InlineData("discord+https://discord.com/api/webhooks/1/SECRET", "Discord", "https://discord.com/api/webhooks/1/SECRET", null, null)]
    [InlineData(
        "telegram+https://12:SECRET@api.telegram.org/-100", "Telegram", "https://api.telegram.org/bot12:SECRET/sendMessage", null, "-100")]
    [InlineData(
        "pagerduty+https://SECRET@events.pagerduty.com/v2/enqueue", "PagerDuty", "https://events.pagerduty.com/v2/enqueue", "SECRET", null)]
    [InlineData("alertmanager+http://localhost:9093/api/v2/alerts", "Alertmanager", "http://localhost:9093/api/v2/alerts", null, null)]
    [InlineData("heartbeat+https://hc-ping.com/SECRET", "Heartbeat", "https://hc-ping.com/SECRET", null, null)]
    [InlineData("exec:/usr/local/bin/tell me", "Exec", "file:///usr/local/bin/tell%20me", null, null)]
    public static void AreToldByTheirScheme(string text, string form, string url, string? secret, string? target)
    {
        var address = Parse(text);

        Assert.Equal((form, url, secret, target), (address.Form.ToString(), address.Url.AbsoluteUri, address.Secret, address.Target));
        Assert.DoesNotContain("SECRET", $"{address} {address.Id}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/a#level=error", LogLevel.Error)]
    [InlineData("exec:/a#level=info", LogLevel.Info)]
    public static void MayHaveALevelOfTheirOwn(string text, object level) => Assert.Equal(level, Parse(text).Level);

    [Theory]
    [InlineData("")]
    [InlineData("example.org/SECRET")]
    [InlineData("ftp://example.org/SECRET")]
    [InlineData("http://example.org/SECRET")]
    [InlineData("http://127.0.0.1.SECRET.example.org/")]
    [InlineData("slack+http://hooks.slack.com/SECRET")]
    [InlineData("teams+https://example.org/SECRET")]
    [InlineData("telegram+https://api.telegram.org/SECRET")]
    [InlineData("telegram+https://SECRET@api.telegram.org/")]
    [InlineData("pagerduty+https://events.pagerduty.com/SECRET")]
    [InlineData("slack+https://SECRET@slack.com/")]
    [InlineData("exec:relative/SECRET")]
    [InlineData("https://example.org/SECRET#level=loud")]
    [InlineData("https://example.org/SECRET#other")]
    [InlineData("https:///SECRET")]
    public static void ThatAreNoneAreRefusedWithoutAWordOfThem(string text)
    {
        Assert.False(NoticeAddress.Parse(text).IsOk(out _, out var reason));
        Assert.DoesNotContain("SECRET", reason, StringComparison.Ordinal);
    }

    internal static NoticeAddress Parse(string text) => NoticeAddress.Parse(text).IsOk(out var address, out var reason) ? address
        : throw new ArgumentException(reason);
}
