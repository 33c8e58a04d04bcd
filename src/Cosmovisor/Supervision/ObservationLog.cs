using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Logging;

namespace Cosmovisor.Supervision;

/// <summary>What the witnesses saw, told to the operator.</summary>
internal static class ObservationLog
{
    /// <summary>Whose word begins an upgrade, for whoever asks later why it began.</summary>
    public static string Witness(Observation seen) => seen switch
    {
        Observation.PlanFileSeen => "plan file",
        Observation.Halted or Observation.Announced => "halt in the output",
        Observation.DaemonExited => "the daemon's end after its announcement",
        Observation.HaltHeightReached or Observation.NodeStarted => "halt height of the schedule",
        _ => seen.GetType().Name,
    };

    /// <summary>In the words of the operator's log.</summary>
    /// <param name="log">The operator's.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="known">What was known before: it decides what a halt means, and keeps a thing that a node says several times from being told so often.</param>
    public static void Tell(this ILog log, Observation seen, Knowledge known)
    {
        switch (seen)
        {
            case Observation.Announced { Plan: var plan }:
                log.Tell(new Happening.PlanAnnounced(plan));
                break;
            case Observation.Halted { Name: var name } when known.Announced?.Name == name:
                log.Tell(new Happening.NodeHalted(name, known.Announced?.Height));
                break;
            case Observation.Halted { Name: var name } when known.Halted?.Name == name:
                break;
            case Observation.Halted { Name: var name, Plan: { } plan }:
                log.Warning("the node says that it stops for an upgrade it has not announced; it is carried out when the node ends", ("plan", name), ("height", plan.Height));
                break;
            case Observation.Halted { Name: var name }:
                log.Warning("the node names an upgrade as it stops, and has not announced it; nothing is done for this line alone", ("plan", name));
                break;
            case Observation.NeedsVersion { Name: var name } when known.Needs?.Name != name:
                log.Error(
                    "the running binary is older than its data: the chain carried out an upgrade before, and this binary does not have it. "
                        + $"Put the binary of that version below {DaemonHome.TargetOf(name)}, point current there (ln -sfn {DaemonHome.TargetOf(name)} current, in the folder cosmovisor), and start again",
                    ("plan", name));
                break;
            case Observation.PlanFileSeen { Plan: var plan, Meaning: PlanFileMeaning.Due }:
                log.Tell(new Happening.PlanFound(plan));
                break;
            case Observation.PlanFileSeen { Plan: var plan, Meaning: PlanFileMeaning.Coming, Reason: var reason }:
                log.Tell(new Happening.PlanWaits(plan, reason));
                break;
            case Observation.PlanFileSeen { Plan: var plan, Reason: var reason }:
                log.Warning("the plan file is left alone unless the node ends or stands still", ("plan", plan.Name), ("height", plan.Height), ("reason", reason));
                break;
            case Observation.NodeStandsStill when known.Filed is { Plan: var plan }:
                log.Warning("the node stands still since it wrote its plan file", ("plan", plan.Name), ("height", plan.Height));
                break;
            case Observation.NodeGoesOn when known.Filed is { Plan: var plan }:
                log.Warning("the node goes on beyond the height of its plan file, so it has carried out that upgrade by itself", ("plan", plan.Name), ("height", plan.Height));
                break;
            case Observation.HaltHeightReached { Height: var height, At: var at }:
                log.Tell(new Happening.NodeHaltedAtItsHeight(height, at));
                break;
            case Observation.HaltHeightUnknown:
                log.Warning("the daemon knows no --halt-height");
                break;
            case Observation.Unusable { Reason: var reason }:
                log.Error("the node announces an upgrade that cannot be carried out", ("reason", reason));
                break;
            case Observation.BinaryAhead { Name: var name } when known.Ahead != name:
                log.Warning(
                    "the running binary is newer than the chain: it knows an upgrade the chain has not reached yet. Point current back to the version before it, and start again",
                    ("plan", name));
                break;
        }
    }
}
