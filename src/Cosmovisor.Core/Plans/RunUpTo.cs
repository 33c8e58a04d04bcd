namespace Cosmovisor.Plans;

/// <summary>The next entry of the operator's schedule, as one life of the daemon is run up to it.</summary>
/// <param name="Plan">What is carried out when the node has halted at its height.</param>
/// <param name="IsAskedFor">The daemon's own arguments name that halt height already; otherwise we add it.</param>
internal sealed record RunUpTo(UpgradePlan Plan, bool IsAskedFor)
{
    /// <summary>
    /// The first entry that is not to be skipped and not the chain's own, unless the operator's own halt height stands against it.
    /// </summary>
    /// <remarks>
    /// The chain's own plan needs no halt height: the node halts for it by itself. Since SDK 0.50 ours would come first, and x/upgrade
    /// would not write its file. A 0 means to a node that it has none. One in the node's settings that comes later than the entry stands
    /// against nothing: it is in force again in the life after that.
    /// </remarks>
    /// <param name="entries">What is not done, in the order of the heights.</param>
    /// <param name="skip">Heights whose plans are left alone.</param>
    /// <param name="ofTheChain">Whether an entry is a plan that the chain itself has decided, as far as that is known.</param>
    /// <param name="ownFlag">The <c>--halt-height</c> among the daemon's arguments; null when there is none.</param>
    /// <param name="ownSetting">The one of the node's <c>app.toml</c>, which a flag overrides, ours too; null when there is none.</param>
    /// <returns>And why nothing is run up to, where that needs a word.</returns>
    public static (RunUpTo? Next, string? Told) Of(
        IEnumerable<UpgradePlan> entries, SkipHeights skip, Func<UpgradePlan, bool> ofTheChain, long? ownFlag, long? ownSetting) =>
        (entries.FirstOrDefault(entry => !skip.Contains(entry.Height) && !ofTheChain(entry)), ownFlag, ownSetting) switch
        {
            (null, _, _) => (null, null),
            ({ } next, { } own, _) when own == next.Height => (new RunUpTo(next, IsAskedFor: true), null),
            ({ } next, < 0, _) => (null, $"the daemon's own --halt-height is not a height, so {HasToWait(next)}"),
            ({ } next, { } own and > 0, _) => (null, $"the daemon's own --halt-height {own} wins, so {HasToWait(next)}"),
            ({ } next, null, { } own and > 0) when own < next.Height =>
                (null, $"the node's own halt-height {own} (config/app.toml) comes first, so {HasToWait(next)}"),
            ({ } next, _, _) => (new RunUpTo(next, IsAskedFor: false), null),
        };

    private static string HasToWait(UpgradePlan next) =>
        $"the upgrade \"{next.Name}\" that is scheduled for height {next.Height} has to wait";
}
