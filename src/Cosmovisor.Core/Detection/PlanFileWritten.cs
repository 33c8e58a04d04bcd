using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>A plan file as it was written in a life of the daemon.</summary>
/// <param name="Plan">What it says.</param>
/// <param name="IsMarked">It bears the mark of a file that a tool wrote ahead of its height: execute bits, or handed out by the SDK's
/// batch.</param>
/// <param name="IsMarkOlder">The file bore that mark before it was written again, so that the mark tells nothing of who wrote last.</param>
/// <param name="HasForeignMode">A new file whose mode is not a node's 0600.</param>
internal sealed record PlanFileWritten(UpgradePlan Plan, bool IsMarked = false, bool IsMarkOlder = false, bool HasForeignMode = false);
