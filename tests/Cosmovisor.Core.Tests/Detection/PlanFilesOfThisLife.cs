using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>The table of heights, a test a row: a plan file says what is planned, not that the node has halted.</summary>
public static class PlanFilesOfThisLife
{
    private static readonly UpgradePlan V2 = Watched.Plan("v2", 5000);

    [Theory]
    [InlineData(5000)]
    [InlineData(4999)] // a node that halts for 5000 was last seen there
    [InlineData(4998)] // heights in log, file and sign state differ by one
    public static void AreDueAtTheirHeightHoweverTheyWereWritten(long height)
    {
        Assert.Equal((PlanFileMeaning.Due, null), Of(new PlanFileWritten(V2), new NodeHeight(height)));
        Assert.Equal(
            (PlanFileMeaning.Due, null), Of(new PlanFileWritten(V2, IsMarked: true, HasForeignMode: true), new NodeHeight(height)));
        Assert.Equal((PlanFileMeaning.Due, null), Of(new PlanFileWritten(V2), new NodeHeight(height, MayBeOld: true)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4997)]
    public static void WaitForTheirHeight(long height) =>
        Assert.Equal(PlanFileMeaning.Coming, Of(new PlanFileWritten(V2), new NodeHeight(height)).Meaning);

    [Theory]
    [InlineData(4998)] // it may be making the blocks before the height
    [InlineData(4999)]
    [InlineData(5000)] // or its chain has cancelled the plan, and it goes through
    public static void ThatHaveWaitedAreNotDueByAHeightAlone(long height)
    {
        Assert.Equal(PlanFileMeaning.Near, Waited(new NodeHeight(height)));
        Assert.Equal(PlanFileMeaning.Near, Waited(new NodeHeight(height, MayBeOld: true)));
    }

    [Fact]
    public static void ThatHaveWaitedGoOnWaitingWhereNothingSureIsKnown()
    {
        Assert.Equal(PlanFileMeaning.Coming, Waited(null));
        Assert.Equal(PlanFileMeaning.Coming, Waited(new NodeHeight(100, MayBeOld: true)));
        Assert.Equal(PlanFileMeaning.Coming, Waited(new NodeHeight(4997)));
        Assert.Equal(PlanFileMeaning.Passed, Waited(new NodeHeight(5001)));
    }

    [Theory]
    [InlineData(5001)]
    [InlineData(9000)]
    public static void MayBeTheNodesOwnWorkBeyondTheirHeight(long height) =>
        Assert.Equal(PlanFileMeaning.Passed, Of(new PlanFileWritten(V2), new NodeHeight(height)).Meaning);

    [Fact]
    public static void AreDoubtfulByAnOldSignStateAlone()
    {
        Assert.Equal(PlanFileMeaning.Doubtful, Of(new PlanFileWritten(V2), new NodeHeight(100, MayBeOld: true)).Meaning);
        Assert.Equal(
            PlanFileMeaning.Coming, Of(new PlanFileWritten(V2, HasForeignMode: true), new NodeHeight(100, MayBeOld: true)).Meaning);
    }

    [Fact]
    public static void AreDueWhereNothingIsKnownUnlessAToolWroteThem_22167_19227()
    {
        Assert.Equal(PlanFileMeaning.Due, Of(new PlanFileWritten(V2), at: null).Meaning);
        Assert.Equal(PlanFileMeaning.Coming, Of(new PlanFileWritten(V2, IsMarked: true), at: null).Meaning);

        // A node that writes over a marked file leaves the mark; a halted node that nobody upgrades is the worse mistake.
        Assert.Equal(PlanFileMeaning.Due, Of(new PlanFileWritten(V2, IsMarked: true, IsMarkOlder: true), at: null).Meaning);
    }

    [Fact]
    public static void AreDoubtfulByTheirModeOnlyWhereItCanBeSeenWhetherTheNodeWorks()
    {
        Assert.Equal(
            PlanFileMeaning.Doubtful,
            PlanFileRule.Of(new PlanFileWritten(V2, HasForeignMode: true), "v1", 50, at: null, showsItsWork: true).Meaning);
        Assert.Equal(
            PlanFileMeaning.Due,
            PlanFileRule.Of(new PlanFileWritten(V2, HasForeignMode: true), "v1", 50, at: null, showsItsWork: false).Meaning);
    }

    [Fact]
    public static void NeverLeadBackToAnOlderVersionByAFileThatWasTouched() =>
        Assert.Equal(PlanFileMeaning.Coming, PlanFileRule.Of(new PlanFileWritten(V2), "v3", 6000, at: null, showsItsWork: false).Meaning);

    [Theory]
    [InlineData("v1")]
    [InlineData("V1")]
    public static void OfTheRunningVersionAreItsOwn(string name) =>
        Assert.Equal(PlanFileMeaning.Own, Of(new PlanFileWritten(Watched.Plan(name, 50)), new NodeHeight(50)).Meaning);

    private static PlanFileMeaning Waited(NodeHeight? at) =>
        PlanFileRule.Of(new PlanFileWritten(V2), "v1", 50, at, showsItsWork: false, hasWaited: true).Meaning;

    private static (PlanFileMeaning Meaning, string? Reason) Of(PlanFileWritten written, NodeHeight? at) =>
        PlanFileRule.Of(written, "v1", 50, at, showsItsWork: false);
}
