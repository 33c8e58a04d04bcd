using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>Who a member is, and whether it can do without another one.</summary>
public static class MembersInTheFleet
{
    private static readonly MemberRecord Well = SomeFleet.Record("a");

    public enum Amiss
    {
        Silent,
        NotReady,
        InTrouble,
        Busy,
        Down,
        Copied,
        Late,
    }

    /// <summary>Each of these with all that stand before it: the worst is named.</summary>
    [Theory]
    [InlineData(Amiss.Silent, "not ready yet")]
    [InlineData(Amiss.NotReady, "not ready: no room")]
    [InlineData(Amiss.InTrouble, "in trouble")]
    [InlineData(Amiss.Busy, "busy")]
    [InlineData(Amiss.Down, "its node is down")]
    [InlineData(Amiss.Copied, "two agents have its id")]
    [InlineData(Amiss.Late, "late")]
    public static void AreUnavailableForTheWorstReason(Amiss worst, string why)
    {
        var record = Well with
        {
            Readiness = worst >= Amiss.NotReady ? [new(SomeFleet.Id, Readiness.No, "no room")] : [],
            Trouble = worst >= Amiss.InTrouble ? "disk full" : null,
            Busy = worst >= Amiss.Busy ? "r0" : null,
            State = worst >= Amiss.Down ? MemberRecord.Down : MemberRecord.Running,
        };
        var view = new MemberView(
            SomeFleet.Late("a").Known,
            worst switch { Amiss.Late => [], Amiss.Copied => [record, record with { Instance = "2" }], _ => [record] });

        Assert.Equal(why, view.WhyUnavailable(SomeFleet.Id, Turn.Waiting));
    }

    [Fact]
    public static void AreAvailableWhereNothingIsAmiss() => Assert.Null(SomeFleet.Member(Well).WhyUnavailable(SomeFleet.Id, Turn.Waiting));

    /// <summary>It has had its turn, and need not be ready for another.</summary>
    [Fact]
    public static void NeedNotBeReadyOnceTheyAreDone()
    {
        var silent = SomeFleet.Member(Well with { Readiness = [] });

        Assert.Null(silent.WhyUnavailable(SomeFleet.Id, Turn.Done));
        Assert.NotNull(silent.WhyUnavailable(SomeFleet.Id, Turn.Failed));
    }

    [Fact]
    public static void AreReadyForOneRolloutAndNotForAnother() =>
        Assert.Equal("not ready yet", SomeFleet.Member(Well).WhyUnavailable("r2", Turn.Waiting));

    [Fact]
    public static void HaveTheNameAndLabelsTheySayNow()
    {
        var known = new KnownMember("a", "old", new Dictionary<string, string> { ["group"] = "old" });

        var (now, late) = (new MemberView(known, [Well with { Name = "new" }]), new MemberView(known, []));

        Assert.Equal(("new", "sentry"), (now.Name, MemberLabels.GroupOf(now.Labels)));
        Assert.Equal(("old", "old"), (late.Name, MemberLabels.GroupOf(late.Labels)));
    }

    [Fact]
    public static void ThatDisagreeAreNamedTheFewFirst()
    {
        var view = View(Hash("c", "AAAAAAAAAAAA"), Hash("b", "aaaaaaaaaaaa"), Hash("d", "BBBBBBBBBBBB"), Hash("e", "B0"), Hash("f", "B0"),
            Hash("a", "AAAAAAAAAAAA"));

        Assert.Equal(
            [
                "members of c-1 have different app hashes at height 9: BBBBBBBB… d; B0… e, f; AAAAAAAA… a, b, c. "
                + "A binary is wrong, or data is damaged; do not restart the others",
            ],
            AppHashRule.Alarms(view));
    }

    [Fact]
    public static void AgreeWithOneThatHasNoHashYet() =>
        Assert.Empty(AppHashRule.Alarms(View(Hash("a", "AA"), Hash("b", ""))));

    private static MemberRecord Hash(string id, string hash) => SomeFleet.Record(id) with { AppHeight = 9, AppHash = hash };

    private static FleetView View(params MemberRecord[] records) =>
        new(records.Select(SomeFleet.Member).ToDictionary(member => member.Id), [], []);
}
