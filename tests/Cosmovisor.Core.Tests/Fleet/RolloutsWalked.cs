using Xunit;

namespace Cosmovisor.Tests.Fleet;

/// <summary>Agents that sleep, die, are cut off, restored records and lost answers, in any order.</summary>
public static class RolloutsWalked
{
    private const int Walks = 400;
    private const int Steps = 500;

    [Fact]
    public static void NeverTakeDownMoreThanMayBeAndNeverDoATryTwice()
    {
        for (var seed = 0; seed < Walks; seed++)
        {
            var fleet = new WalkedFleet(seed);

            for (var step = 0; step < Steps; step++)
            {
                fleet.Step();
            }
        }
    }

    [Fact]
    public static void ComeToTheirEndOnceAllIsWell()
    {
        for (var seed = 0; seed < Walks; seed++)
        {
            var fleet = new WalkedFleet(seed);

            for (var step = 0; step < Steps / 5; step++)
            {
                fleet.Step();
            }

            fleet.Calm();
            Assert.True(fleet.IsOver, $"seed {seed}: {string.Join(", ", fleet.Story)}");
            Assert.Null(fleet.Halfway());
        }
    }
}
