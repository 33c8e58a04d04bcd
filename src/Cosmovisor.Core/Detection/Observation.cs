using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Detection;

/// <summary>Something a witness saw. Witnesses only report; <see cref="UpgradeDetector"/> alone decides.</summary>
internal abstract record Observation
{
    private Observation() { }

    /// <summary>The node's log says that it needs an upgrade. A warning, not yet a reason to act.</summary>
    internal sealed record Announced(UpgradePlan Plan) : Observation;

    /// <summary>The node's log says that it stopped making blocks, and names the plan it stopped for.</summary>
    /// <param name="Name">The plan's name.</param>
    /// <param name="Plan">
    /// The whole plan, where the panic or the error is x/upgrade's own sentence, from its first word on: a second witness for the
    /// announcement. Null where the sentence stands further back, or behind another panic: there it may be foreign text.
    /// </param>
    internal sealed record Halted(string Name, UpgradePlan? Plan = null) : Observation;

    /// <summary>
    /// The node's log says that its data needs a newer version than the one that runs: the chain carried out the upgrade of that name
    /// before.
    /// </summary>
    /// <param name="Name">As the binary names it.</param>
    /// <param name="Plan">The same, as the plan file or the history has it, where its binary is in place; null where they have it
    /// not.</param>
    internal sealed record NeedsVersion(string Name, UpgradePlan? Plan = null) : Observation;

    /// <summary>
    /// The node's log says that a block failed, and why. The scanner keeps it for a <see cref="ConsensusFailed"/> without a reason.
    /// </summary>
    internal sealed record BlockFailed(Observation Why) : Observation;

    /// <summary>The node's log says that it stopped making blocks, and gives no reason on that line. The scanner reports none.</summary>
    internal sealed record ConsensusFailed : Observation;

    /// <summary>
    /// The node's log says that its consensus stopped because more than two thirds of the network have agreed on another result than its
    /// own.
    /// </summary>
    /// <param name="Hashes">The two results, as the node names them; null where it does not.</param>
    internal sealed record ResultDiffers(string? Hashes) : Observation;

    /// <summary>The node's log says that the running binary is newer than its chain: it knows an upgrade that is not due.</summary>
    internal sealed record BinaryAhead(string Name) : Observation;

    /// <summary>The node's log announces something no plan can be made of. Only for the operator's eyes.</summary>
    internal sealed record Unusable(string Reason) : Observation;

    /// <summary>A whole plan file was written during this life of the daemon. What it means is not known yet.</summary>
    internal sealed record PlanFileWritten(Detection.PlanFileWritten File) : Observation;

    /// <summary>The node told its last block; null when it did not answer.</summary>
    internal sealed record HeightHeard(long? Height) : Observation;

    /// <summary>
    /// A look ahead is over. Its height may be older than one that was heard meanwhile; null when the node did not answer.
    /// </summary>
    internal sealed record LookedAhead(long? Height) : Observation;

    /// <summary>
    /// A round of questions about an upgrade that is not confirmed is over. It wakes the main thread, and asks for nothing.
    /// </summary>
    internal sealed record NetworkAsked : Observation;

    /// <summary>A plan file of this life, with what it means.</summary>
    /// <param name="Plan">What it says.</param>
    /// <param name="Meaning">By the node's height (<see cref="PlanFileRule"/>).</param>
    /// <param name="Reason">Why it is not due, as the end of the sentence "the plan file …: …"; null when it is.</param>
    /// <param name="CanBeWatched">It can be seen whether the node goes on: by its height, or by the files that it writes.</param>
    internal sealed record PlanFileSeen(
        UpgradePlan Plan, PlanFileMeaning Meaning = PlanFileMeaning.Due, string? Reason = null, bool CanBeWatched = false) : Observation;

    /// <summary>Since the plan file was written the node has made no block, and has written none of its files for a while.</summary>
    internal sealed record NodeStandsStill : Observation;

    /// <summary>Since the plan file was written the node has made blocks: it has carried out by itself what the file names.</summary>
    internal sealed record NodeGoesOn : Observation;

    /// <summary>The node's log says that it stopped at the halt height it was given.</summary>
    /// <param name="Height">The halt height, as the node names it.</param>
    /// <param name="At">The last block its log told of before; null when it told of none.</param>
    /// <param name="IsMade">It made the block of that height and then stopped, as up to SDK 0.47; since 0.50 it stops before that
    /// block.</param>
    internal sealed record HaltHeightReached(long Height, long? At = null, bool IsMade = false) : Observation;

    /// <summary>The daemon says that it knows no <c>--halt-height</c>.</summary>
    internal sealed record HaltHeightUnknown : Observation;

    /// <summary>The node's log says which block its application is at, as it starts.</summary>
    internal sealed record NodeStarted(long Height) : Observation;

    /// <summary>
    /// The node's log tells of a block. The scanner keeps the last one for <see cref="HaltHeightReached"/> and reports none.
    /// </summary>
    internal sealed record BlockMade(long Height) : Observation;

    /// <summary>An operator's command asks for another version, without a height.</summary>
    /// <param name="Request">What was asked for.</param>
    /// <param name="Plan">The same as a plan, with the node's last known height.</param>
    internal sealed record UpgradeAsked(UpgradeRequest Request, UpgradePlan Plan) : Observation;

    internal sealed record DaemonExited(DaemonEnd End) : Observation
    {
        /// <summary>We have stopped it to begin another life: its end says nothing of the node.</summary>
        public bool IsOurs { get; init; }
    }

    /// <summary>A signal told us, and we told the daemon, to end.</summary>
    internal sealed record StopAsked(int Signal) : Observation;
}
