namespace Cosmovisor.Detection;

/// <summary>
/// What a plan file of this life means, by the node's height (contract, section 5.3). It says what is planned, not that the node has
/// halted.
/// </summary>
internal enum PlanFileMeaning
{
    /// <summary>The node stands at its height, or nothing contradicts that.</summary>
    Due,

    /// <summary>It waits for its height. An ordinary end of the daemon does not make it due; announcement and halt do.</summary>
    Coming,

    /// <summary>
    /// It has waited, and its height is there or two blocks ahead at most: the node may still make blocks. Due when it is written again, at
    /// the announcement and halt, or when the node stands still.
    /// </summary>
    Near,

    /// <summary>
    /// The height lies ahead of an old sign state alone: due at the announcement and halt, at the daemon's end, or when the node stands
    /// still.
    /// </summary>
    Doubtful,

    /// <summary>The node has passed its height: due if it ends or stands still; a node that goes on has carried it out by itself.</summary>
    Passed,

    /// <summary>It names the version that runs. A node that ends on it, or stands still, is not the binary of that version.</summary>
    Own,
}
