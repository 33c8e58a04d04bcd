using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>How often a member may write its record.</summary>
public static class WritesToEtcd
{
    [Fact]
    public static void AreFourAtOnceAndThenNone() => Assert.Equal(PutBudget.Most, Spend(PutBudget.Full(At(0)), 0).Written);

    [Fact]
    public static void AreNotSavedUpOverAQuietHour()
    {
        var (budget, _) = Spend(PutBudget.Full(At(0)), 0, most: 2);

        Assert.Equal(PutBudget.Most, Spend(budget, 3600).Written);
    }

    [Fact]
    public static void ComeBackOneIn15Seconds()
    {
        var (budget, _) = Spend(PutBudget.Full(At(0)), 0);

        (budget, var early) = Spend(budget, 14);
        (budget, var first) = Spend(budget, 15);
        (_, var second) = Spend(budget, 45);

        Assert.Equal((0, 1, 2), (early, first, second));
    }

    [Fact]
    public static void ComeBackByTheClockOfTheFirstOfThem()
    {
        // The second write at 14 s does not start the 15 seconds again.
        var (budget, _) = Spend(PutBudget.Full(At(0)), 0, most: 1);
        (budget, _) = Spend(budget, 14, most: 1);

        Assert.Equal(3, Spend(budget, 15).Written);
    }

    [Fact]
    public static void AreCountedFromTheFirstAndNotFromTheStart()
    {
        var (budget, _) = Spend(PutBudget.Full(At(0)), 14, most: 1);

        Assert.Equal(3, Spend(budget, 15).Written);
    }

    [Fact]
    public static void AreNotSpentOnAHeightBeforeTheIntervalIsOver()
    {
        var (budget, atOnce) = PutBudget.Full(At(0)).Ask(At(0), urgent: false);

        Assert.False(atOnce);
        Assert.True(budget.Ask(At(15), urgent: false).MayPut);
    }

    [Fact]
    public static void AreKeptForWhatHappensUntilAllOfThemAreThereAgain()
    {
        var (budget, _) = Spend(PutBudget.Full(At(0)), 0);

        (budget, var early) = budget.Ask(At(15), urgent: false);

        Assert.False(early);
        Assert.True(budget.Ask(At(60), urgent: false).MayPut);
    }

    private static (PutBudget Budget, int Written) Spend(PutBudget budget, int second, int most = 100)
    {
        for (var written = 0; written < most; written++)
        {
            (budget, var may) = budget.Ask(At(second), urgent: true);

            if (!may)
            {
                return (budget, written);
            }
        }

        return (budget, most);
    }

    private static TimeSpan At(int second) => TimeSpan.FromSeconds(second);
}
