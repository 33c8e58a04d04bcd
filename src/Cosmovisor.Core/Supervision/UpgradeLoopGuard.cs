using Cosmovisor.Plans;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Supervision;

/// <summary>Keeps a home from going round in circles: its upgrades must lead forward.</summary>
/// <remarks>
/// A chain never uses a plan name twice (x/upgrade refuses to schedule one that is done), so a version that asks for an upgrade already
/// carried out on the way to it is not the version its folder says. A daemon that dies is not started again at all: the init system
/// decides.
/// </remarks>
/// <param name="Carried">What this run has carried out; on a full disk the history may not know it.</param>
internal sealed record UpgradeLoopGuard(IReadOnlyList<UpgradePlan> Carried)
{
    public static UpgradeLoopGuard Fresh { get; } = new([]);

    public UpgradeLoopGuard With(UpgradePlan plan) => new([.. Carried, plan]);

    /// <summary>Why <paramref name="plan"/> must not be carried out, or null when it may.</summary>
    /// <param name="plan">What the daemon asks for.</param>
    /// <param name="history">Every upgrade of this home that is over, newest first.</param>
    /// <param name="current">What <c>current</c> points to.</param>
    public string? WhatIsWrongWith(UpgradePlan plan, IEnumerable<FinishedUpgrade> history, string current) =>
        Carried.SkipWhile(done => !IsNamed(done, plan)).ToArray() is [_, ..] here ? Circle(here.Select(done => done.Name), plan)
        : WaySince(plan, history, current) is { } way ? Circle(way, plan)
        : null;

    /// <summary>
    /// The names of the upgrades that have led from <paramref name="plan"/>, carried out before, to what is current: each from where the
    /// one before it led to.
    /// </summary>
    /// <remarks>
    /// Where that line breaks, somebody has pointed <c>current</c> elsewhere: a backup was restored, an older version was put back by hand.
    /// Its node comes past the same heights again, and asks for the same upgrades with every right. Heights only grow on the way, so it is
    /// followed back no further than to a lower one: the history may be long, and a chain waits.
    /// </remarks>
    /// <returns>Null when it has not led here.</returns>
    private static Stack<string>? WaySince(UpgradePlan plan, IEnumerable<FinishedUpgrade> history, string current)
    {
        var (way, at) = (new Stack<string>(), current);

        // An upgrade that was taken back has a second line, and the newer one counts.
        foreach (var done in history.DistinctBy(ending => (ending.Journal.Plan.Name, ending.Journal.Began))
            .Where(ending => ending.IsDone)
            .Select(ending => ending.Journal)
            .TakeWhile(done => done.To == at && done.Plan.Height >= plan.Height))
        {
            way.Push(done.Plan.Name);
            at = done.From;

            if (IsNamed(done.Plan, plan) && done.Plan.Height == plan.Height)
            {
                return way;
            }
        }

        return null;
    }

    private static bool IsNamed(UpgradePlan done, UpgradePlan plan) => done.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase);

    private static string Circle(IEnumerable<string> way, UpgradePlan plan)
    {
        var path = string.Join(" -> ", way.Append(plan.Name).Select(name => $"\"{name}\""));
        return $"the upgrades go in a loop ({path}): a binary asks for an upgrade that was carried out before it. "
            + "One of the folders holds the wrong binary; check each with cosmovisorctl verify NAME, put the right ones in place and start again";
    }
}
