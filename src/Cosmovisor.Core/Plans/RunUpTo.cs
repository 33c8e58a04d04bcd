namespace Cosmovisor.Plans;

/// <summary>The next entry of the operator's schedule, as one life of the daemon is run up to it.</summary>
/// <param name="Plan">What is carried out when the node has halted at its height.</param>
/// <param name="IsAskedFor">The daemon's own arguments name that halt height already; otherwise we add it.</param>
internal sealed record RunUpTo(UpgradePlan Plan, bool IsAskedFor)
{
    /// <summary>The first entry that is neither done nor to be skipped, unless the operator's own halt height stands against it.</summary>
    /// <param name="entries">In the order of their heights.</param>
    /// <param name="skip">Heights whose plans are left alone.</param>
    /// <param name="ownFlag">The <c>--halt-height</c> among the daemon's arguments; null when there is none.</param>
    /// <returns>And why nothing is run up to, where that needs a word.</returns>
    public static (RunUpTo? Next, string? Told) Of(IEnumerable<UpgradePlan> entries, SkipHeights skip, long? ownFlag) =>
        (entries.FirstOrDefault(entry => !skip.Contains(entry.Height)), ownFlag) switch
        {
            (null, _) => (null, null),
            ({ } next, null) => (new RunUpTo(next, IsAskedFor: false), null),
            ({ } next, { } own) when own == next.Height => (new RunUpTo(next, IsAskedFor: true), null),
            ({ } next, { } own) => (null, $"the daemon's own --halt-height {own} wins, so the upgrade \"{next.Name}\" that is scheduled for height {next.Height} has to wait"),
        };
}
