using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class UpgradeFolders
{
    [Theory]
    [InlineData("V2", "V2,v2", "v2", true)]
    [InlineData("V2", "V2", "V2", false)]
    [InlineData("V2", "", "v2", true)]
    [InlineData("x/Y", "x%2FY,x%2Fy", "x%2Fy", true)]
    public static void AreThoseOfTheLowerCasedNameWhereNamesAreRecased(string name, string existing, string folder, bool isExact)
    {
        Assert.True(UpgradeFolder.Choose(name, existing.Split(','), recase: true).IsOk(out var found, out var reason), reason);
        Assert.Equal(new UpgradeFolder(folder, isExact), found);
    }

    [Theory]
    [InlineData("V2", "V2,v2", "V2", true)]
    [InlineData("V2", "v2,x", "v2", false)]
    [InlineData("vtwo", "VTwo", "VTwo", false)]
    [InlineData("VTWO", "VTwo,vtwo", "vtwo", false)]
    [InlineData("v2", "", "v2", true)]
    [InlineData("x/Y", "x%2FY", "x%2FY", true)]
    [InlineData("x/y", "x%2fy", "x%2fy", false)]
    public static void AreFoundInAnotherCaseWhenTheExactOneIsMissing(string name, string existing, string folder, bool isExact)
    {
        Assert.True(UpgradeFolder.Choose(name, existing.Split(','), recase: false).IsOk(out var found, out var reason), reason);
        Assert.Equal(new UpgradeFolder(folder, isExact), found);
    }

    [Fact]
    public static void ThatDifferInCaseOnlyAreAllListed()
    {
        Assert.False(UpgradeFolder.Choose("vtwo", ["VTwo", "x", "VTWO"], recase: false).IsOk(out _, out var reason));
        Assert.Contains("VTWO, VTwo", reason, StringComparison.Ordinal);
    }
}
