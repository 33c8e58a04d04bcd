using Cosmovisor.Plans;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Supervision;

/// <summary>Keeps a home from going round in circles: its upgrades must lead forward.</summary>
/// <remarks>
/// A chain never uses a plan name twice (x/upgrade refuses to schedule one that is done), so a version that asks for an upgrade already
/// carried out on the way to it is not the version its folder says. A daemon that dies is not started again at all: the init system decides.
/// </remarks>
/// <param name="Carried">What this run has carried out; on a full disk the history may not know it.</param>
internal sealed record RestartPace(IReadOnlyList<UpgradePlan> Carried)
{
    public static RestartPace Fresh { get; } = new([]);

    public RestartPace With(UpgradePlan plan) => new([.. Carried, plan]);

    /// <summary>Why <paramref name="plan"/> must not be carried out, or null when it may.</summary>
    /// <param name="plan">What the daemon asks for.</param>
    /// <param name="history">Every upgrade of this home that is over, oldest first.</param>
    /// <param name="current">What <c>current</c> points to.</param>
    public string? WhatIsWrongWith(UpgradePlan plan, IReadOnlyList<Ending> history, string current) =>
        From(Carried, done => IsNamed(done, plan)) is [_, ..] here ? Circle(here, plan)
        : From(WayTo(current, history), done => IsNamed(done, plan) && done.Height == plan.Height) is [_, ..] before ? Circle(before, plan)
        : null;

    /// <summary>The upgrades that have led to what is current, one from where the one before it led to.</summary>
    /// <remarks>
    /// Where the chain of them breaks, somebody has pointed <c>current</c> elsewhere: a backup was restored, an older version was put back by hand.
    /// Its node comes past the same heights again, and asks for the same upgrades with every right.
    /// </remarks>
    private static Stack<UpgradePlan> WayTo(string current, IReadOnlyList<Ending> history)
    {
        var (way, at) = (new Stack<UpgradePlan>(), current);

        // An upgrade that was taken back has a second line, and the last one counts.
        foreach (var ending in history.GroupBy(ending => (ending.Journal.Plan.Name, ending.Journal.Began)).Select(same => same.Last()).Where(ending => ending.IsDone).Reverse())
        {
            if (ending.Journal.To != at)
            {
                break;
            }

            way.Push(ending.Journal.Plan);
            at = ending.Journal.From;
        }

        return way;
    }

    private static UpgradePlan[] From(IEnumerable<UpgradePlan> way, Func<UpgradePlan, bool> isTheSame) => [.. way.SkipWhile(done => !isTheSame(done))];

    private static bool IsNamed(UpgradePlan done, UpgradePlan plan) => done.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase);

    private static string Circle(IEnumerable<UpgradePlan> way, UpgradePlan plan)
    {
        var path = string.Join(" -> ", way.Append(plan).Select(one => $"\"{one.Name}\""));
        return $"the upgrades go round in a circle ({path}): a binary asks for an upgrade that was carried out before it. "
            + "One of the folders holds the wrong binary; see which version each of upgrades/*/bin prints, put the right ones in place and start again";
    }
}
