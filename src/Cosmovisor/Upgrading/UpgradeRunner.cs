using System.Diagnostics;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Upgrading;

/// <summary>
/// Carries out one upgrade, up to the start of its version; <see cref="FinishRecords"/> is to follow. Read <see cref="DoTheSteps"/> top to
/// bottom: that is the order on every machine.
/// </summary>
internal sealed class UpgradeRunner(
    CurrentLink current, JournalFile journals, HistoryFile history, StopRequest stopRequest, TimeProvider clock, INews news)
{
    private readonly UpgradeRecords _records = new(journals, history, news);

    /// <exception cref="UpgradeFailedException">A step could not be done; nothing after it was started.</exception>
    /// <exception cref="UpgradeInterruptedException">A signal asked us to end.</exception>
    public FinishedUpgrade Run(UpgradePlan plan, CurrentVersion from, IUpgradeSteps steps, bool hadPlanFile = false,
        long? firstBlock = null, RequestMark? request = null)
    {
        FinishRecords(); // of one before, whose version was never started: there is one journal
        news.Tell(new Happening.UpgradeBegan(plan, from.Target));
        return CarryOut(
            Journal.Of(plan, from.Target, clock.GetUtcNow(), hadPlanFile) with { FirstBlock = firstBlock, Request = request }, from, steps);
    }

    /// <summary>The upgrade that this run has ended last; null when none.</summary>
    public FinishedUpgrade? Last { get; private set; }

    /// <summary>
    /// Once the version of an upgrade that is done has been started, or will not be: what is kept of the upgrade is finished, and its
    /// journal removed.
    /// </summary>
    public void FinishRecords() => _records.Finish();

    /// <summary>What an earlier life of ours has begun and not ended; null when nothing.</summary>
    /// <exception cref="RefusedException">There is something, and it cannot be read.</exception>
    public Journal? Unfinished() => journals.Read();

    /// <summary>Every upgrade of this home that is over, newest first.</summary>
    public IEnumerable<FinishedUpgrade> History() => history.NewestFirst(news);

    /// <summary>Before any daemon runs: brings <paramref name="journal"/>, which was begun earlier, to an end.</summary>
    /// <param name="journal">What was begun.</param>
    /// <param name="now">What <c>current</c> points to.</param>
    /// <param name="skip">Heights whose plans are left alone.</param>
    /// <param name="steps">What can be done.</param>
    /// <param name="planFile">What the chain's plan file says now.</param>
    /// <param name="cannotBeHad">Why the binary is not there and cannot be got.</param>
    /// <returns>Null when it was forgotten, and nothing had been changed.</returns>
    /// <exception cref="RefusedException">Nobody but the operator can say how to go on.</exception>
    /// <exception cref="UpgradeFailedException">As <see cref="Run"/>.</exception>
    /// <exception cref="UpgradeInterruptedException">As <see cref="Run"/>.</exception>
    public FinishedUpgrade? Resume(Journal journal, CurrentVersion now, SkipHeights skip, IUpgradeSteps steps,
        UpgradePlan? planFile = null, string? cannotBeHad = null)
    {
        news.Tell(new Happening.UpgradeResumed(journal));

        switch (ResumeDecision.Of(journal, now.Target, skip, planFile, cannotBeHad))
        {
            case ResumeDecision.CarryOn:
                return CarryOut(journal, now, steps);

            case ResumeDecision.Conclude { Result: var result }:
                return Conclude(journal, result, steps);

            case ResumeDecision.GiveUp { Reason: var reason }:
                return GiveUp(journal, reason, steps.UndoGenesis);

            case ResumeDecision.Forget { Reason: var reason }:
                news.Tell(new Happening.UpgradeForgotten(journal.Plan, reason));
                journals.RemoveIfPossible();
                return null;

            case ResumeDecision.Refuse { Reason: var reason }:
                throw new RefusedException(reason) { ExitCode = ExitCodes.UpgradeFailed };

            default:
                throw new InvalidOperationException("there are five ways on");
        }
    }

    /// <summary>
    /// The way back from an upgrade that is done: genesis and <c>current</c> as before, and a line in the history that says why.
    /// </summary>
    public FinishedUpgrade TakeBack(Journal journal, string reason, Action<UpgradePlan> undoGenesis, bool isByItself = false)
    {
        // Genesis first: should we die in between, current still says that the upgrade is done, and it can be taken back again.
        if (journal.HasBegun(UpgradeStep.NewGenesis))
        {
            undoGenesis(journal.Plan);
        }

        current.SwitchTo(journal.From);
        news.Tell(new Happening.UpgradeTakenBack(journal, reason, isByItself));
        var ending = new FinishedUpgrade(journal, reason, clock.GetUtcNow());
        history.AddTakenBack(ending);
        journals.Remove();
        return ending;
    }

    /// <summary>The way back from an upgrade that is not over.</summary>
    public FinishedUpgrade GiveUp(Journal journal, string reason, Action<UpgradePlan> undoGenesis)
    {
        if (journal.HasBegun(UpgradeStep.NewGenesis))
        {
            undoGenesis(journal.Plan);
        }

        news.Tell(new Happening.UpgradeGivenUp(journal.Plan, reason));
        return _records.Close(new FinishedUpgrade(journal, reason, clock.GetUtcNow()));
    }

    // Each line is read when it is asked for, and any of them may be the one that cannot be.
    private FinishedUpgrade CarryOut(Journal journal, CurrentVersion from, IUpgradeSteps steps)
    {
        var began = Stopwatch.GetTimestamp();
        var book = new JournaledSteps(journal, journals, current, stopRequest, clock, news);

        try
        {
            DoTheSteps(journal.Plan, from, steps, book);
        }
        catch (Exception ex) when (ex is UpgradeFailedException or UpgradeInterruptedException
            && book.Journal.HasBegun(UpgradeStep.NewGenesis)
            && current.Target == from.Target)
        {
            // In this life or in one that was killed: until the next try the old binary may be asked things, and must find the genesis it
            // knows.
            UndoGenesis(journal.Plan, steps);
            throw;
        }

        var ending = Conclude(book.Journal, FinishedUpgrade.Done, steps);
        news.Tell(new Happening.UpgradeDone(book.Journal, Stopwatch.GetElapsedTime(began)));
        return ending;
    }

    private void DoTheSteps(UpgradePlan plan, CurrentVersion from, IUpgradeSteps steps, JournaledSteps book)
    {
        var target = "";
        string? backup = null;

        _ = book.Do(UpgradeStep.Stage, () => target = steps.Stage(plan, book.Journal));
        _ = book.Do(UpgradeStep.Stop, () => steps.Stop(book.Journal));

        if (steps.DaemonWasKilled)
        {
            book.NoteKill();
        }

        if (steps.WantsBackup)
        {
            backup = book.Do(UpgradeStep.Backup, () => steps.BackUp(plan), steps.IsThere);
        }

        if (steps.HasScripts(plan))
        {
            AwaitFileTimeOfTheNew(book.Journal);
            book.Do(UpgradeStep.CustomPreUpgrade,
                () => steps.Migrate(plan, from, target, backup, book.Journal[UpgradeStep.CustomPreUpgrade]!.Tries));
        }

        if (steps.HasNewGenesis(plan))
        {
            _ = book.Do(UpgradeStep.NewGenesis, () => steps.PutGenesisInForce(plan));
        }

        if (steps.WantsPreUpgrade)
        {
            AwaitFileTimeOfTheNew(book.Journal);
            book.Do(UpgradeStep.PreUpgrade, () => steps.PreUpgrade(plan, target));
        }

        book.Do(UpgradeStep.Switch, () => Switch(from, target));
        AwaitFileTimeOfTheNew(book.Journal);
    }

    // A rollback of the binary alone must tell what the old one wrote last from what the new one wrote first, by the times of the files.
    private static void AwaitFileTimeOfTheNew(Journal journal)
    {
        if (journal[UpgradeStep.Stop] is { Ended: { } stopped, Left: { } data })
        {
            FileClock.AwaitTimeAfter(stopped, data);
        }
    }

    private void Switch(CurrentVersion from, string target)
    {
        if (current.Target != from.Target)
        {
            throw new RefusedException(
                $"current was pointed from {from.Target} to {current.Target ?? "nothing"} by another program while the upgrade was carried out");
        }

        current.SwitchTo(target);
    }

    // What made the step fail may make this fail too; the step's own trouble is the one to end with.
    private void UndoGenesis(UpgradePlan plan, IUpgradeSteps steps)
    {
        try
        {
            steps.UndoGenesis(plan);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.OldGenesisNotBack(plan.Name, ex.Message));
        }
    }

    private FinishedUpgrade Conclude(Journal journal, string result, IUpgradeSteps steps)
    {
        var target = journal.To ?? throw new InvalidOperationException("an upgrade that was never staged cannot be done");
        steps.LeavePlan(journal.Plan, target, journal.FirstBlock);
        Last = new FinishedUpgrade(journal, result, clock.GetUtcNow());
        _records.Open(Last, () => steps.FlushPlan(target, journal.FirstBlock));
        return Last;
    }
}
