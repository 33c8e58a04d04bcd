using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>What is to be done about an upgrade that was begun and is not over, before any daemon runs.</summary>
internal abstract record WayOn
{
    private WayOn() { }

    /// <summary>Go on with the first step that is not done.</summary>
    internal sealed record CarryOn : WayOn;

    /// <summary>The new version is current already; only the books are to be closed.</summary>
    internal sealed record Conclude(string Result) : WayOn;

    /// <summary>The operator has decided otherwise, and nothing stands against it.</summary>
    internal sealed record GiveUp(string Reason) : WayOn;

    /// <summary>No way is safe; the operator must say which.</summary>
    internal sealed record Refuse(string Reason) : WayOn;

    /// <param name="journal">What was begun.</param>
    /// <param name="current">What <c>current</c> points to now.</param>
    /// <param name="skip">Heights whose plans the operator wants left alone.</param>
    public static WayOn Of(Journal journal, string current, SkipHeights skip) => current switch
    {
        _ when current == journal.To => new Conclude(journal.HasBegun(UpgradeStep.Switch) ? Ending.Done : Ending.DoneByHand),

        _ when current == journal.From && skip.Contains(journal.Plan.Height) => new GiveUp("its height is to be skipped"),
        _ when current == journal.From => new CarryOn(),

        _ when !journal.MayHaveChangedData => new GiveUp($"current was pointed to {current} by hand"),
        _ => new Refuse(
            $"current points to {current}, and the upgrade \"{journal.Plan.Name}\" from {journal.From}{(journal.To is { } to ? $" to {to}" : "")} is not over: "
            + $"{(journal.HasBegun(UpgradeStep.CustomPreUpgrade) ? "a migration script has" : "the new binary's pre-upgrade has")} run, so the data may fit neither. "
            + $"Nothing was started or changed. Point current back to {journal.From} and the upgrade goes on; or give it up with cosmovisorctl rollback"),
    };
}
