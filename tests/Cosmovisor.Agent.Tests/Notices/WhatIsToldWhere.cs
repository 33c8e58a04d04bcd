using System.Text.Json;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

public static class WhatIsToldWhere
{
    private static readonly NoticeSender Sender = new("host", "/home/a", "chain-1", null);

    private static readonly string[] Forms = [
        "https://example.org/",
        "slack+https://hooks.slack.com/x",
        "pagerduty+https://k@events.pagerduty.com/v2/enqueue",
        "heartbeat+https://example.org/"
    ];

    [Theory]
    [InlineData("daemon-started", "info", null, "")]
    [InlineData("daemon-killed", "warning", null, "ws")]
    [InlineData("upgrade-failed", "error", "v2", "ws")]
    [InlineData("plan-scheduled", "info", null, "ws")]
    [InlineData("backup-began", "info", "v2", "ws")]
    [InlineData("step-done", "info", "v2", "w")]
    [InlineData("plan-x", "debug", null, "")]
    public static void ByDefaultAllAboutPlansAndWhatIsAWarning(string name, string level, string? plan, string told)
    {
        var notice = Event(name, level, plan);

        Assert.Equal(told, string.Concat(Forms.Where(form => NoticeRule.IsTold(notice, AddressesOfNotices.Parse(form), null))
            .Select(form => form.StartsWith("https", StringComparison.Ordinal) ? "w" : form[..1])));
    }

    [Fact]
    public static void AnAddressesOwnLevelGoesBeforeTheCommonOne()
    {
        Assert.True(NoticeRule.IsTold(
            Event("daemon-started", "info", null), AddressesOfNotices.Parse("https://a.org/#level=info"), LogLevel.Error));
        Assert.False(NoticeRule.IsTold(Event("plan-scheduled", "info", "v2"), AddressesOfNotices.Parse("https://a.org/"), LogLevel.Error));
        Assert.False(
            NoticeRule.IsTold(Event("plan-scheduled", "warning", "v2"), AddressesOfNotices.Parse("https://a.org/#level=error"), null));
    }

    [Fact]
    public static void TroubleIsOpenedOnceAndResolvedOnceWithTheSameKeyAlsoByTheNextAgent()
    {
        var pager = AddressesOfNotices.Parse(Forms[2]);
        Trouble[] trouble = [new(TroubleKind.UpgradeFailed, "v2", LogLevel.Error, "it failed")];
        var book = new NoticeBook { Position = "0.0" };

        _ = book.Compare(trouble, Sender, Some.Now, [pager], null);
        book = NoticeBook.Parse(book.Text())!;
        _ = book.Compare(trouble, Sender, Some.Now.AddMinutes(1), [pager], null);

        // Another name of the machine, as a rescheduled pod has it.
        var other = Sender with { Host = "other" };
        _ = book.Compare([], other, Some.Now.AddMinutes(2), [pager], null);
        _ = book.Compare([], other, Some.Now.AddMinutes(2.5), [pager], null);
        book = NoticeBook.Parse(book.Text())!;
        _ = book.Compare([], other, Some.Now.AddMinutes(3), [pager], null);
        _ = book.Compare([], other, Some.Now.AddMinutes(9), [pager], null);

        var queue = book.Of(pager).Waiting;
        Assert.Equal(["trouble-opened", "trouble-resolved"], queue.Select(notice => notice.Event));
        Assert.Single(queue.Select(notice => notice.Trouble!.Key).Distinct());
    }

    [Fact]
    public static void WhatComesAndGoesEveryFewSecondsIsOneTrouble()
    {
        var pager = AddressesOfNotices.Parse(Forms[2]);
        Trouble[] trouble = [new(TroubleKind.Trouble, null, LogLevel.Error, "the new version dies")];
        var book = new NoticeBook { Position = "0.0" };

        for (var second = 0; second < 600; second += 20)
        {
            _ = book.Compare(second % 40 == 0 ? trouble : [], Sender, Some.Now.AddSeconds(second), [pager], null);
        }

        Assert.Single(book.Of(pager).Waiting);
    }

    [Fact]
    public static void TroubleIsWhatTheFilesSayIsWrongNow()
    {
        var failed =
            Some.State() with { Trouble = "upgrade failed", LastUpgrade = new LastUpgradeFacts { Name = "v2", Result = "failed" } };
        var outlook = Some.Outlook(Some.Plan("v3", 200, "no"), Some.Plan("v4", 300, "no", "voting"));

        Assert.Equal(["upgrade-failed v2", "not-ready v3"], Kinds(TroubleRule.Of(Some.Home(failed, outlook), null, TimeSpan.Zero, null)));
        Assert.Equal(["trouble "], Kinds(TroubleRule.Of(Some.Home(Some.State() with { Trouble = "log lost" }), null, TimeSpan.Zero, null)));
        Assert.Equal(["unconfirmed v2"], Kinds(TroubleRule.Of(Some.Home(), null, TimeSpan.Zero, new UnconfirmedUpgrade("v2", "waits"))));
    }

    [Theory]
    [InlineData(null, 61, true)]
    [InlineData(false, 61, true)]
    [InlineData(true, 999, false)]
    [InlineData(null, 59, false)]
    public static void ASupervisorThatWasNotAskedToEndIsMissedAfterAMinute(bool? endedWell, int seconds, bool isTrouble) =>
        Assert.Equal(isTrouble, TroubleRule.Of(
            Some.Home(Some.State(), supervisor: SupervisorPresence.NotRunning), endedWell, TimeSpan.FromSeconds(seconds), null).Count > 0);

    [Theory]
    [InlineData(200, null, "Sent { Thread =  }")]
    [InlineData(204, null, "Sent { Thread =  }")]
    [InlineData(429, "7", "TryAgain { Why = it answered 429, After = 00:00:07 }")]
    [InlineData(503, "Sat, 28 Nov 2026 07:02:00 GMT", "TryAgain { Why = it answered 503, After = 00:02:00 }")]
    [InlineData(500, "nonsense", "TryAgain { Why = it answered 500, After =  }")]
    [InlineData(404, null, "NothingThere { Why = it answered 404 }")]
    [InlineData(410, null, "NothingThere { Why = it answered 410 }")]
    [InlineData(400, null, "Refused { Why = it answered 400 }")]
    [InlineData(302, null, "Refused { Why = it answered 302 }")]
    public static void AnAnswerMeansOneOfFour(int code, string? retryAfter, string outcome) =>
        Assert.Equal(outcome, RetryRule.Of(code, retryAfter, Some.Now).ToString());

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(4, null, 8)]
    [InlineData(11, null, 600)]
    [InlineData(9999, null, 600)]
    [InlineData(1, 30, 30)]
    [InlineData(1, 999999, 3600)]
    public static void PausesGrowAndHaveAnEnd(int tries, int? asked, int seconds) =>
        Assert.Equal(seconds, RetryRule.Pause(tries, asked is { } wish ? TimeSpan.FromSeconds(wish) : null).TotalSeconds);

    [Fact]
    public static void AQueueIsNeverEndless()
    {
        var hook = AddressesOfNotices.Parse(Forms[0]);
        var book = new NoticeBook { Position = "0.0" };

        for (var i = 0; i < NoticeBook.LongestQueue + 5; i++)
        {
            book.Add(Event($"plan-{i}", "info", "v2"), [hook], null);
        }

        Assert.Equal(NoticeBook.LongestQueue, book.Of(hook).Waiting.Count);
        Assert.Equal("plan-5", book.Of(hook).Waiting[0].Event);
        Assert.Equal(5, book.Failed);
    }

    private static IEnumerable<string> Kinds(IEnumerable<Trouble> troubles) => troubles.Select(trouble => $"{trouble.Kind} {trouble.Plan}");

    private static Notice Event(string name, string level, string? plan) => NoticeRule.Of("1", JsonDocument.Parse(
        $$"""{"at":"2026-11-28T07:00:00.000Z","event":"{{name}}","level":"{{level}}","says":"x"{{(plan is null ? "" : $",\"plan\":\"{plan}\"")}}}""").RootElement)!;
}
