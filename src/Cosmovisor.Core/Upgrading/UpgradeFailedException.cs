using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>An upgrade stopped at <see cref="Step"/>. Everything before it is done; nothing after it was started.</summary>
internal sealed class UpgradeFailedException(UpgradePlan plan, UpgradeStep step, string current, Exception cause)
    : Exception(Text(plan, step, current, cause), cause)
{
    public UpgradePlan Plan { get; } = plan;

    public UpgradeStep Step { get; } = step;

    // A line each: what failed and why, what state things are in, what to do, what happens by itself.
    private static string Text(UpgradePlan plan, UpgradeStep step, string current, Exception cause)
    {
        var (reason, remedy) = cause is RefusedException { Remedy: { } what } refused ? (refused.Reason, $"{what.TrimEnd('.')}.\n")
            : (cause.Message, "");
        return $"upgrade \"{plan.Name}\" (height {plan.Height}) failed at {step}: {reason.TrimEnd('.', '\n')}.\n"
            + $"The node is stopped; current still points to {current}, nothing was switched.\n"
            + $"{remedy}The next start tries again.";
    }
}

/// <summary>A signal asked us to end in the middle of an upgrade. What was done is done; the next start goes on.</summary>
internal sealed class UpgradeInterruptedException(UpgradePlan plan, UpgradeStep step, int signal)
    : Exception($"upgrade \"{plan.Name}\" was interrupted at {step}")
{
    public UpgradePlan Plan { get; } = plan;

    public UpgradeStep Step { get; } = step;

    public int Signal { get; } = signal;
}
