using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>What the disk knows of an upgrade that is being carried out: which step was begun, which is done, what each has left.</summary>
/// <remarks>
/// A value. It is written before a step begins, so whatever the instant of our death, the next start knows how far it may have come;
/// <see cref="ResumeDecision"/> says what follows from that. A loss of power may take it only while it does not say
/// <see cref="MustSurvive"/>.
/// </remarks>
/// <param name="Plan">What is carried out.</param>
/// <param name="From">What <c>current</c> pointed to when it began.</param>
/// <param name="Began">When that was.</param>
/// <param name="Steps">Those begun so far, in their order.</param>
/// <param name="HadPlanFile">The chain's plan file named this plan when it began: it may be corrected or removed until a later step than
/// Stage is done.</param>
internal sealed record Journal(
    UpgradePlan Plan, string From, DateTimeOffset Began, IReadOnlyList<StepEntry> Steps, bool HadPlanFile = false)
{
    /// <summary>
    /// The first block that the new version makes, where the operator's schedule asked for the upgrade; null for the chain's own.
    /// </summary>
    public long? FirstBlock { get; init; }

    /// <summary>The request that asked for the upgrade, where no height did.</summary>
    public RequestMark? Request { get; init; }

    /// <summary>What <c>current</c> will point to; null until that is staged.</summary>
    public string? To => this[UpgradeStep.Stage]?.Left;

    public StepEntry? this[UpgradeStep step] => Steps.FirstOrDefault(entry => entry.Step == step);

    /// <summary>The furthest step that was begun; null before the first.</summary>
    public StepEntry? Last => Steps is [.., var last] ? last : null;

    public static Journal Of(UpgradePlan plan, string from, DateTimeOffset now, bool hadPlanFile = false) =>
        new(plan, from, now, [], hadPlanFile);

    /// <summary>Whether no step behind Stage is done: nothing but <c>upgrades/</c> has changed.</summary>
    public bool HasOnlyStaged => Steps.All(entry => entry.Step == UpgradeStep.Stage || entry.Ended is null)
        && !MayHaveChangedData
        && !HasBegun(UpgradeStep.NewGenesis);

    public bool HasBegun(UpgradeStep step) => this[step] is not null;

    /// <summary>Whether the step is behind us for good.</summary>
    /// <remarks>
    /// The others are looked at again by every try: a binary, a genesis file or a link may have been changed, or taken back, meanwhile,
    /// and to do them a second time changes nothing.
    /// </remarks>
    public bool IsOver(UpgradeStep step) =>
        step is UpgradeStep.Backup or UpgradeStep.CustomPreUpgrade or UpgradeStep.PreUpgrade && this[step] is { Ended: not null };

    /// <summary>Whether somebody else's program may have changed something: a script of the operator, or the new binary.</summary>
    public bool MayHaveChangedData => HasBegun(UpgradeStep.CustomPreUpgrade) || HasBegun(UpgradeStep.PreUpgrade);

    /// <summary>
    /// Whether a loss of power must not take it. Of any other the node itself knows as much: it halts again, and the upgrade begins again.
    /// </summary>
    /// <remarks>
    /// A program of somebody else's must not run twice unnoticed, an old binary must not meet the new genesis, and hours of copying are not
    /// repeated. Of an upgrade by the operator's schedule nothing but this knows the first block of the new version; of one that a command
    /// asked for, that it was begun.
    /// </remarks>
    public bool MustSurvive => Request is not null
        || IsOver(UpgradeStep.Backup)
        || MayHaveChangedData
        || HasBegun(UpgradeStep.NewGenesis)
        || (FirstBlock is not null && HasBegun(UpgradeStep.Switch));

    /// <summary>Whether all is as it was before it began, but for what lies in <c>upgrades/</c> and a backup.</summary>
    public bool HasChangedNothing => Last is null or { Step: <= UpgradeStep.Backup };

    public Journal Begin(UpgradeStep step, DateTimeOffset now) =>
        With(new StepEntry(step, (this[step]?.Tries ?? 0) + 1, now, Left: this[step]?.Left, Killed: this[step]?.Killed));

    public Journal Finish(UpgradeStep step, string? left, DateTimeOffset now) =>
        With(Begun(step) with { Ended = now, Left = left, Trouble = null });

    public Journal Fail(UpgradeStep step, string trouble) => With(Begun(step) with { Trouble = trouble });

    /// <summary>The daemon did not end within its grace.</summary>
    public Journal NoteKill() => With(Begun(UpgradeStep.Stop) with { Killed = true });

    private StepEntry Begun(UpgradeStep step) => this[step] ?? throw new ArgumentException($"{step} was not begun", nameof(step));

    private Journal With(StepEntry entry) =>
        this with { Steps = [.. Steps.Where(other => other.Step != entry.Step).Append(entry).OrderBy(other => other.Step)] };
}
