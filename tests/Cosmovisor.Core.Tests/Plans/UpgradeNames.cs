using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Plans;

public static class UpgradeNames
{
    [Theory]
    [InlineData("some spaces", "some%20spaces")]
    [InlineData("a%20b", "a%2520b")]
    [InlineData("v2/../x", "v2%2F..%2Fx")]
    [InlineData("x+y", "x+y")]
    [InlineData("v1:2@3=4&5$6,7;8", "v1:2@3=4&5$6%2C7%3B8")]
    [InlineData("myUpgrade", "myUpgrade")]
    [InlineData("é", "%C3%A9")]
    [InlineData("x/token", "x%2Ftoken")]
    [InlineData("-_.~", "-_.~")]
    [InlineData("!\"#'()*<>?[\\]^`{|}", "%21%22%23%27%28%29%2A%3C%3E%3F%5B%5C%5D%5E%60%7B%7C%7D")]
    public static void BecomeFoldersAsGoEscapesThem(string name, string folder)
    {
        Assert.Equal(folder, UpgradeName.Escape(name));
        Assert.Equal(name, UpgradeName.Unescape(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public static void ThatWouldLeaveTheFolderAreRefused(string name) => Assert.NotNull(UpgradeName.WhatIsWrong(name));

    [Theory]
    [InlineData("...")]
    [InlineData("../..")]
    [InlineData("v1")]
    public static void ThatStayInsideAreTaken(string name) => Assert.Null(UpgradeName.WhatIsWrong(name));

    [Fact]
    public static void ThatNoFileSystemCouldHoldAreRefused() => Assert.NotNull(UpgradeName.WhatIsWrong(new string('x', 250)));
}
