using Cosmovisor.Confirming;
using Cosmovisor.Events;
using Cosmovisor.Tests.Upgrading;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Confirming;

/// <summary>From switched to agreed to by the network, a round of questions at a time.</summary>
public static class TheWayOfAnUpgrade
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(15);
    private static readonly NetworkSeen Away = new() { Away = "connection refused" };

    [Fact]
    public static void IsAppliedThenConfirmedThenOver()
    {
        var way = new Walk(Height: 60)
            .Sees(1, Away)
            .Sees(4, At(60)).Tells<Happening.UpgradeApplied>()
            .Sees(7, At(61) with { Signed = true }).Tells<Happening.UpgradeConfirmed, Happening.SignatureChecked>();

        Assert.True(way.Now.IsOver);
    }

    [Fact]
    public static void TellsWhatItWaitsForWhenItWasSeenTwice()
    {
        var waits = Recorded.Seen("waiting-v0");

        _ = new Walk(Height: 60)
            .Sees(1, waits)
            .Tells<Happening.UpgradeApplied>()
            .Sees(4, waits)
            .Tells<Happening.ConfirmationWaits>()
            .Sees(7, waits)
            .TellsNothing();
    }

    [Fact]
    public static void TellsAChangeAgainAfterAMinute()
    {
        var two = Recorded.Seen("waiting-v0");
        var none = two with { Votes = Recorded.Seen("doublesign-all-full").Votes };

        _ = new Walk(Height: 60).Sees(1, two).Sees(4, two).Sees(30, none).TellsNothing().Sees(65, none)
            .Tells<Happening.ConfirmationWaits>();
    }

    [Theory]
    [InlineData("wrong-migration-v3")]
    [InlineData("apphash-differs-v0")]
    public static void TellsAWrongResultAtOnceAndOnce(string name)
    {
        var wrong = Recorded.Seen(name);

        _ = new Walk(Height: 30).Sees(1, wrong).Sees(4, wrong).Tells<Happening.ResultDiffers>().Sees(120, wrong).TellsNothing();
    }

    [Fact]
    public static void IsUnconfirmedAfterItsTimeAndConfirmedAfterAll()
    {
        var waits = Recorded.Seen("waiting-v0");

        var late = new Walk(Height: 60).Sees(1, waits).Sees(4, waits).Sees(901, waits).Tells<Happening.UpgradeUnconfirmed>();
        Assert.StartsWith(
            "the upgrade is not confirmed: waiting for power: 200 of 400", late.Last.Single().Words, StringComparison.Ordinal);

        _ = late.Sees(2000, waits).TellsNothing().Sees(40_000, At(61)).Tells<Happening.UpgradeConfirmed>();
    }

    [Fact]
    public static void WithoutAnRpcCannotBeConfirmedAndIsNoTrouble()
    {
        var way = new Walk(Height: 60).Sees(1, new NetworkSeen { CannotAsk = "rpc.laddr is empty" })
            .Tells<Happening.UpgradeCannotBeConfirmed>();

        Assert.True(way.Now.IsOver);
        Assert.Equal("info", EventLine.LevelName(way.Last.Single().Level));
    }

    [Fact]
    public static void WithAHeightIsConfirmedByTheBlocksThatItFetches() =>
        _ = new Walk(Height: 60).Sees(1, At(60) with { CatchingUp = true }).Sees(4, At(90) with { CatchingUp = true })
            .Tells<Happening.UpgradeConfirmed>();

    // Of a patch release the height says nothing while it fetches what others have made.
    [Fact]
    public static void WithoutAHeightNeedsTwoBlocksAndANodeThatIsInSync() =>
        _ = new Walk(Height: 0).Sees(1, At(500) with { CatchingUp = true }).Tells<Happening.UpgradeApplied>()
            .Sees(4, At(900) with { CatchingUp = true }).Tells<Happening.ConfirmationWaits>()
            .Sees(7, At(900)).Tells<Happening.UpgradeConfirmed>();

    [Fact]
    public static void WithoutAHeightOneBlockIsNotEnough() =>
        _ = new Walk(Height: 0).Sees(1, At(500)).Sees(4, At(501)).TellsNothing().Sees(7, At(502)).Tells<Happening.UpgradeConfirmed>();

    [Theory]
    [InlineData(0L, null, 1, "not-validator")]
    [InlineData(100L, true, 1, "yes")]
    [InlineData(100L, false, 61, "no")]
    [InlineData(100L, null, 61, "unknown")]
    [InlineData(null, null, 61, "unknown")]
    public static void EndsWithItsSignature(long? power, bool? hasSigned, int after, string expected)
    {
        var seen = At(61) with { Power = power, Signed = hasSigned };
        var way = new Walk(Height: 60).Sees(1, At(61) with { Power = 100, Signed = false }).Sees(2, seen).Sees(1 + after, seen);

        Assert.True(way.Now.IsOver);
        Assert.Equal(expected, way.Last.Single() is Happening.SignatureChecked { Signed: var told } ? told : "no");
    }

    /// <summary>The height is only where the node stood: a block beyond it says nothing of the new version.</summary>
    [Fact]
    public static void ThatACommandAskedForNeedsTwoBlocksAndANodeInSync()
    {
        var journal = Journals.Some("v1.1") with { Request = new RequestMark("a", false) };
        var goal = OpenConfirmation.Resume(NodeStateChange.Last(journal, "done") with { Started = Noon }, newest: null).Goal;

        Assert.Null(goal.At);
        Assert.True(goal.From(70).IsApplied(70));
        Assert.False(goal.From(70).IsConfirmed(71, catchingUp: false));
        Assert.False(goal.From(70).IsConfirmed(72, catchingUp: true));
        Assert.True(goal.From(70).IsConfirmed(72, catchingUp: false));
    }

    [Fact]
    public static void TellsThatItIsLeftBehindAtOnce()
    {
        var seen = Recorded.Seen("wrong-migration-v3") with { Votes = Recorded.Seen("waiting-oldpeer-v0").Votes };

        _ = new Walk(Height: 30).Sees(1, seen).Sees(4, seen).Tells<Happening.LeftBehind>().Sees(120, seen).TellsNothing();
    }

    [Theory]
    [InlineData(60L, "the node answers, stays at block 60, and makes no new one")]
    [InlineData(null, "nothing is known about it")]
    public static void IsUnconfirmedWithWhatIsKnown(long? height, string missing)
    {
        var late = new Walk(Height: 60).Sees(901, new NetworkSeen { AppHeight = height });

        Assert.Equal(
            $"the upgrade is not confirmed: {missing}",
            Assert.Single(late.Last.OfType<Happening.UpgradeUnconfirmed>()).Words);
        Assert.True(late.Now.IsLate);
    }

    [Fact]
    public static void IsNeverUnconfirmedWhereNoTimeIsSet()
    {
        var (next, news) = new Walk(Height: 60).Now.After(Away, Noon.AddDays(9), within: TimeSpan.Zero);

        Assert.Empty(news);
        Assert.False(next.IsLate);
    }

    [Fact]
    public static void IsUnconfirmedAtItsVeryTime()
    {
        var way = new Walk(Height: 60).Now;

        Assert.False(way.After(Away, Noon + Within - TimeSpan.FromTicks(1), Within).Next.IsLate);
        Assert.True(way.After(Away, Noon + Within, Within).Next.IsLate);
    }

    /// <summary>A node that fetches old blocks, or restarts, is not asked to have signed before it had its time.</summary>
    [Fact]
    public static void WaitsWithItsSignatureForANodeThatCatchesUpOrIsAway()
    {
        var confirmed = new Walk(Height: 60).Sees(1, At(60)).Sees(2, At(61));

        Assert.False(confirmed.Now.IsOver);
        Assert.False(confirmed.Sees(61, Away).Now.IsOver);
        Assert.False(confirmed.Sees(300, At(61) with { CatchingUp = true }).Now.IsOver);
        Assert.True(confirmed.Sees(62, Away).Now.IsOver);
        Assert.True(confirmed.Sees(62, At(61)).Now.IsOver);
        Assert.False(confirmed.Sees(61, At(61)).Now.IsOver);
    }

    [Fact]
    public static void TellsAValidatorThatDoesNotSign() =>
        _ = new Walk(Height: 60).Sees(1, At(61)).Sees(62, At(61)).Tells<Happening.ValidatorNotSigning>();

    [Fact]
    public static void TellsHowLongTheNodeWasDownWhereThatIsKnown()
    {
        var journal = Journals.Some("v2");
        var goal = new ConfirmGoal("v2", 60, 60, journal.Began.AddSeconds(10));
        var (_, news) = new Confirmation(goal) { Journal = journal }.After(At(61), journal.Began.AddSeconds(30), Within);

        Assert.Equal(30, news.OfType<Happening.UpgradeConfirmed>().Single().Down?.Total);
        Assert.Null(new Walk(Height: 60).Sees(1, At(61)).Last.OfType<Happening.UpgradeConfirmed>().Single().Down);
    }

    [Fact]
    public static void TellsHowLongItTook()
    {
        var applied = new Walk(Height: 60).Sees(4, At(60));
        var confirmed = applied.Sees(7, At(61) with { Signed = true });

        Assert.Equal(TimeSpan.FromSeconds(4), applied.Last.OfType<Happening.UpgradeApplied>().Single().Took);
        Assert.Equal(TimeSpan.FromSeconds(7), confirmed.Last.OfType<Happening.UpgradeConfirmed>().Single().Took);
        Assert.Equal(61, confirmed.Last.OfType<Happening.UpgradeConfirmed>().Single().AppHeight);
    }

    // A validator whose signature is not there yet.
    private static NetworkSeen At(long app) => new() { AppHeight = app, Power = 100, Signed = false };

    private sealed record Walk(long Height)
    {
        public Confirmation Now { get; private init; } = new(new ConfirmGoal("v2", Height, Height == 0 ? null : Height, Noon));

        public IReadOnlyList<Happening> Last { get; private init; } = [];

        public Walk Sees(int second, NetworkSeen seen)
        {
            if (Now.IsOver)
            {
                return this;
            }

            var (next, news) = Now.After(seen, Noon.AddSeconds(second), Within);
            return this with { Now = next, Last = news };
        }

        public Walk Tells<T>()
        {
            _ = Assert.IsType<T>(Assert.Single(Last));
            return this;
        }

        public Walk Tells<TFirst, TSecond>()
        {
            Assert.Equal([typeof(TFirst), typeof(TSecond)], Last.Select(told => told.GetType()));
            return this;
        }

        public Walk TellsNothing()
        {
            Assert.Empty(Last);
            return this;
        }
    }
}
