using Cosmovisor.Supervision;
using Cosmovisor.Tests.Detection;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

public static class RestartPaces
{
    [Fact]
    public static void LetUpgradesLeadForward()
    {
        var pace = RestartPace.Fresh.With(Watched.Plan("v2")).With(Watched.Plan("v3"));

        Assert.Null(pace.WhatIsWrongWith(Watched.Plan("v4")));
    }

    [Theory]
    [InlineData("v2")]
    [InlineData("V2")]
    [InlineData("v3")]
    public static void RefuseAnUpgradeThatWasCarriedOutBefore(string name)
    {
        var pace = RestartPace.Fresh.With(Watched.Plan("v2")).With(Watched.Plan("v3"));

        var wrong = pace.WhatIsWrongWith(Watched.Plan(name));

        Assert.Contains($"(\"v2\" -> \"v3\" -> \"{name}\")", wrong, StringComparison.Ordinal);
    }
}
