using System.Diagnostics;
using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Home;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Running;

/// <summary>
/// How the first life of a version went, and what follows: the switch taken back, and the answer to the command that asked for the version.
/// </summary>
/// <param name="file">Of the request.</param>
/// <param name="runner">Knows the last upgrade.</param>
/// <param name="rule">When a switch may be taken back.</param>
/// <param name="node">Whose config and data a reason for its end is looked for in.</param>
/// <param name="clock">For the answers.</param>
internal sealed class FirstLife(RequestFile file, UpgradeRunner runner, TakeBackRule rule, NodeFolders node, TimeProvider clock)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    private (string Id, long Started)? _running;
    private string? _answered;
    private DeathWatch? _deaths;

    /// <summary>A daemon is about to be started.</summary>
    /// <returns>Hears why it ends, where this is the first life of a new version; otherwise null.</returns>
    public DeathWatch? Listen() => _deaths = rule.ListensFor is { } within ? new DeathWatch(within) : null;

    /// <summary>A daemon was started.</summary>
    public void Begins(CurrentVersion version, Daemon daemon)
    {
        rule.IsStarted();
        _running = null;

        if (runner.Last is { IsDone: true, Journal: { Request.Id: var id } journal } && journal.To == version.Target && _answered != id)
        {
            (_answered, _running) = (id, (id, Stopwatch.GetTimestamp()));
            var downtime =
                daemon.Downtime is { } down ? $"; the node was down for {down.TotalSeconds:0.00} s" : "";
            Answer(id, RequestState.Started, $"{version.Target} runs (pid {daemon.Child.Pid}){downtime}");
        }
    }

    /// <summary>It has ended, and nothing of it was an upgrade's halt.</summary>
    /// <param name="end">How.</param>
    /// <param name="stopAsked">We were asked to end: then it ended for that.</param>
    /// <param name="undoGenesis">Puts the previous genesis back.</param>
    /// <returns>Whether the old version is to be started again: by a height it would only halt once more, by a command it goes on where it
    /// was.</returns>
    public bool IsTakenBack(DaemonEnd end, bool stopAsked, Action<Plans.UpgradePlan> undoGenesis)
    {
        if (stopAsked)
        {
            return false;
        }

        var config = new NodeConfig(node.Home);
        var height = rule.ListensFor is null || !config.Read().IsOk(out var settings, out _) ? null : settings.DoubleSignCheckHeight;
        var known = _deaths?.Seen is { } death ? new KnownDeath(death, node.Data, config.File, height) : null;

        if (rule.MayTakeBack(end, known, height) is not { Journal: var journal })
        {
            TellItsEnd(end, known);
            return false;
        }

        var reason = journal.Request is { TakeBack: true }
            ? $"the new version {end}, and the operator has said that the old one can read its data"
            : $"the new version {end} at once, before it had opened the data";
        _ = runner.TakeBack(journal, $"{FinishedUpgrade.TakenBack}: {reason}", undoGenesis, isByItself: true);

        if (journal.Request is not { Id: var id })
        {
            return false;
        }

        Answer(id, RequestState.TakenBack, $"the new version {end}. {journal.From} is current again, and is started");
        return true;
    }

    private void TellItsEnd(DaemonEnd end, KnownDeath? known)
    {
        if (_running is var (id, started) && Stopwatch.GetElapsedTime(started) is var lived && (lived < AtOnce || known is not null))
        {
            var why = known is null ? "" : $": {known.Why}";
            Answer(id, RequestState.Ended, $"the new version {end}, {lived.TotalSeconds:0.0} s after its start{why}. It is current, and was not taken back");
        }
    }

    private void Answer(string id, RequestState state, string says) => file.Answer(id, state, says, clock.GetUtcNow());
}
