using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>What is known in one life of the daemon: one value, replaced whole on every observation.</summary>
/// <param name="Running">Name of the upgrade whose binary runs; null for genesis.</param>
/// <param name="Skip">Heights whose plans are left alone by every witness.</param>
/// <param name="Announced">The plan the node's log announced last.</param>
/// <param name="Scheduled">What the operator wants at the halt height that this life's node was given; null when it was given none.</param>
/// <param name="StopAsked">We were told to end: no upgrade begins any more.</param>
/// <param name="Halted">The node's own word that it has halted, the last one; it may be read before the announcement, which is on another
/// stream.</param>
/// <param name="Ahead">The plan that the running binary knows and the chain has not reached; reported once in a life.</param>
/// <param name="Needs">The version that the data needs; reported once in a life.</param>
/// <param name="Filed">The plan file of this life, and what it means; null once the node has gone on.</param>
/// <param name="HaltHeightIsOurs">We have added that halt height to the daemon's arguments; otherwise the operator gave it.</param>
/// <param name="HaltHeightUnknown">The daemon has said that it does not know the flag.</param>
/// <param name="ResultDiffers">Its network has agreed on another result; reported once in a life.</param>
internal sealed record Knowledge(
    string? Running,
    SkipHeights Skip,
    UpgradePlan? Announced = null,
    UpgradePlan? Scheduled = null,
    bool StopAsked = false,
    Observation.Halted? Halted = null,
    string? Ahead = null,
    Observation.NeedsVersion? Needs = null,
    Observation.PlanFileSeen? Filed = null,
    bool HaltHeightIsOurs = false,
    bool HaltHeightUnknown = false,
    bool ResultDiffers = false);
