using Cosmovisor.Detection;
using Cosmovisor.Events;

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
        Observation.UpgradeAsked => "command of the operator",
        Observation.HaltHeightReached or Observation.NodeStarted => "halt height of the schedule",
        _ => seen.GetType().Name,
    };

    /// <summary>In the words of the operator's log.</summary>
    /// <param name="news">The operator's.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="known">What was known before: it decides what a halt means, and keeps a thing that a node says several times from being
    /// told so often.</param>
    public static void Tell(this INews news, Observation seen, Knowledge known)
    {
        switch (seen)
        {
            case Observation.Announced { Plan: var plan }:
                news.Tell(new Happening.PlanAnnounced(plan));
                break;
            case Observation.Halted { Name: var name } when known.Announced?.Name == name:
                news.Tell(new Happening.NodeHalted(name, known.Announced?.Height));
                break;
            case Observation.Halted { Name: var name } when known.Halted?.Name == name:
                break;
            case Observation.Halted { Name: var name, Plan: { } plan }:
                news.Tell(new Happening.PanicNamesPlan(name, plan.Height));
                break;
            case Observation.Halted { Name: var name }:
                news.Tell(new Happening.PlanNamedOnly(name));
                break;
            case Observation.NeedsVersion { Name: var name } when known.Needs?.Name != name:
                news.Tell(new Happening.BinaryBehind(name));
                break;
            case Observation.PlanFileSeen { Plan: var plan, Meaning: PlanFileMeaning.Due }:
                news.Tell(new Happening.PlanFound(plan));
                break;
            case Observation.PlanFileSeen { Plan: var plan, Meaning: PlanFileMeaning.Coming or PlanFileMeaning.Near, Reason: var reason }:
                news.Tell(new Happening.PlanWaits(plan, reason));
                break;
            case Observation.PlanFileSeen { Plan: var plan, Reason: var reason }:
                news.Tell(new Happening.PlanLeftUnlessItEnds(plan.Name, plan.Height, reason));
                break;
            case Observation.NodeStandsStill when known.Filed is { Plan: var plan }:
                news.Tell(new Happening.NodeStandsStill(plan.Name, plan.Height));
                break;
            case Observation.NodeGoesOn when known.Filed is { Plan: var plan }:
                news.Tell(new Happening.NodeGoesOn(plan.Name, plan.Height));
                break;
            case Observation.HaltHeightReached { Height: var height, At: var at }:
                news.Tell(new Happening.NodeHaltedAtItsHeight(height, at));
                break;
            case Observation.HaltHeightUnknown:
                news.Tell(new Happening.HaltHeightUnknown());
                break;
            case Observation.Unusable { Reason: var reason }:
                news.Tell(new Happening.PlanUnusable(reason));
                break;
            case Observation.ResultDiffers { Hashes: var hashes } when !known.ResultDiffers:
                news.Tell(Happening.ResultDiffers.OfTheNode(known.Running, hashes));
                break;
            case Observation.BinaryAhead { Name: var name } when known.Ahead != name:
                news.Tell(new Happening.BinaryAhead(name));
                break;
        }
    }
}
