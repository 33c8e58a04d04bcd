using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Plans;

/// <summary>Names say which of two upgrades came first only where they differ in their numbers alone.</summary>
public static class UpgradeNamesInOrder
{
    [Theory]
    [InlineData("v9", "v10")]
    [InlineData("v18", "v20")]
    [InlineData("v1.2", "v1.2.1")]
    [InlineData("v1.9.3", "v1.10.0")]
    [InlineData("chain2", "Chain3")]
    [InlineData("v02", "v3")]
    public static void CountTheirNumbers(string earlier, string later)
    {
        Assert.True(UpgradeNameOrder.Compare(earlier, later) < 0);
        Assert.True(UpgradeNameOrder.Compare(later, earlier) > 0);
        Assert.True(UpgradeNameOrder.IsNotAfter(earlier, later));
        Assert.False(UpgradeNameOrder.IsNotAfter(later, earlier));
    }

    [Theory]
    [InlineData("v2", "v2-hotfix")]
    [InlineData("v0.2.1", "galactica-0.2.1")]
    [InlineData("v3-rc1", "v3")]
    [InlineData("2x", "x2")]
    [InlineData("", "v1")]
    public static void SayNothingWhereMoreDiffers(string one, string other)
    {
        Assert.Null(UpgradeNameOrder.Compare(one, other));
        Assert.Null(UpgradeNameOrder.Compare(other, one));
        Assert.True(UpgradeNameOrder.IsNotAfter(one, other));
    }

    [Fact]
    public static void AreTheSameInAnyCase() => Assert.Equal(0, UpgradeNameOrder.Compare("V2", "v2"));
}
