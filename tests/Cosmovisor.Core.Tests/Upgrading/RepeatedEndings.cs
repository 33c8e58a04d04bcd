using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>A version that dies at once is tried and taken back at every restart: the history keeps the last round of that circle.</summary>
public static class RepeatedEndings
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private const string Back = $"{Ending.TakenBack}: the new version ended with code 9 at once";

    [Fact]
    public static void AreDroppedRoundByRound()
    {
        Assert.Equal(2, Ending.Repeated(Of("v2", Ending.Done), Of("v2", Back), Of("v2", Ending.Done)));
        Assert.Equal(2, Ending.Repeated(Of("v2", Back), Of("v2", Ending.Done), Of("v2", Back)));
        Assert.Equal(1, Ending.Repeated(null, Of("v2", Back), Of("v2", Back)));
    }

    [Fact]
    public static void AreNotThoseOfAnotherUpgradeOrOfAnotherEnd()
    {
        Assert.Equal(0, Ending.Repeated(Of("v2", Back), Of("v3", Ending.Done), Of("v3", Back)));
        Assert.Equal(0, Ending.Repeated(null, Of("v2", Ending.Done), Of("v2", Back)));
        Assert.Equal(0, Ending.Repeated(Of("v2", $"{Ending.TakenBack}: it was killed"), Of("v2", Ending.Done), Of("v2", Back)));
        Assert.Equal(0, Ending.Repeated(null, null, Of("v2", Back)));
    }

    [Fact]
    public static void AreKeptWhereTheOperatorDidThemByHand()
    {
        Assert.Equal(0, Ending.Repeated(null, Of("v2", Ending.Done), Of("v2", Ending.Done)));
        Assert.Equal(0, Ending.Repeated(Of("v2", Ending.Done), Of("v2", Ending.RolledBack), Of("v2", Ending.Done)));
    }

    private static Ending Of(string name, string result) => new(Journals.Some(name), result, Noon);
}
