using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

/// <summary>
/// The calls as they go out, kept as approved texts. After a change that is meant: <c>APPROVE=1</c>, and look at the difference.
/// </summary>
public static class WhatIsSent
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly NoticeSender Sender = new("val-1", "/home/gaia", "cosmoshub-4", "my \"node\" <b>");

    private static readonly Notice Event = NoticeRule.Of("a.1", JsonDocument.Parse(
        """{"version":1,"at":"2026-11-28T07:00:00.000Z","event":"upgrade-failed","level":"error","says":"upgrade \"v2\" failed at Stage: no binary\nthe node is stopped & has v1","plan":"v2","height":100,"step":"Stage"}""").RootElement)!;

    private static readonly Notice Hostile = new()
    {
        Id = "a.2",
        At = Some.Now,
        Event = "plan-scheduled",
        Level = "info",
        Says = $"the chain has decided on {Some.HostileName} @everyone <!channel> *bold* \u001b[31m",
        Plan = Some.HostileName,
        Height = 7,
    };

    private static readonly OpenTrouble Trouble = new("cosmovisor:val-1:/home/gaia:not-ready/v2", TroubleKind.NotReady,
        "v2", "warning", "the upgrade \"v2\" would not succeed here", Some.Now.AddHours(-1));

    private static readonly OpenTrouble OfTheFleet = new("cosmovisor:fleet:mainnet:fleet-refused/v2", FleetTrouble.Refused,
        "v2", "warning", "members refuse \"v2\"", Some.Now.AddHours(-1));

    [Theory]
    [InlineData("webhook", "http://127.0.0.1/hook")]
    [InlineData("slack-hook", "slack+https://hooks.slack.com/services/T/B/X")]
    [InlineData("slack-channel", "slack+https://xoxb-1@slack.com/api/C1")]
    [InlineData("discord", "discord+https://discord.com/api/webhooks/1/x")]
    [InlineData("telegram", "telegram+https://1:x@api.telegram.org/-100")]
    [InlineData("pagerduty", "pagerduty+https://key@events.pagerduty.com/v2/enqueue")]
    [InlineData("alertmanager", "alertmanager+https://am.example.org/api/v2/alerts")]
    [InlineData("exec", "exec:/usr/local/bin/tell")]
    [InlineData("heartbeat", "heartbeat+https://hc-ping.com/x")]
    public static void IsTheApprovedText(string name, string address)
    {
        var to = AddressesOfNotices.Parse(address);
        var payload = new NoticePayload(Sender, "a secret");
        var text = new StringBuilder();

        foreach (var (title, notice, thread) in new[]
        {
            ("an event, twelve minutes late", Event, null),
            ("a name that is hostile, in a thread", Hostile with { At = Some.Now.AddMinutes(12) }, "17.2"),
            ("trouble that is opened", Trouble.Tell(isOpen: true, Some.Now), null),
            ("trouble that is over", Trouble.Tell(isOpen: false, Some.Now.AddMinutes(12)), (string?)null),
            ("trouble of the fleet", OfTheFleet.Tell(isOpen: true, Some.Now), null),
        })
        {
            var call = payload.Of(to, notice, thread, Some.Now.AddMinutes(12));
            _ = text.Append(System.Globalization.CultureInfo.InvariantCulture, $"# {title}\n{call.Method} {call.Url}\n");
            _ = call.Headers.Aggregate(
                text, (all, header) => all.Append(System.Globalization.CultureInfo.InvariantCulture, $"{header.Name}: {header.Value}\n"));
            _ = text.Append(Readable(call.Body)).Append("\n\n");
        }

        var path = Repository.In("tests/Cosmovisor.Agent.Tests/Notices/Payloads", $"{name}.approved.txt");

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.ToString());
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : $"there is no {path}", text.ToString());
    }

    [Fact]
    public static void AnAlertOfTheFleetHasTheSameLabelsWhicheverAgentTellsIt()
    {
        var address = AddressesOfNotices.Parse("alertmanager+https://am.example.org/api/v2/alerts");

        var alerts = new[] { Sender, new NoticeSender("val-2", "/home/other", "cosmoshub-4", null) }.Select(sender =>
            JsonDocument.Parse(new NoticePayload(sender, null).Of(address, OfTheFleet.Tell(isOpen: true, Some.Now), null, Some.Now).Body)
                .RootElement[0]).ToList();

        Assert.All(alerts, alert => Assert.Equal(
            """{"alertname":"CosmovisorFleetRefused","severity":"warning","fleet":"mainnet","plan":"v2"}""",
            alert.GetProperty("labels").GetRawText()));
        Assert.Equal(["val-1", "val-2"], alerts.Select(alert => alert.GetProperty("annotations").GetProperty("host").GetString()));
    }

    [Fact]
    public static void AWebhooksSignatureIsThatOfItsBody()
    {
        var call = new NoticePayload(Sender, "a secret").Of(AddressesOfNotices.Parse("https://example.org/"), Event, null, Some.Now);

        var expected = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("a secret"u8, call.Body));

        Assert.Equal([("X-Cosmovisor-Signature", $"sha256={expected}")], call.Headers);
    }

    [Fact]
    public static void AKeyThatIsTooLongIsStillTheSameKeyAtItsEnd()
    {
        var trouble = Trouble with { Key = new string('k', 400) };
        var payload = new NoticePayload(Sender, null);
        var address = AddressesOfNotices.Parse("pagerduty+https://key@events.pagerduty.com/v2/enqueue");

        var keys = new[] { true, false }.Select(isOpen => JsonDocument.Parse(payload.Of(
            address, trouble.Tell(isOpen, Some.Now), null, Some.Now).Body).RootElement.GetProperty("dedup_key").GetString()!).ToList();

        Assert.Equal(keys[0], keys[1]);
        Assert.True(keys[0].Length <= 255);
    }

    private static string Readable(byte[] body) =>
        body.Length == 0 ? "" : JsonSerializer.Serialize(JsonDocument.Parse(body).RootElement, Indented);
}
