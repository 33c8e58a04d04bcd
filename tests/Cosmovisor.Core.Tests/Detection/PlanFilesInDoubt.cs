using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>A plan file that is written while the daemon runs: the node's own word, or somebody else's.</summary>
public static class PlanFilesInDoubt
{
    private static readonly UpgradePlan V1 = Watched.Plan("v1", 50);
    private static readonly UpgradePlan V2 = Watched.Plan("v2", 100);

    [Fact]
    public static void AreNoneWhereOnlyTheNodeWritesSo() => Assert.Null(DoubtOf(V2, height: () => throw new InvalidOperationException("nobody needs to ask")));

    [Fact]
    public static void WaitForTheirHeightWhenAToolWroteThem_22167_19227()
    {
        Assert.StartsWith("a tool wrote it, ahead of its height.", DoubtOf(V2, isMarked: true), StringComparison.Ordinal);
        Assert.StartsWith("the node is at 98 and has not reached its height.", DoubtOf(V2, isMarked: true, height: () => 98), StringComparison.Ordinal);
        Assert.Equal("the node is at 101, beyond its height", DoubtOf(V2, isMarked: true, height: () => 101));
    }

    [Theory]
    [InlineData(99)] // a node that halts for 100 was last seen at 99
    [InlineData(100)]
    public static void AreDueWhenTheNodeIsAtTheirHeight(long height) => Assert.Null(DoubtOf(V2, isMarked: true, height: () => height));

    [Fact]
    public static void AreTheNodesWhenItWroteOverAMarkedOne()
    {
        Assert.Null(DoubtOf(V2, isMarked: true, isMarkOlder: true));
        Assert.NotNull(DoubtOf(V2, isMarked: true, isMarkOlder: true, height: () => 60));
    }

    [Fact]
    public static void NeverLeadBackToAnOlderVersionByAFileThatWasTouched()
    {
        var v3 = Watched.Plan("v3", 200);

        Assert.Equal("it is older than the running version, which is that of height 200", DoubtOf(V2, running: v3));
        Assert.Equal("the node is at 230, beyond its height", DoubtOf(V2, running: v3, height: () => 230));
        Assert.Null(DoubtOf(V2, running: v3, height: () => 99)); // a node that syncs anew under a newer binary
        Assert.Null(PlanFileDoubt.Of(new PlanFileWritten(V2, false, false), "v3", runningPlan: null, () => null));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("V1")]
    public static void AskForNothingThatRunsAlready(string name) =>
        Assert.StartsWith("its version runs already.", DoubtOf(Watched.Plan(name, 50)), StringComparison.Ordinal);

    private static string? DoubtOf(UpgradePlan plan, bool isMarked = false, bool isMarkOlder = false, UpgradePlan? running = null, Func<long?>? height = null) =>
        PlanFileDoubt.Of(new PlanFileWritten(plan, isMarked, isMarkOlder), (running ?? V1).Name, running ?? V1, height ?? (() => null));
}
