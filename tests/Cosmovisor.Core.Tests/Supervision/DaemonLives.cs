using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>The state table of a life, line by line.</summary>
public static class DaemonLives
{
    private static readonly bool[] Either = [false, true];

    [Theory]
    [InlineData(LifePhase.Running, false, false, LifeAction.Watch, LifePhase.Running)]
    [InlineData(LifePhase.Running, false, true, LifeAction.StopForAnother, LifePhase.Ended)]
    [InlineData(LifePhase.Running, true, false, LifeAction.HearOut, LifePhase.Ended)]
    [InlineData(LifePhase.Running, true, true, LifeAction.HearOut, LifePhase.Ended)] // it was faster than the command
    [InlineData(LifePhase.Ended, true, false, LifeAction.Settle, LifePhase.Settled)]
    [InlineData(LifePhase.Ended, true, true, LifeAction.Settle, LifePhase.Settled)]
    [InlineData(LifePhase.Settled, true, false, LifeAction.TellItsEnd, LifePhase.Settled)]
    [InlineData(LifePhase.Settled, true, true, LifeAction.TellItsEnd, LifePhase.Settled)]
    internal static void GoThusWhileNothingIsThereToObserve(
        LifePhase phase, bool hasEnded, bool restartAsked, LifeAction action, LifePhase next)
    {
        var (life, what) = new DaemonLife(phase).Go(hasSeen: false, hasEnded, restartAsked);

        Assert.Equal((action, next), (what, life.Phase));
        Assert.Equal(action == LifeAction.StopForAnother, life.IsEndedForAnother);
    }

    [Theory]
    [InlineData(LifePhase.Running)]
    [InlineData(LifePhase.Ended)]
    [InlineData(LifePhase.Settled)]
    internal static void ObserveFirstWhatIsThere(LifePhase phase) => Assert.All(
        from hasEnded in Either from restartAsked in Either select (hasEnded, restartAsked),
        facts => Assert.Equal(
            (new DaemonLife(phase), LifeAction.Observe), new DaemonLife(phase).Go(hasSeen: true, facts.hasEnded, facts.restartAsked)));

    [Fact]
    public static void TellTheEndOnlyWhenAllElseIsObserved()
    {
        var life = new DaemonLife(LifePhase.Running);
        var actions = new List<LifeAction>();

        // A last line, read while the daemon is heard out; and a plan file whose meaning is told only then.
        foreach (var hasSeen in (bool[])[false, true, false, true, false])
        {
            (life, var action) = life.Go(hasSeen, hasEnded: true, restartAsked: false);
            actions.Add(action);
        }

        Assert.Equal([LifeAction.HearOut, LifeAction.Observe, LifeAction.Settle, LifeAction.Observe, LifeAction.TellItsEnd], actions);
    }

    [Fact]
    public static void AreFollowedByAnotherOnlyWhereACommandHasAskedForIt()
    {
        var exit = new Decision.Exit(0);
        var upgrade = new Decision.Upgrade(
            UpgradePlan.Create("v2", 5, "").IsOk(out var plan, out _) ? plan : throw new InvalidOperationException());
        var stopped = new DaemonLife(LifePhase.Settled, IsEndedForAnother: true);

        Assert.True(stopped.BeginsAnother(exit, stopAsked: false));
        Assert.False(stopped.BeginsAnother(exit, stopAsked: true));
        Assert.False(stopped.BeginsAnother(upgrade, stopAsked: false)); // it was on its way into it
        Assert.False(new DaemonLife(LifePhase.Settled).BeginsAnother(exit, stopAsked: false));
    }
}
