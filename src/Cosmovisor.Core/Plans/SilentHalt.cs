using Cosmovisor.Detection;

namespace Cosmovisor.Plans;

/// <summary>Whether a node that ended by itself, and said nothing, has halted at the halt height it was given.</summary>
/// <remarks>
/// Up to SDK 0.47 such a node makes the block of that height, tells of it at level info, and ends with 0. With a log level that hides the
/// line it is silent, and each start that gives it the same height makes one block more. Since 0.50 it stays alive and complains at level
/// error: nothing here is for those. The code alone proves nothing: a node that somebody has told to end, past us, ends with 0 too. So its
/// data must say that it stands at exactly that height.
/// </remarks>
internal static class SilentHalt
{
    /// <param name="entry">For whose height this life was.</param>
    /// <param name="before">How high its data was before this life; null when nothing shows it.</param>
    /// <param name="after">And now.</param>
    public static bool IsAt(UpgradePlan entry, KnownHeight? before, KnownHeight? after) =>
        after?.Height == entry.Height && before?.Height != after.Height;
}
