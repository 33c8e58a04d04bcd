namespace Cosmovisor.Upgrading;

/// <summary>What <c>cosmovisorctl rollback</c> could take back.</summary>
internal abstract record RollbackDecision
{
    private RollbackDecision() { }

    /// <summary>An upgrade that is not over: <c>current</c> has not been switched.</summary>
    internal sealed record GiveUp(Journal Journal) : RollbackDecision;

    /// <summary>The upgrade that <c>current</c> stands for, as long as nothing has touched the data since.</summary>
    internal sealed record TakeBack(Journal Journal) : RollbackDecision;

    internal sealed record None(string Reason) : RollbackDecision;

    /// <param name="journal">The upgrade that is not over, if there is one.</param>
    /// <param name="last">The newest line of the history, if there is one.</param>
    /// <param name="current">What <c>current</c> points to.</param>
    public static RollbackDecision Of(Journal? journal, FinishedUpgrade? last, string? current) => (journal, last) switch
    {
        ({ } begun, _) when begun.To == current && begun.HasBegun(UpgradeStep.Switch) => new TakeBack(begun),
        ({ } begun, _) => new GiveUp(begun),
        (null, { IsDone: true, Journal: var done }) when done.To == current => new TakeBack(done),
        (null, null) => new None("this home's history knows no upgrade"),
        (null, { Journal.Plan.Name: var name } ending) => new None(
            $"current points to {current ?? "nothing"}, and the last upgrade of the history, \"{name}\" ({ending.Journal.From} -> {ending.Journal.To ?? "nothing staged"}), ended with: {ending.Result}"),
    };

    /// <summary>A file written after this moment was not written by the old binary; null when nobody can say.</summary>
    /// <remarks>
    /// The runner starts nothing that may write until files are stamped with a later time: what the old binary wrote as it ended is told
    /// from what the new one wrote first. A try that was broken off may have changed data before the next one found it free.
    /// </remarks>
    public static DateTimeOffset? DataUntouchedSince(Journal journal) =>
        journal[UpgradeStep.Stop] is { Ended: { } ended, Tries: var tries } && (tries == 1 || !journal.MayHaveChangedData) ? ended : null;
}
