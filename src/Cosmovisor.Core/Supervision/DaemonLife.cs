using Cosmovisor.Detection;

namespace Cosmovisor.Supervision;

/// <summary>One life of the daemon as a state table: what is done next, by how far it has come and what there is.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="IsEndedForAnother">We have stopped the daemon because an operator's command asks for another life.</param>
internal readonly record struct DaemonLife(LifePhase Phase, bool IsEndedForAnother = false)
{
    /// <param name="hasSeen">An observation is there. It comes first, whatever else there is: the order of what is seen is the order in the
    /// log.</param>
    /// <param name="hasEnded">The daemon's process is over.</param>
    /// <param name="restartAsked">An operator's command asks for another life, and may.</param>
    /// <returns>What is to be done, and the life as it is once that is done.</returns>
    public (DaemonLife Next, LifeAction Action) Go(
        bool hasSeen, bool hasEnded, bool restartAsked) => (Phase, hasSeen, hasEnded, restartAsked) switch
        {
            (_, true, _, _) => (this, LifeAction.Observe),
            (LifePhase.Running, _, false, true) => (new DaemonLife(LifePhase.Ended, IsEndedForAnother: true), LifeAction.StopForAnother),
            (LifePhase.Running, _, false, false) => (this, LifeAction.Watch),
            (LifePhase.Running, _, true, _) => (this with { Phase = LifePhase.Ended }, LifeAction.HearOut),
            (LifePhase.Ended, _, _, _) => (this with { Phase = LifePhase.Settled }, LifeAction.Settle),
            _ => (this, LifeAction.TellItsEnd),
        };

    /// <summary>
    /// Whether another life follows, instead of what <paramref name="decision"/> says. A daemon that was on its way into an upgrade when it
    /// was stopped is upgraded.
    /// </summary>
    /// <param name="decision">As the detector has it.</param>
    /// <param name="stopAsked">We were asked to end.</param>
    public bool BeginsAnother(Decision decision, bool stopAsked) => IsEndedForAnother && decision is Decision.Exit && !stopAsked;
}
