using Cosmovisor.Events;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Confirming;

/// <summary>Whether the version that has just been started is one whose upgrade is not confirmed yet.</summary>
internal static class OpenConfirmation
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    // Older ones are of a cosmovisor that did not ask, or nobody waits for them any more.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="last">The last upgrade, as the state has it; null when that is lost, or knows none.</param>
    /// <param name="newest">The newest line of the history. A command of the operator writes there alone, and the state is never
    /// flushed.</param>
    /// <param name="current">What runs.</param>
    /// <param name="now">The time.</param>
    /// <returns>The upgrade to ask about; null when there is none.</returns>
    public static LastUpgrade? Of(LastUpgrade? last, FinishedUpgrade? newest, string current, DateTimeOffset now)
    {
        var upgrade = newest is not null && !IsKnown(newest, last) ? Kept(newest, now) : last;

        return upgrade is { Started: not null, Confirmed: not true, Confirmation: not "cannot-be-confirmed" } && upgrade.Version == current
            ? upgrade : null;
    }

    /// <summary>From where it was left.</summary>
    /// <param name="upgrade">What is asked about.</param>
    /// <param name="newest">The newest line of the history.</param>
    public static Confirmation Resume(LastUpgrade upgrade, FinishedUpgrade? newest) => new(new ConfirmGoal(
        upgrade.Name, upgrade.Height, upgrade.MustPass, upgrade.Started ?? upgrade.Began)
    { IsRequested = upgrade.IsRequested })
    {
        AppliedAt = upgrade.Applied,
        Journal = newest is { IsDone: true } && IsKnown(newest, upgrade) ? newest.Journal : null,
        IsLate = upgrade.Confirmed == false,
    };

    // A time in the state has milliseconds.
    private static bool IsKnown(FinishedUpgrade ending, LastUpgrade? last) => last is not null
        && (ending.Journal.Began < last.Began - Tick
            || ((ending.Journal.Began - last.Began).Duration() <= Tick && ResultOf(ending) == last.Result));

    private static LastUpgrade? Kept(FinishedUpgrade ending, DateTimeOffset now) => now - ending.Ended > Longest ? null
        : NodeStateChange.Last(ending.Journal, ResultOf(ending)) with { Started = ending.Ended, Confirmation = "waiting" };

    private static string ResultOf(FinishedUpgrade ending) => ending.IsDone ? "done"
        : ending.Result.StartsWith(FinishedUpgrade.TakenBack, StringComparison.Ordinal)
            || ending.Result.StartsWith(FinishedUpgrade.RolledBack, StringComparison.Ordinal) ? "taken-back"
        : "given-up";
}
