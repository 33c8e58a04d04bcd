using System.Text;
using Cosmovisor.Holds;
using Xunit;

namespace Cosmovisor.Tests.Holds;

/// <summary>Which files hold the start of the daemon, and how long.</summary>
public static class WhatHolds
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"version":1,"who":"ops","reason":"a window","until":"2026-11-28T12:10:00Z"}""", 600)]
    [InlineData("""{"until":"2026-11-28T12:10:00Z"}""", 600)] // a script's
    [InlineData("""{"version":1,"until":"2026-11-28T12:10:00.123456789Z","more":[1]}""", 600.1234567)] // Go's nanoseconds
    [InlineData("""{"version":1,"until":"2026-11-28T13:10:00.5+01:00"}""", 600.5)] // Python's isoformat
    [InlineData("""{"version":1,"who":7,"reason":{},"until":"2026-11-29T12:00:00Z"}""", 86400)]
    public static void StandsUntilItsTime(string json, double seconds)
    {
        var look = Look(json);

        Assert.Equal(TimeSpan.FromSeconds(seconds).TotalSeconds, look.Wait!.Value.TotalSeconds, 6);
        Assert.Single(look.Began);
        Assert.Empty(look.Refused);
    }

    [Theory]
    [InlineData("", "it is not complete JSON (")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("{\"version\":2,\"until\":\"2026-11-28T12:10:00Z\"}", "its version is 2, and 1 is known")]
    [InlineData("{\"version\":1}", "it has no \"until\": a hold must say when it ends")]
    [InlineData("{\"version\":1,\"until\":null}", "its \"until\" is null; expected a time with its zone")]
    [InlineData("{\"version\":1,\"until\":1795867800}", "its \"until\" is 1795867800; expected")]
    [InlineData("{\"version\":1,\"until\":\"2026-11-28\"}", "its \"until\" is \"2026-11-28\"; expected")]
    [InlineData("{\"version\":1,\"until\":\"2026-11-28T12:10:00\"}", "its \"until\" is \"2026-11-28T12:10:00\"; expected")]
    [InlineData("{\"version\":1,\"until\":\"2026-11-28T12:10:00.12\"}", "its \"until\" is \"2026-11-28T12:10:00.12\"; expected")]
    [InlineData("{\"version\":1,\"until\":\"2026-13-28T12:10:00Z\"}", "its \"until\" is \"2026-13-28T12:10:00Z\"; expected")]
    [InlineData("{\"version\":1,\"until\":\"9999-12-31T23:59:59Z\"}", "its \"until\" (9999-12-31T23:59:59Z) is more than a day ahead")]
    [InlineData("{\"version\":1,\"until\":\"2026-11-29T12:00:01Z\"}", "its \"until\" (2026-11-29T12:00:01Z) is more than a day ahead")]
    [InlineData("{\"version\":1,\"until\":\"0001-01-01T00:00:00+14:00\"}", "its \"until\" is \"0001-01-01T00:00:00+14:00\"; expected")]
    public static void IsRefusedInWordsAndHoldsNothing(string json, string reason)
    {
        var look = Look(json);

        Assert.StartsWith(reason, Assert.Single(look.Refused).Reason, StringComparison.Ordinal);
        Assert.Null(look.Wait);
        Assert.Empty(look.Standing);
    }

    [Fact]
    public static void ThatIsOverSaysNothing()
    {
        var look = Look("""{"version":1,"until":"2026-11-28T12:00:00Z"}""");

        Assert.True(look is { Wait: null, Refused: [], Began: [], Ended: [] });
    }

    [Fact]
    public static void ARefusalIsToldOnce()
    {
        var first = Look("[]");

        var second = first.After.LookAt(Found("[]"), Noon, TimeSpan.Zero);
        var third = second.After.LookAt(Found("{}"), Noon, TimeSpan.Zero);

        Assert.Empty(second.Refused);
        Assert.Single(third.Refused);
    }

    [Fact]
    public static void SeveralAreWaitedForUntilTheLastOne()
    {
        HoldFound[] both =
            [.. Found("""{"until":"2026-11-28T12:10:00Z"}""", "one"), .. Found("""{"until":"2026-11-28T12:01:00Z"}""", "two")];

        var first = HoldsKnown.Nothing.LookAt(both, Noon, TimeSpan.Zero);
        var second = first.After.LookAt(both, Noon.AddMinutes(1), TimeSpan.FromMinutes(1));
        var third = second.After.LookAt(both[1..], Noon.AddMinutes(2), TimeSpan.FromMinutes(2));

        Assert.Equal((TimeSpan.FromMinutes(1), 2), (first.Wait, first.Began.Count));
        Assert.Equal(TimeSpan.FromMinutes(9), second.Wait);
        Assert.Equal(("two", "its time is over"), (Assert.Single(second.Ended).Hold.Name, second.Ended[0].Reason));
        Assert.Null(third.Wait);
        Assert.Equal(("one", "it was removed"), (Assert.Single(third.Ended).Hold.Name, third.Ended[0].Reason));
    }

    [Fact]
    public static void OneThatIsChangedIsAnotherOne()
    {
        var first = Look("""{"until":"2026-11-28T12:10:00Z"}""");

        var second = first.After.LookAt(Found("""{"until":"2026-11-28T12:01:00Z"}"""), Noon, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromMinutes(1), second.Wait);
        Assert.Equal("its file was changed", Assert.Single(second.Ended).Reason);
        Assert.Single(second.Began);
    }

    [Theory]
    [InlineData(-86400 * 3)] // set back by days: it is no hold of the far future now
    [InlineData(-3600)]
    [InlineData(0)]
    public static void AClockThatIsSetBackLengthensNone(int jump)
    {
        var first = Look("""{"until":"2026-11-28T12:10:00Z"}""");

        var before = first.After.LookAt(Found("""{"until":"2026-11-28T12:10:00Z"}"""), Noon.AddSeconds(jump), TimeSpan.FromMinutes(9));
        var after = before.After.LookAt(Found("""{"until":"2026-11-28T12:10:00Z"}"""), Noon.AddSeconds(jump), TimeSpan.FromMinutes(10));
        var later = after.After.LookAt(Found("""{"until":"2026-11-28T12:10:00Z"}"""), Noon.AddSeconds(jump), TimeSpan.FromMinutes(11));

        Assert.Equal(TimeSpan.FromMinutes(1), before.Wait);
        Assert.Null(after.Wait);
        Assert.True(later is { Wait: null, Ended: [], Refused: [] });
    }

    [Fact]
    public static void AClockThatIsSetForwardEndsIt()
    {
        var first = Look("""{"until":"2026-11-28T12:10:00Z"}""");

        var look = first.After.LookAt(Found("""{"until":"2026-11-28T12:10:00Z"}"""), Noon.AddHours(1), TimeSpan.FromSeconds(1));

        Assert.Null(look.Wait);
    }

    [Theory]
    [InlineData(599, 1.0)]
    [InlineData(600, null)] // at its time it is over
    public static void ItEndsByTheMachinesClockToo(int jump, double? left)
    {
        var first = Look("""{"until":"2026-11-28T12:10:00Z"}""");

        var look = first.After.LookAt(Found("""{"until":"2026-11-28T12:10:00Z"}"""), Noon.AddSeconds(jump), TimeSpan.FromSeconds(1));

        Assert.Equal(left, look.Wait?.TotalSeconds);
    }

    [Fact]
    public static void OneThatIsChangedBesideAnotherIsNotTakenAway()
    {
        const string Whole = """{"until":"2026-11-28T12:10:00Z"}""";
        var first = HoldsKnown.Nothing.LookAt([.. Found(Whole, "one"), .. Found(Whole, "two")], Noon, TimeSpan.Zero);

        var second = first.After.LookAt(
            [.. Found(Whole, "one"), .. Found("""{"until":"2026-11-28T12:01:00Z"}""", "two")], Noon, TimeSpan.Zero);

        Assert.Equal(("two", "its file was changed"), (Assert.Single(second.Ended).Hold.Name, second.Ended[0].Reason));
    }

    [Theory]
    [InlineData("", "", "window until 2026-11-28 12:00:00 UTC")]
    [InlineData("me", "", "window by me until 2026-11-28 12:00:00 UTC")]
    [InlineData("", "a disk", "window until 2026-11-28 12:00:00 UTC: a disk")]
    public static void ItsLineSaysWhatIsKnown(string who, string reason, string line) =>
        Assert.Equal(line, new Hold("window", who, reason, Noon).Line);

    [Fact]
    public static void ItIsWrittenForPeopleToo() =>
        Assert.Equal(
            "{\n  \"version\": 1,\n  \"who\": \"ä\",\n  \"reason\": \"a disk\",\n  \"until\": \"2026-11-28T12:00:00.000Z\"\n}",
            HoldText.Write(new Hold("window", "ä", "a disk", Noon)).TrimEnd());

    [Fact]
    public static void TextOfStrangersCannotForgeALine()
    {
        var hold = Assert.Single(Look("""{"who":"a\nb\u001b[2J","reason":"\u202eevil","until":"2026-11-28T12:10:00Z"}""").Standing);

        Assert.Equal("hold by a\\nb\\x1b[2J until 2026-11-28 12:10:00 UTC: \\u202eevil", hold.Line);
    }

    [Fact]
    public static void WhatIsWrittenIsReadTheSame()
    {
        var hold = new Hold("window", "ops@host", "a \"window\"", Noon.AddMinutes(3));

        Assert.True(HoldText.Parse("window", Encoding.UTF8.GetBytes(HoldText.Write(hold))).IsOk(out var read, out var why), why);
        Assert.Equal(hold, read);
    }

    [Theory]
    [InlineData("upgrade-window.2", true)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    [InlineData("../../etc/x", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("ünï", false)]
    public static void NamesAreNamesOfFiles(string name, bool isOne) => Assert.Equal(isOne, Hold.IsName(name));

    private static HoldsKnown.Look Look(string json) => HoldsKnown.Nothing.LookAt(Found(json), Noon, TimeSpan.Zero);

    private static HoldFound[] Found(string json, string name = "hold") =>
        [new HoldFound($"{name}.json", HoldText.Parse(name, Encoding.UTF8.GetBytes(json)))];
}
