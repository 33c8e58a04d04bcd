using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

public static class RolloutsOfRestarts
{
    private static readonly FleetScheduleEntry Entry = new("e1", "v2", 1000, "https://example.com/v2");
    private static readonly MemberView A = SomeFleet.Member(SomeFleet.Record("a"));
    private static readonly MemberView B = SomeFleet.Member(SomeFleet.Record("b"));
    private static readonly Rollout Some =
        SomeFleet.Rollout(1, "a", "b") with { Name = "v2", Link = "", Kind = RolloutKind.Restart, Entry = Entry.Id };

    [Fact]
    public static void GiveTurnsAsAnyRolloutDoes() => Assert.Equal(Turn.Granted, Written(Some, [Entry]).Find("a")!.Turn);

    [Fact]
    public static void NeedNoTurnOnANodeThatIsArmed()
    {
        var next = Written(Some, [Entry], facts => facts with { IsArmed = true });

        Assert.Equal((Turn.Done, "it needed no restart"), (next.Find("a")!.Turn, next.Find("a")!.Says));
    }

    [Fact]
    public static void NeedNoTurnOnANodeThatHasCarriedItOut() =>
        Assert.Equal(Turn.Done, Written(Some, [Entry], facts => facts with { Runs = "v2" }).Find("a")!.Turn);

    [Fact]
    public static void GiveATurnBackThatIsAskedNoMore()
    {
        var next = Written(Some.At("a", Turn.Granted), [Entry with { Removed = true }]);

        Assert.Equal(Turn.Waiting, next.Find("a")!.Turn);
    }

    [Fact]
    public static void StopOnceTheirEntryIsTakenOffOrAnotherTookItsPlace()
    {
        Assert.Equal(RolloutState.Stopped, Written(Some, [Entry with { Removed = true }]).State);
        Assert.Equal(RolloutState.Stopped, Written(Some, [Entry with { Id = "e2" }]).State);
        Assert.Equal(RolloutState.Stopped, Written(Some, []).State);
    }

    [Fact]
    public static void ReportWhatHasBegunAlsoThen()
    {
        var notes = new MemberNotes("a", [new BegunTurn(SomeFleet.Id, 1, "v2", SomeFleet.Now, Done: true)]);

        Assert.Equal(Turn.Done, Written(Some.At("a", Turn.Begun), [], facts => facts with { Notes = notes }).Find("a")!.Turn);
    }

    private static Rollout Written(Rollout rollout, FleetScheduleEntry[] schedule, Func<RolloutFacts, RolloutFacts>? with = null)
    {
        var facts = SomeFleet.Facts("a", SomeFleet.View(rollout, A, B) with { Schedule = schedule });
        return Assert.IsType<RolloutStep.Write>(RolloutRule.Next(rollout, with is null ? facts : with(facts), SomeFleet.Now)).Next;
    }
}
