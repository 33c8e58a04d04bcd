using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>
/// What the operator reads of an upgrade that failed: a line each for why, what state things are in, what to do, what happens by itself.
/// </summary>
public static class FailureTexts
{
    private static readonly UpgradePlan V2 = UpgradePlan.Create("v2", 5, "").IsOk(out var plan, out var reason) ? plan
        : throw new InvalidOperationException(reason);

    [Fact]
    public static void HaveFourLinesWhereThereIsSomethingToDo() => Assert.Equal(
        """
        upgrade "v2" (height 5) failed at Stage: no binary.
        The node is stopped; current still points to genesis, nothing was switched.
        Put it there: cp a b.
        The next start tries again.
        """,
        new UpgradeFailedException(
            V2, UpgradeStep.Stage, "genesis", new RefusedException("no binary") { Remedy = "Put it there: cp a b" }).Message);

    [Fact]
    public static void HaveThreeWhereTheReasonSaysWhatToDo() =>
        Assert.Equal(3, new UpgradeFailedException(V2, UpgradeStep.Backup, "genesis", new IOException("No space left on device")).Message
            .Split('\n').Length);

    [Fact]
    public static void OfARefusalAloneAreItsReasonAndItsRemedy() =>
        Assert.Equal("no binary. Put it there", new RefusedException("no binary") { Remedy = "Put it there" }.Message);
}
