using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>The rule of x/upgrade's begin blocker: is this the binary for this block?</summary>
internal sealed class UpgradeModule(Options options)
{
    private bool _pastChecked;

    public BlockVerdict At(long height, string lastApplied)
    {
        // The chain keeps one plan at a time; a plan decided in a block is there from the next one on.
        var plan = options.Plans.Find(plan => plan.DueAt >= height && plan.VotedAt < height);
        var due = plan?.DueAt == height;
        var skipped = due && options.SkipHeights.Contains(height);

        if (MissesItsPast(due && !skipped, lastApplied))
        {
            return new BlockVerdict.MissingPast(lastApplied);
        }

        return plan switch
        {
            null => new BlockVerdict.Pass(),
            _ when skipped => new BlockVerdict.Skipped(plan),
            _ when options.Handles.Contains(plan.Name) => due ? new BlockVerdict.Applied(plan) : new BlockVerdict.TooEarly(plan),
            _ => due ? new BlockVerdict.Needed(plan) : new BlockVerdict.Pass(),
        };
    }

    // Looked at in the first block of a life only, and not when that block is an upgrade itself. SDK 0.43 and later.
    private bool MissesItsPast(bool upgrading, string lastApplied)
    {
        var first = !_pastChecked;
        _pastChecked = true;
        return first && !upgrading && options.Era >= Era.V044 && lastApplied.Length > 0 && !options.Handles.Contains(lastApplied);
    }
}
