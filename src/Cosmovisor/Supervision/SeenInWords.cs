using Cosmovisor.Detection;
using Cosmovisor.Logging;

namespace Cosmovisor.Supervision;

/// <summary>What the witnesses saw, told to the operator.</summary>
internal static class SeenInWords
{
    /// <summary>In the words of the operator's log.</summary>
    /// <summary>Whose word begins an upgrade, for whoever asks later why it began.</summary>
    public static string Witness(Observation seen) => seen switch
    {
        Observation.PlanFileSeen => "plan file",
        Observation.Halted => "halt in the output",
        Observation.DaemonExited => "the daemon's end after its announcement",
        Observation.HaltHeightReached or Observation.NodeStarted => "halt height of the schedule",
        _ => seen.GetType().Name,
    };

    public static void Tell(this ILog log, Observation seen)
    {
        switch (seen)
        {
            case Observation.Announced { Plan: var plan }:
                log.Warning("the node announces an upgrade; it is carried out when the node halts", ("plan", plan.Name), ("height", plan.Height), ("info", plan.Info));
                break;
            case Observation.Halted { Name: var name }:
                log.Info("the node has halted for an upgrade", ("plan", name));
                break;
            case Observation.PlanFileSeen { Plan: var plan, Doubt: { } doubt }:
                log.Warning("the plan file is left alone", ("plan", plan.Name), ("height", plan.Height), ("reason", doubt));
                break;
            case Observation.PlanFileSeen { Plan: var plan }:
                log.Info("the node wrote its plan file", ("plan", plan.Name), ("height", plan.Height));
                break;
            case Observation.HaltHeightReached { Height: var height, At: var at }:
                log.Info("the node has halted at its halt height", ("height", height), ("at", at));
                break;
            case Observation.Unusable { Reason: var reason }:
                log.Error("the node announces an upgrade that cannot be carried out", ("reason", reason));
                break;
            case Observation.BinaryAhead { Name: var name }:
                log.Warning(
                    "the running binary is newer than the chain: it knows an upgrade the chain has not reached yet. Point current back to the version before it, and start again",
                    ("plan", name));
                break;
        }
    }
}
