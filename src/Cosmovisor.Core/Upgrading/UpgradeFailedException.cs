using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>An upgrade stopped at <see cref="Step"/>. Everything before it is done; nothing after it was started.</summary>
internal sealed class UpgradeFailedException(UpgradePlan plan, UpgradeStep step, string current, Exception cause)
    : Exception(
        $"upgrade \"{plan.Name}\" (height {plan.Height}) failed at {step}: {cause.Message.TrimEnd('.')}. "
        + $"current still points to {current}; the next start tries again",
        cause)
{
    public UpgradePlan Plan { get; } = plan;

    public UpgradeStep Step { get; } = step;
}

/// <summary>A signal asked us to end in the middle of an upgrade. What was done is done; the next start goes on.</summary>
internal sealed class UpgradeInterruptedException(UpgradePlan plan, UpgradeStep step, int signal)
    : Exception($"upgrade \"{plan.Name}\" was interrupted at {step}")
{
    public UpgradePlan Plan { get; } = plan;

    public UpgradeStep Step { get; } = step;

    public int Signal { get; } = signal;
}
