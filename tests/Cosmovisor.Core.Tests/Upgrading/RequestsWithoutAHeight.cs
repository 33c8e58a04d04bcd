using System.Text;
using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>When a version that needs no height may take the place of the one that runs.</summary>
public static class RequestsWithoutAHeight
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly UpgradeRequest Request = new(
        new string('a', 32), "v1.1", "genesis", Noon)
    { Who = "ops@host", At = Noon.AddHours(1), Force = true, TakeBack = true };

    [Theory]
    [InlineData(51_000, 50_000L, 6.0, "the upgrade \"v2\" is 1000 blocks away (height 51000), and 1000 or fewer are too near")]
    [InlineData(51_000, 49_999L, 6.0, null)] // 1 001 blocks, and more than an hour
    [InlineData(51_000, 49_999L, 3.5, "the upgrade \"v2\" is 59 minutes away (height 51000), and an hour or less is too near")]
    // 10 000 fast blocks
    [InlineData(51_000, 41_000L, 0.3, "the upgrade \"v2\" is 50 minutes away (height 51000), and an hour or less is too near")]
    [InlineData(51_000, 49_999L, null, null)] // its pace is not known: blocks alone
    // it stands there
    [InlineData(51_000, 52_000L, null, "the upgrade \"v2\" is 0 blocks away (height 51000), and 1000 or fewer are too near")]
    [InlineData(51_000, null, 6.0, "the upgrade \"v2\" comes at height 51000, and how far that is, is not known")]
    public static void NoneIsCarriedOutNearAPlan(long height, long? reached, double? pace, string? reason)
    {
        PlanNearby[] plans = [PlanNearby.Of("v2", height, reached, pace)];

        var why = RequestRule.WhyNot("upgrades/v1.1", "genesis", "genesis", plans, isForced: false);

        Assert.Equal(reason, why?.Split(". Ask again", StringSplitOptions.None)[0]);
        Assert.Null(RequestRule.WhyNot("upgrades/v1.1", "genesis", "genesis", plans, isForced: true));
    }

    [Theory]
    [InlineData("upgrades/v1.1", "upgrades/v1.1", "is current already")]
    [InlineData("genesis", "upgrades/v1.2", "current was pointed from genesis to upgrades/v1.2")]
    public static void NoneIsCarriedOutFromAnotherVersion(string from, string current, string reason) =>
        Assert.Contains(reason, RequestRule.WhyNot("upgrades/v1.1", from, current, [], isForced: true), StringComparison.Ordinal);

    [Fact]
    public static void OneIsDueWhileTheNodeSaysNothingOfAnUpgrade()
    {
        var (_, decision) =
            UpgradeDetector.Observe(new Knowledge(null, SkipHeights.None), new Observation.UpgradeAsked(Request, Plan("v1.1")));

        Assert.Equal(new Decision.Upgrade(Plan("v1.1")) { Request = Request }, decision);
    }

    [Fact]
    public static void TheChainsOwnUpgradeComesFirst()
    {
        var known = new Knowledge(null, SkipHeights.None, Announced: Plan("v2"));

        Assert.IsType<Decision.KeepRunning>(UpgradeDetector.Observe(known, new Observation.UpgradeAsked(Request, Plan("v1.1"))).Decision);
    }

    [Fact]
    public static void NoneBeginsAfterWeWereAskedToEnd() =>
        Assert.IsType<Decision.KeepRunning>(UpgradeDetector.Observe(
            new Knowledge(null, SkipHeights.None, StopAsked: true), new Observation.UpgradeAsked(Request, Plan("v1.1"))).Decision);

    [Fact]
    public static void ARequestIsReadAsItWasWritten()
    {
        Assert.Equal(Request, Read(UpgradeRequestText.Write(Request)));

        var answered = Request with { Answer = new RequestAnswer(RequestState.TakenBack, "the new version exited with 1", Noon) };

        Assert.Equal(answered, Read(UpgradeRequestText.Write(answered)));
        Assert.True(answered.IsOver);
        Assert.False((Request with { Answer = new RequestAnswer(RequestState.Taken, "", Noon) }).IsOver);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":1}")]
    [InlineData(
        "{\"version\":2,\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"name\":\"v\",\"from\":\"genesis\",\"asked\":\"2026-11-28T12:00:00Z\"}")]
    [InlineData("{\"version\":1,\"id\":\"../..\",\"name\":\"v\",\"from\":\"genesis\",\"asked\":\"2026-11-28T12:00:00Z\"}")]
    [InlineData(
        "{\"version\":1,\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"name\":\"..\",\"from\":\"genesis\",\"asked\":\"2026-11-28T12:00:00Z\"}")]
    [InlineData(
        "{\"version\":1,\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"name\":\"v\",\"from\":\"\",\"asked\":\"2026-11-28T12:00:00Z\"}")]
    [InlineData("{\"version\":1,\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"name\":\"v\",\"from\":\"genesis\",\"asked\":\"noon\"}")]
    [InlineData(
        "{\"version\":1,\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"name\":\"v\",\"from\":\"genesis\",\"asked\":\"2026-11-28T12:00:00Z\",\"answer\":{\"state\":\"gone\",\"says\":\"\",\"at\":\"2026-11-28T12:00:00Z\"}}")]
    public static void WhatIsNoneIsRefused(string json) =>
        Assert.False(UpgradeRequestText.Read(Encoding.UTF8.GetBytes(json)).IsOk(out _, out _));

    [Fact]
    public static void TheJournalKeepsWhichOneItIs()
    {
        var journal = Journal.Of(Plan("v1.1"), "genesis", Noon) with { Request = new RequestMark(Request.Id, TakeBack: true) };

        Assert.True(JournalText.Parse(JournalText.Of(journal)).IsOk(out var read, out var why), why);
        Assert.Equal(journal.Request, read.Request);
        Assert.True(read.MustSurvive); // nothing but this knows that it was begun
    }

    private static UpgradeRequest Read(string text) => UpgradeRequestText.Read(Encoding.UTF8.GetBytes(text))
        .IsOk(out var request, out var why) ? request : throw new InvalidOperationException(why);

    private static UpgradePlan Plan(string name) => UpgradePlan.Create(name, 77, "").IsOk(out var plan, out var why) ? plan
        : throw new InvalidOperationException(why);
}
