using System.Diagnostics;
using Cosmovisor.Layout;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Switching;

namespace Cosmovisor.Upgrading;

/// <summary>Carries out one upgrade. Read <see cref="Run"/> top to bottom: that is the order on every machine.</summary>
internal sealed class UpgradeRunner(CurrentLink current, ILog log)
{
    /// <exception cref="UpgradeFailedException">A step could not be done; nothing after it was started.</exception>
    /// <exception cref="UpgradeInterruptedException">A signal asked us to end.</exception>
    public void Run(UpgradePlan plan, CurrentVersion from, IUpgradeSteps steps)
    {
        var began = Stopwatch.GetTimestamp();
        var target = "";
        string? backup = null;
        var hasNewGenesis = false;
        log.Info("upgrade begins", ("plan", plan.Name), ("height", plan.Height), ("from", from.Target));

        Step(UpgradeStep.Stage, () => target = steps.Stage(plan));
        Step(UpgradeStep.Stop, steps.Stop);
        Step(UpgradeStep.Backup, () => backup = steps.BackUp(plan));
        Step(UpgradeStep.CustomPreUpgrade, () => steps.Migrate(plan, from, target, backup));
        Step(UpgradeStep.NewGenesis, () => hasNewGenesis = steps.PutGenesisInForce(plan));

        try
        {
            Step(UpgradeStep.PreUpgrade, () => steps.PreUpgrade(plan, target));
            Step(UpgradeStep.Switch, () => current.SwitchTo(target));
        }
        catch (Exception ex) when (hasNewGenesis && ex is UpgradeFailedException or UpgradeInterruptedException)
        {
            steps.UndoGenesis(plan); // the old binary runs again next, and must find the genesis it knows
            throw;
        }

        log.Info("upgrade done", ("plan", plan.Name), ("height", plan.Height), ("from", from.Target), ("to", target), ("took", Stopwatch.GetElapsedTime(began)));

        void Step(UpgradeStep step, Action work)
        {
            if (steps.StopAsked is { } signal)
            {
                throw new UpgradeInterruptedException(plan, step, signal);
            }

            var started = Stopwatch.GetTimestamp();

            try
            {
                work();
                log.Info("step done", ("step", step), ("plan", plan.Name), ("took", Stopwatch.GetElapsedTime(started)));
            }
            catch (OperationCanceledException) when (steps.StopAsked is not null)
            {
                throw new UpgradeInterruptedException(plan, step, steps.StopAsked ?? 0);
            }
            catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
            {
                throw new UpgradeFailedException(plan, step, from.Target, ex);
            }
        }
    }
}
