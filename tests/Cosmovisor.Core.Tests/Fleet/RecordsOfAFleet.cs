using System.Text;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

public static class RecordsOfAFleet
{
    private static readonly MemberRecord Full = SomeFleet.Record("a") with
    {
        At = SomeFleet.Now,
        Current = "upgrades/v2",
        Height = 5,
        CatchingUp = false,
        AppHeight = 5,
        AppHash = "AB",
        Busy = "r",
        Trouble = "t",
        Signer = "k",
        Plans = [new MemberPlan("v3", 9) { Status = "decided", BlocksLeft = 4, Eta = SomeFleet.Now, Ready = "yes" }],
        Readiness = [new("r1", Readiness.Refused, "no")],
    };

    private static readonly Rollout Some = SomeFleet.Rollout(1, "a", "b")
        .At("a", Turn.Begun) with
    { State = RolloutState.Paused, Why = "by me", By = "me", At = SomeFleet.Now };

    private static readonly FleetScheduleEntry Entry = new("e", "v3", 9, "https://h/x")
    {
        Only = new Dictionary<string, string> { ["group"] = "x" },
        By = "me",
        At = SomeFleet.Now
    };

    private static readonly MemberNotes Notes = new("a", [
        new BegunTurn("r", 1, "v2", SomeFleet.Now, Done: true, "x"),
        new BegunTurn("s", 2, "v3", SomeFleet.Now) { Kind = RolloutKind.Restart, Before = SomeFleet.Now }
    ]);

    [Fact]
    public static void FitTheirSchemas()
    {
        var view = SomeFleet.View(Some, SomeFleet.Member(Full), SomeFleet.Late("b")) with { Schedule = [Entry], Trouble = ["x"] };

        Fits("fleet-member", FleetText.Write(Full));
        Fits("fleet-member", FleetText.Write(new MemberRecord("a", "i", "n", new Dictionary<string, string>(), "down")));
        Fits("fleet-known", FleetText.Write(new KnownMember("a", "n", Full.Labels) { Since = SomeFleet.Now }));
        Fits("fleet-schedule-entry", FleetText.Write(Entry));
        Fits("fleet-rollout", FleetText.Write(Some));
        Fits("fleet-rollout", FleetText.Write(Some with { Kind = RolloutKind.Restart, Entry = "e", Link = "" }));
        Fits("fleet-status", FleetText.Write(FleetReport.Of(view, SomeFleet.Now)));
        Fits("fleet-notes", FleetText.Write(Notes));
    }

    [Fact]
    public static void AreReadAsTheyWereWritten()
    {
        Assert.Equal(FleetText.Write(Full), FleetText.Write(Value(FleetText.Member(FleetText.Write(Full)))));
        Assert.Equal(FleetText.Write(Some), FleetText.Write(Value(FleetText.Rollout(FleetText.Write(Some)))));
        Assert.Equal(FleetText.Write(Entry), FleetText.Write(Value(FleetText.Entry(FleetText.Write(Entry)))));
        Assert.Equal(FleetText.Write(Notes), FleetText.Write(Value(FleetText.Notes(FleetText.Write(Notes)))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"version":2,"id":"r","name":"v","link":"l","maxUnavailable":1,"soak":0,"members":[]}""")]
    [InlineData("""{"version":1,"id":"r","name":"v","link":"l","maxUnavailable":0,"soak":0,"members":[]}""")]
    [InlineData("""{"version":1,"id":"r","name":"--force","link":"l","maxUnavailable":1,"soak":0,"members":[]}""")]
    [InlineData("""{"version":1,"id":"r","name":"v","link":"l","maxUnavailable":1,"soak":-1,"members":[]}""")]
    [InlineData("""{"version":1,"id":"r","name":"v","link":"l","maxUnavailable":1,"soak":0,"members":[null]}""")]
    [InlineData("""{"version":1,"id":"r","name":"v","link":"","maxUnavailable":1,"soak":0,"kind":"restart","members":[]}""")]
    [InlineData(
        """{"version":1,"id":"r","name":"v","link":"l","maxUnavailable":1,"soak":0,"members":[{"id":"a","name":"a","group":"","turn":"waiting"},{"id":"a","name":"a","group":"","turn":"waiting"}]}""")]
    public static void AreRefusedWhereTheyAreNone(string rollout) =>
        Assert.False(FleetText.Rollout(Encoding.UTF8.GetBytes(rollout)).IsOk(out _, out _));

    [Theory]
    [InlineData("member", """{"version":1,"id":"a","instance":"i","name":"a","labels":{},"state":"running","readiness":[null]}""")]
    [InlineData("member", """{"version":1,"id":"a","instance":"i","name":"a","labels":{},"state":"running","plans":[null]}""")]
    [InlineData("member", """{"version":1,"id":"a","instance":"i","name":"a","labels":{"group":null},"state":"running"}""")]
    [InlineData("known", """{"version":1,"id":"a","name":"a","labels":{"group":null}}""")]
    [InlineData("entry", """{"version":1,"id":"e","name":"v","height":9,"link":"l","only":{"group":null}}""")]
    [InlineData("notes", """{"version":1,"id":"a","begun":[null]}""")]
    [InlineData("notes", """{"version":1,"id":"a","begun":[],"scheduled":{"e":null}}""")]
    public static void AreRefusedWhereAnElementIsNull(string kind, string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        var reason = kind switch
        {
            "member" => Reason(FleetText.Member(json)),
            "known" => Reason(FleetText.Known(json)),
            "entry" => Reason(FleetText.Entry(json)),
            _ => Reason(FleetText.Notes(json)),
        };

        Assert.Equal("one of its elements is null", reason);
    }

    [Fact]
    public static void KeepWhatWasTold()
    {
        var told = new FleetTold("a", [
            new ToldTrouble(FleetTrouble.Away, "error", "says", SomeFleet.Now, Sent: true),
            new ToldTrouble(FleetTrouble.Stopped, "error", "says", SomeFleet.Now, Sent: false) { About = "v2" }]);

        var read = Value(FleetText.Told(FleetText.Write(told)));

        Assert.Equal(told.Open, read.Open);
        Fits("fleet-told", FleetText.Write(told));
        Assert.Equal("\"trouble\" is not a kind of fleet trouble", Reason(FleetText.Told(FleetText.Write(
            told with { Open = [told.Open[0] with { Kind = "trouble" }] }))));
        Assert.Equal("one of its elements is null", Reason(FleetText.Told("""{"version":1,"by":"a","open":[null]}"""u8)));
    }

    [Fact]
    public static void AreReadWithWhatTheyLeaveOut()
    {
        var member = Value(FleetText.Member("""{"version":1,"id":"a","instance":"i","name":"a","labels":{},"state":"running"}"""u8));
        Assert.Empty(member.Plans);
        Assert.Empty(member.Readiness);
        Assert.Empty(Value(FleetText.Entry("""{"version":1,"id":"e","name":"v","height":9,"link":"l"}"""u8)).Only);
        Assert.Empty(Value(FleetText.Notes("""{"version":1,"id":"a","begun":[]}"""u8)).Scheduled);
    }

    [Theory]
    [InlineData("2592000", null)]
    [InlineData("2592001", "its soak is longer than 30 days")]
    [InlineData("1e300", "its soak is longer than 30 days")]
    public static void HaveASoakThatComesToAnEnd(string soak, string? why) =>
        Assert.Equal(why, Reason(FleetText.Rollout(Encoding.UTF8.GetBytes(
            $$"""{"version":1,"id":"r","name":"v","link":"l","maxUnavailable":1,"soak":{{soak}},"members":[]}"""))));

    [Fact]
    public static void SayTheSameWhileOnlyBlocksPass()
    {
        Assert.True(Full.SaysTheSameAs(Full with
        {
            At = SomeFleet.Now.AddHours(
            1),
            Height = 6,
            AppHeight = 6,
            AppHash = "CD",
            Plans = [Full.Plans[0] with { BlocksLeft = 3, Eta = null }]
        }));
        Assert.False(Full.SaysTheSameAs(Full with { State = "stopped" }));
    }

    [Fact]
    public static void AreShownOnOneScreen()
    {
        var view =
            SomeFleet.View(Some, SomeFleet.Member(Full), SomeFleet.Late("b")) with { Schedule = [Entry], Trouble = ["bad \e[31mtext"] };

        Assert.Equal(
            """
            MEMBER  GROUP   CHAIN  STATE    CURRENT      HEIGHT  NEXT
            a       sentry  c-1    running  upgrades/v2  5       v3 at 9 (ready)  t
            b       sentry         late

            SCHEDULED  HEIGHT  READY   NOT READY
            v3         9       0 of 0

            ROLLOUT  STATE   DONE    NOW
            v1.0.1   paused  0 of 2  a    by me

            ! bad \x1b[31mtext

            """,
            FleetScreen.Text(FleetReport.Of(view, SomeFleet.Now)));
    }

    private static void Fits(string schema, byte[] json) =>
        Assert.Empty(JsonSchema.Faults($"{schema}.schema.json", Encoding.UTF8.GetString(json)));

    private static string? Reason<T>(Parsed<T> parsed) => parsed.IsOk(out _, out var reason) ? null : reason;

    private static T Value<T>(Parsed<T> parsed) => parsed.IsOk(out var value, out var reason) ? value
        : throw new InvalidOperationException(reason);
}
