using System.Diagnostics;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Supervision;

namespace Cosmovisor.Upgrading;

/// <summary>
/// One upgrade, a step at a time: each is in the journal before it begins, and whatever goes wrong is reported with the step's name.
/// </summary>
internal sealed class JournaledSteps(
    Journal journal, JournalFile file, CurrentLink current, StopRequest stopRequest, TimeProvider clock, INews news)
{
    public Journal Journal { get; private set; } = journal;

    /// <param name="step">Which.</param>
    /// <param name="work">Does it, and says what it has left on disk.</param>
    /// <param name="isStillThere">Whether what it left in an earlier life of ours is.</param>
    /// <returns>What it has left, now or in an earlier life of ours.</returns>
    /// <exception cref="UpgradeFailedException">It could not be done.</exception>
    /// <exception cref="UpgradeInterruptedException">A signal asked us to end.</exception>
    public string? Do(UpgradeStep step, Func<string?> work, Func<string, bool>? isStillThere = null)
    {
        if (stopRequest.Signal is { } signal)
        {
            throw new UpgradeInterruptedException(Journal.Plan, step, signal);
        }

        if (Journal.IsOver(step) && IsGood(Journal[step]!, isStillThere))
        {
            news.Tell(new Happening.StepWasDone(step, Journal.Plan.Name, Journal[step]!.Left));
            return Journal[step]!.Left;
        }

        var started = Stopwatch.GetTimestamp();
        news.Tell(new Happening.StepBegan(step, Journal.Plan.Name));

        try
        {
            Journal = Journal.Begin(step, clock.GetUtcNow());
            file.Write(Journal);
            var left = work();
            Journal = Journal.Finish(step, left, clock.GetUtcNow());

            // Of the other steps the next one's beginning tells the end; to do them again would change nothing. A program of somebody
            // else's must not run twice.
            if (step is UpgradeStep.CustomPreUpgrade or UpgradeStep.PreUpgrade)
            {
                file.Write(Journal);
            }

            news.Tell(new Happening.StepDone(step, Journal.Plan.Name, Stopwatch.GetElapsedTime(started)));
            return left;
        }
        catch (OperationCanceledException) when (stopRequest.IsMade)
        {
            throw new UpgradeInterruptedException(Journal.Plan, step, stopRequest.Signal.GetValueOrDefault());
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.StepFailed(step, Journal.Plan.Name, ex.Message, Stopwatch.GetElapsedTime(started)));
            Remember(step, ex.Message);
            throw new UpgradeFailedException(Journal.Plan, step, current.Target ?? "nothing", ex);
        }
    }

    /// <summary>The daemon had to be killed. The next step's beginning puts that on disk.</summary>
    public void NoteKill() => Journal = Journal.NoteKill();

    public void Do(UpgradeStep step, Action work) => _ = Do(
        step,
        () =>
        {
            work();
            return null;
        });

    // A backup that was taken before a migration cannot be taken again after it.
    private bool IsGood(StepEntry entry, Func<string, bool>? isStillThere)
    {
        if (entry.Left is not { } left || isStillThere is null || isStillThere(left))
        {
            return true;
        }

        news.Tell(new Happening.StepLeftNothing(entry.Step, left, !Journal.MayHaveChangedData));
        return Journal.MayHaveChangedData;
    }

    // On a full disk this fails as the step did; the step's own trouble is the one to tell.
    private void Remember(UpgradeStep step, string trouble)
    {
        try
        {
            Journal = Journal.Fail(step, trouble);
            file.Write(Journal);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.JournalNotWritten(ex.Message));
        }
    }
}
