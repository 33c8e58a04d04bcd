using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>What is to be done about an upgrade that was begun and is not over, before any daemon runs.</summary>
internal abstract record ResumeDecision
{
    private ResumeDecision() { }

    /// <summary>Go on with the first step that is not done.</summary>
    internal sealed record CarryOn : ResumeDecision;

    /// <summary>The new version is current already; only the books are to be closed.</summary>
    internal sealed record Conclude(string Result) : ResumeDecision;

    /// <summary>The operator has decided otherwise, and nothing stands against it.</summary>
    internal sealed record GiveUp(string Reason) : ResumeDecision;

    /// <summary>
    /// Nothing but <c>upgrades/</c> was changed, and its reason is gone: it is forgotten, and the plan file is looked at as if nothing had
    /// begun.
    /// </summary>
    internal sealed record Forget(string Reason) : ResumeDecision;

    /// <summary>No way is safe; the operator must say which.</summary>
    internal sealed record Refuse(string Reason) : ResumeDecision;

    /// <param name="journal">What was begun.</param>
    /// <param name="current">What <c>current</c> points to now.</param>
    /// <param name="skip">Heights whose plans the operator wants left alone.</param>
    /// <param name="planFile">What the chain's plan file says now; null when there is none, or none that is whole.</param>
    /// <param name="cannotBeHad">Why the binary is not there and cannot be got; null when it is there or may be downloaded.</param>
    public static ResumeDecision Of(
        Journal journal, string current, SkipHeights skip, UpgradePlan? planFile, string? cannotBeHad) => current switch
        {
            _ when current == journal.To =>
                new Conclude(journal.HasBegun(UpgradeStep.Switch) ? FinishedUpgrade.Done : FinishedUpgrade.DoneByHand),

            _ when current == journal.From && skip.Contains(journal.Plan.Height) =>
                new GiveUp($"{FinishedUpgrade.Skipped}: its height is among --unsafe-skip-upgrades"),
            _ when current == journal.From && journal.HasOnlyStaged && WhatHasChanged(journal, planFile) is { } change =>
                new Forget(change),
            _ when current == journal.From && journal.HasOnlyStaged && cannotBeHad is not null => new Forget(cannotBeHad),
            _ when current == journal.From => new CarryOn(),

            _ when !journal.MayHaveChangedData => new GiveUp($"current was pointed to {current} by hand"),
            _ => new Refuse(
                $"current points to {current}, and the upgrade \"{journal.Plan.Name}\" from {journal.From}{(journal.To is { } to ? $" to {to}" : "")} is not over: "
                + $"{(journal.HasBegun(UpgradeStep.CustomPreUpgrade) ? "a migration script has" : "the new binary's pre-upgrade has")} run, so the data may fit neither. "
                + $"Nothing was started or changed. To go on with the upgrade: ln -sfn {journal.From} current, in the folder cosmovisor. To give it up: cosmovisorctl rollback"),
        };

    // A plan of another name is of interest only where the file named this one before: an old plan file lies there for ever beside an
    // upgrade by the schedule.
    private static string? WhatHasChanged(Journal journal, UpgradePlan? planFile) => planFile switch
    {
        null => journal.HadPlanFile ? "the plan file is gone" : null,
        _ when !planFile.Name.Equals(journal.Plan.Name, StringComparison.OrdinalIgnoreCase) =>
            journal.HadPlanFile ? $"the plan file names \"{planFile.Name}\" now" : null,
        { Info: "" } => null, // up to SDK 0.44.3 it never holds more than this
        _ => planFile.Info == journal.Plan.Info ? null : "the plan file holds another info now",
    };
}
