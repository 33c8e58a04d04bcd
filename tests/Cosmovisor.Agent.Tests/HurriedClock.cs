namespace Cosmovisor.Agent.Tests;

/// <summary>The real time, with timers that are over 300 times sooner: a minute is a fifth of a second.</summary>
/// <param name="isAllOfIt">The time itself runs so fast, too.</param>
internal sealed class HurriedClock(bool isAllOfIt = false) : TimeProvider
{
    private const int Times = 300;

    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => isAllOfIt ? _began + ((DateTimeOffset.UtcNow - _began) * Times) : base.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan time) => time > TimeSpan.Zero ? time / Times : time;
}
